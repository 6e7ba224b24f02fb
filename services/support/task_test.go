package support_test

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/types/known/fieldmaskpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/schedule"
)

func (b *bench) task(ctx context.Context, t *supportv1.Task) *supportv1.Task {
	b.t.Helper()
	if t.Title == "" {
		t.Title = "Rappeler"
	}
	got, err := b.Tasks.CreateTask(ctx, &supportv1.CreateTaskRequest{Task: t})
	if err != nil {
		b.t.Fatal(err)
	}
	return got
}

// TestTask_isReadByItsOwnerAndWhomItsVisibilityNames asks single reads and lists: both say the same, before and after the
// consent is withdrawn.
func TestTask_isReadByItsOwnerAndWhomItsVisibilityNames(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		b.people.knows("cci")
		c := b.opened()
		company := c.GetCompany().GetCompanyId()
		readers := b.everybody(company)
		readers["cci colleague"] = b.another("cci")
		as := b.as("myriapolis")
		tasks := map[string]struct {
			task *supportv1.Task
			read string
		}{
			"reminder":              {b.task(as, &supportv1.Task{}), "author"},
			"of the body":           {b.task(as, &supportv1.Task{OwnerBodyId: "mine"}), "author colleague client coordinator"},
			"of a case":             {b.task(as, &supportv1.Task{CaseId: c.GetCaseId()}), "author colleague client coordinator cci cci_colleague"},
			"personal of a case":    {b.task(as, &supportv1.Task{CaseId: c.GetCaseId(), Visibility: visibilities["personal"]}), "author"},
			"given to a person":     {b.task(as, &supportv1.Task{CaseId: c.GetCaseId(), OwnerPersonId: "per_cci", Visibility: visibilities["body"]}), "author colleague client coordinator cci"},
			"given to a body":       {b.task(as, &supportv1.Task{CaseId: c.GetCaseId(), OwnerBodyId: "cci", Visibility: visibilities["body"]}), "author colleague client coordinator cci cci_colleague"},
			"of the company":        {b.task(as, &supportv1.Task{CaseId: c.GetCaseId(), OwnerCompanyId: company}), "author colleague client coordinator cci cci_colleague company"},
			"public recommendation": {b.task(as, &supportv1.Task{CaseId: c.GetCaseId(), Recommendation: true, Visibility: visibilities["company"]}), "author colleague client coordinator cci cci_colleague company"},
			"inner recommendation":  {b.task(as, &supportv1.Task{CaseId: c.GetCaseId(), Recommendation: true}), "author colleague client coordinator cci cci_colleague"},
		}
		look := func() {
			for who, ctx := range readers {
				list, err := b.Tasks.ListTasks(ctx, &supportv1.ListTasksRequest{PageSize: 200})
				if err != nil {
					t.Fatal(err)
				}
				for name, one := range tasks {
					may := slices.Contains(strings.Fields(one.read), strings.ReplaceAll(who, " ", "_"))
					_, err := b.Tasks.GetTask(ctx, &supportv1.GetTaskRequest{TaskId: one.task.GetTaskId()})
					if may != (err == nil) || err != nil && !errs.Is(err, "NOT_FOUND") {
						t.Errorf("%s read by %s: %v", name, who, err)
					}
					if listed := slices.ContainsFunc(list.GetTasks(), func(x *supportv1.Task) bool { return x.GetTaskId() == one.task.GetTaskId() }); listed != may {
						t.Errorf("%s in the list of %s: %v", name, who, listed)
					}
				}
			}
		}
		look()
		b.withdraw(c.GetCaseId(), "cci")
		for name, one := range tasks {
			one.read = strings.ReplaceAll(strings.ReplaceAll(one.read, " cci_colleague", ""), " cci", "")
			tasks[name] = one
		}
		look()
	})
}

func TestTask_ownerMustSeeIt(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		b.people.knows("agglo", "cci")
		c := b.opened()
		company := c.GetCompany().GetCompanyId()
		for _, one := range []struct {
			task   *supportv1.Task
			reason string
		}{
			{&supportv1.Task{CaseId: c.GetCaseId(), OwnerPersonId: "per_agglo"}, "OWNER_NOT_IN_CASE"},
			{&supportv1.Task{CaseId: c.GetCaseId(), OwnerBodyId: "agglo"}, "OWNER_NOT_IN_CASE"},
			{&supportv1.Task{CaseId: c.GetCaseId(), OwnerPersonId: "per_nobody"}, "UNKNOWN_PERSON"},
			{&supportv1.Task{CaseId: c.GetCaseId(), OwnerCompanyId: "com_00000000000000000000000000"}, "OWNER_NOT_IN_CASE"},
			{&supportv1.Task{OwnerPersonId: "per_cci"}, "OWNER_NOT_IN_CASE"},
			{&supportv1.Task{CaseId: c.GetCaseId(), OwnerPersonId: "per_cci", OwnerBodyId: "cma"}, "OWNER_NOT_IN_CASE"},
		} {
			one.task.Title = "Appeler"
			if _, err := b.Tasks.CreateTask(b.as("myriapolis"), &supportv1.CreateTaskRequest{Task: one.task}); !errs.Is(err, one.reason) {
				t.Errorf("%v: %v, want %s", one.task, err, one.reason)
			}
		}
		_, err := b.Tasks.CreateTask(b.as("myriapolis"), &supportv1.CreateTaskRequest{Task: &supportv1.Task{
			OwnerCompanyId: company, OwnerBodyId: "cci", Visibility: visibilities["partners"], RemindTime: timestamppb.New(b.clock.Now()),
		}})
		refused, _ := errs.As(err)
		var paths []string
		for _, f := range refused.Fields {
			paths = append(paths, strings.TrimPrefix(f.Path, "task."))
		}
		if strings.Join(paths, " ") != "title ownerCompanyId caseId visibility visibility remindTime" {
			t.Errorf("%v", paths)
		}
		if _, err := b.Tasks.CreateTask(b.company(company), &supportv1.CreateTaskRequest{Task: &supportv1.Task{Title: "Envoyer le bilan", CaseId: c.GetCaseId()}}); err != nil {
			t.Errorf("the company writes its own: %v", err)
		}
	})
}

func TestTask_movesAsTheMachineSays(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		c := b.opened()
		company := c.GetCompany().GetCompanyId()
		r := b.task(b.as("myriapolis"), &supportv1.Task{CaseId: c.GetCaseId(), OwnerCompanyId: company, Recommendation: true, Title: "Voir l'Adie"})
		if r.GetStatusLabel() != "Proposée" || r.GetVisibility() != visibilities["company"] {
			t.Errorf("%v", r)
		}
		if _, err := b.Tasks.CompleteTask(b.as("cci"), &supportv1.CompleteTaskRequest{TaskId: r.GetTaskId()}); !errs.Is(err, "NOT_YOUR_TASK") {
			t.Errorf("by a body that only reads it: %v", err)
		}
		got, err := b.Tasks.StartTask(b.company(company), &supportv1.StartTaskRequest{TaskId: r.GetTaskId()})
		if err != nil || got.GetStatusLabel() != "En cours" || !slices.Contains(got.GetAllowedActions(), "complete") {
			t.Errorf("%v, %v", got, err)
		}
		if got, err = b.Tasks.CompleteTask(b.company(company), &supportv1.CompleteTaskRequest{TaskId: r.GetTaskId()}); err != nil || got.GetStatusLabel() != "Faite" {
			t.Errorf("%v, %v", got, err)
		}
		_, err = b.Tasks.DismissTask(b.as("myriapolis"), &supportv1.DismissTaskRequest{TaskId: r.GetTaskId()})
		if refused, _ := errs.As(err); !errs.Is(err, "ILLEGAL_TRANSITION") || len(refused.Moves) != 1 || refused.Moves[0].Action != "reopen" {
			t.Errorf("dismissed when done: %v", err)
		}
		if _, err = b.Tasks.ReopenTask(b.as("myriapolis"), &supportv1.ReopenTaskRequest{TaskId: r.GetTaskId()}); err != nil {
			t.Error(err)
		}
		if got, err = b.Tasks.DismissTask(b.company(company), &supportv1.DismissTaskRequest{TaskId: r.GetTaskId(), Note: "Déjà suivis"}); err != nil || got.GetStatusLabel() != "Sans objet" || got.GetDismissNote() != "Déjà suivis" {
			t.Errorf("%v, %v", got, err)
		}
		open, err := b.Tasks.CountTasks(b.as("myriapolis"), &supportv1.CountTasksRequest{Filter: `caseId = "` + c.GetCaseId() + `" AND open = true`})
		if err != nil || open.GetCount() != 0 {
			t.Errorf("%v, %v", open, err)
		}
	})
}

func TestTask_remindsItsOwnerOnce(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		b.people.knows("cci")
		c := b.opened()
		at := b.clock.Now().Add(time.Hour)
		task := b.task(b.as("myriapolis"), &supportv1.Task{CaseId: c.GetCaseId(), OwnerPersonId: "per_cci", DueDate: "2026-11-25", RemindTime: timestamppb.New(at)})
		done := b.task(b.as("myriapolis"), &supportv1.Task{RemindTime: timestamppb.New(at)})
		if _, err := b.Tasks.CompleteTask(b.as("myriapolis"), &supportv1.CompleteTaskRequest{TaskId: done.GetTaskId()}); err != nil {
			t.Fatal(err)
		}
		if n := b.count("task_given", "person:per_cci"); n != 1 {
			t.Errorf("told %d times that it is theirs", n)
		}
		fire := func() {
			t.Helper()
			if _, err := schedule.NewRunner(b.store, b.service.Timers, slog.New(slog.DiscardHandler)).Fire(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		b.clock.Advance(2 * time.Hour)
		fire()
		b.clock.Advance(-time.Hour) // the machine's clock is set back
		fire()
		if cci, me := b.count("task_reminder", "person:per_cci"), b.count("task_reminder", "person:per_myriapolis"); cci != 1 || me != 0 {
			t.Errorf("reminded %d times, and %d times of what is done", cci, me)
		}
		later := &supportv1.UpdateTaskRequest{
			Task: &supportv1.Task{TaskId: task.GetTaskId(), OwnerPersonId: "me", RemindTime: timestamppb.New(b.clock.Now().Add(3 * time.Hour))}, UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"owner_person_id", "remind_time"}},
		}
		if got, err := b.Tasks.UpdateTask(b.as("myriapolis"), later); err != nil || got.GetOwnerPersonId() != "per_myriapolis" || got.GetOwnerBodyId() != "myriapolis" {
			t.Fatalf("%v, %v", got, err)
		}
		b.clock.Advance(4 * time.Hour)
		fire()
		if n := b.count("task_reminder", "person:per_myriapolis"); n != 1 {
			t.Errorf("the new owner was reminded %d times", n)
		}
	})
}

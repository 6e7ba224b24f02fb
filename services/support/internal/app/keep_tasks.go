package app

import (
	"slices"

	"google.golang.org/protobuf/types/known/fieldmaskpb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/patch"
	"hup.example/services/kit/schedule"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// TaskRemind is the timer that reminds the owner of a task; its key is the task.
const TaskRemind = "task.remind"

// KeepTasks writes tasks down and moves them.
type KeepTasks struct{ File }

// Add writes one; sent again with its own request id, it answers the one that was written.
func (u KeepTasks) Add(tx *kit.Tx, said *supportv1.Task, people domain.Roster) (*domain.Task, error) {
	known, err := tx.Once(said.GetClientRequestId())
	if err != nil {
		return nil, err
	}
	if known != "" {
		return store.Tasks.Get(tx, known)
	}
	var c *domain.Case
	if said.GetCaseId() != "" {
		if c, err = u.File.visible(tx, said.GetCaseId()); err != nil {
			return nil, err
		}
	}
	t, err := domain.NewTask(tx.Actor.Territory, tx.Actor, c, said, tx.Now)
	if err != nil {
		return nil, err
	}
	if err := t.Tidy(tx.Actor, c, true, tx.Now); err != nil {
		return nil, err
	}
	if err := t.Own(tx.Actor, c, people); err != nil {
		return nil, err
	}
	t.Created(tx.Actor)
	if err := u.put(tx, t); err != nil {
		return nil, err
	}
	return t, tx.Made(said.GetClientRequestId(), t.ID)
}

// Change changes fields of a task that is not over.
func (u KeepTasks) Change(tx *kit.Tx, said *supportv1.Task, mask *fieldmaskpb.FieldMask, people domain.Roster) (*domain.Task, error) {
	t, c, err := u.target(tx, said.GetTaskId(), "update")
	if err != nil {
		return nil, err
	}
	owner := MeansOwner(said, mask)
	if owner { // another owner takes the place of the one before, whatever it is
		t.State.OwnerPersonId, t.State.OwnerBodyId, t.State.OwnerCompanyId = "", "", ""
	}
	fields, err := patch.Apply(t.State, said, mask, "task_id", domain.TaskFields...)
	if err != nil || len(fields) == 0 && !owner {
		return t, err
	}
	if err := t.Tidy(tx.Actor, c, slices.Contains(fields, "remindTime"), tx.Now); err != nil {
		return nil, err
	}
	if owner {
		if err := t.Own(tx.Actor, c, people); err != nil {
			return nil, err
		}
	}
	t.Changed(tx.Actor, fields)
	return t, u.put(tx, t)
}

// MeansOwner says whether an update names another owner.
func MeansOwner(said *supportv1.Task, mask *fieldmaskpb.FieldMask) bool {
	return slices.ContainsFunc([]string{"owner_person_id", "owner_body_id", "owner_company_id"}, func(f string) bool { return patch.Means(said, mask, f) })
}

// Move takes an action that changes the status.
func (u KeepTasks) Move(tx *kit.Tx, id, action, note string) (*domain.Task, error) {
	t, _, err := u.target(tx, id, action)
	if err != nil {
		return nil, err
	}
	if err := t.Move(tx.Actor, action, note, tx.Now); err != nil {
		return nil, err
	}
	return t, u.put(tx, t)
}

// target is a task that the actor sees and may act on, with its case.
func (u KeepTasks) target(tx *kit.Tx, id, action string) (*domain.Task, *domain.Case, error) {
	t, err := store.Tasks.Get(tx, id)
	if err != nil {
		return nil, nil, err
	}
	c, err := u.caseOf(tx, t.State.GetCaseId())
	if err != nil {
		return nil, nil, err
	}
	if !t.Visible(tx.Actor, c) {
		return nil, nil, errs.NotFound("task")
	}
	if t, err = store.Tasks.Target(tx, id); err != nil {
		return nil, nil, err
	}
	return t, c, t.Check(tx.Actor, action)
}

// put keeps the task with its reminder.
func (u KeepTasks) put(tx *kit.Tx, t *domain.Task) error {
	if err := store.Tasks.Put(tx, t); err != nil {
		return err
	}
	if at := t.State.GetRemindTime(); at != nil && t.Ongoing() && at.AsTime().After(tx.Now) {
		return schedule.Set(tx, TaskRemind, t.ID, at.AsTime())
	}
	return schedule.Clear(tx, TaskRemind, t.ID)
}

// Remind tells the owner, unless the task is over or its body no longer sees the case.
func (u KeepTasks) Remind(tx *kit.Tx, id string) error {
	t, err := store.Tasks.Get(tx, id)
	if err != nil || !t.Ongoing() {
		return err
	}
	c, err := u.caseOf(tx, t.State.GetCaseId())
	if err != nil || c != nil && c.Consent(t.State.GetOwnerBodyId()).GetWithdrawn() {
		return err
	}
	t.Remind()
	return store.Tasks.Put(tx, t)
}

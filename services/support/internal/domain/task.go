package domain

import (
	"slices"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
)

// Task is something to be done: in a case, or a reminder beside cases.
type Task struct {
	aggregate.Root
	// State is what is known of the task.
	State *supportv1.Task
}

// The facts that a task states.
type (
	// TaskCreated: something is to be done.
	TaskCreated struct{ Task *supportv1.Task }
	// TaskUpdated: the fields, named as in the JSON, have new values.
	TaskUpdated struct {
		Task   *supportv1.Task
		Fields []string
	}
	// TaskMoved: it went from one status to another.
	TaskMoved struct {
		Task     *supportv1.Task
		From, To supportv1.TaskStatus
		Note     string
	}
)

// TaskFields are the fields of a task that may be changed.
var TaskFields = []string{
	"title", "description", "owner_person_id", "owner_body_id", "owner_company_id", "due_date", "remind_time", "visibility",
}

// NewTask writes a task; c is its case, nil for none. It states nothing yet: Tidy and Own give it to its owner first.
func NewTask(territory string, a actor.Actor, c *Case, said *supportv1.Task, now time.Time) (*Task, error) {
	if c != nil && c.State.GetStatus() == archived {
		return nil, CaseMachine.Refuse(archived, "createTask")
	}
	t := &Task{Root: aggregate.Root{Territory: territory, ID: id.New("tsk")}, State: said}
	said.TaskId, said.AuthorPersonId, said.AuthorBodyId = t.ID, personOf(a), a.BodyID
	if a.Has(actor.CompanyUser) {
		said.AuthorBodyId = ""
	}
	said.Status = taskOpen
	if said.GetRecommendation() {
		said.Status = taskProposed
	}
	said.CreatedTime, said.StatusTime = timestamppb.New(now), timestamppb.New(now)
	return t, nil
}

// Created states the new task once it has its owner.
func (t *Task) Created(a actor.Actor) {
	t.Record(TaskCreated{t.State})
	t.Record(TaskMoved{Task: t.State, To: t.State.GetStatus()})
	t.tellOwner(a)
}

// Changed states the new values of the fields.
func (t *Task) Changed(a actor.Actor, fields []string) {
	t.Record(TaskUpdated{t.State, fields})
	if slices.ContainsFunc(fields, func(f string) bool { return f == "ownerPersonId" || f == "ownerBodyId" || f == "ownerCompanyId" }) {
		t.tellOwner(a)
	}
}

// Check says whether the actor may take the action on the task that it sees.
func (t *Task) Check(a actor.Actor, action string) error {
	if !t.mine(a) {
		return errs.Denied("NOT_YOUR_TASK").With("owner", t.owner())
	}
	return TaskMachine.Check(t.State.GetStatus(), action, a)
}

// Actions are what the actor may do with the task now.
func (t *Task) Actions(a actor.Actor) []string {
	if !t.mine(a) {
		return nil
	}
	return TaskMachine.Allowed(t.State.GetStatus(), a)
}

// taskMoves are the statuses that the actions lead to.
var taskMoves = map[string]supportv1.TaskStatus{"start": taskInProgress, "complete": taskDone, "dismiss": taskDismissed, "reopen": taskOpen}

// Move takes an action that changes the status; the note says why it does not apply.
func (t *Task) Move(a actor.Actor, action, note string, now time.Time) error {
	if err := t.Check(a, action); err != nil {
		return err
	}
	from := t.State.GetStatus()
	t.State.Status, t.State.DismissNote = taskMoves[action], note
	t.State.StatusTime, t.State.UpdatedTime = timestamppb.New(now), timestamppb.New(now)
	t.Record(TaskMoved{Task: t.State, From: from, To: t.State.GetStatus(), Note: note})
	return nil
}

// Ongoing says whether the task is still to be done.
func (t *Task) Ongoing() bool {
	return slices.Contains(taskStatuses{taskProposed, taskOpen, taskInProgress}, t.State.GetStatus())
}

// Visible says whether the actor may read the task: by its visibility, or as its owner who sees the case.
func (t *Task) Visible(a actor.Actor, c *Case) bool {
	s := t.State
	if (Written{s.GetVisibility(), s.GetAuthorPersonId(), s.GetAuthorBodyId()}).Legible(a, c) {
		return true
	}
	return (c == nil || c.Level(a) > Nothing) && t.owns(a)
}

// owns says whether it is the actor's to do.
func (t *Task) owns(a actor.Actor) bool {
	s := t.State
	switch {
	case a.Has(actor.CompanyUser):
		return a.CompanyID != "" && a.CompanyID == s.GetOwnerCompanyId()
	case s.GetOwnerPersonId() != "":
		return personOf(a) == s.GetOwnerPersonId() && a.BodyID == s.GetOwnerBodyId()
	}
	return s.GetOwnerBodyId() != "" && a.Works() && a.BodyID == s.GetOwnerBodyId()
}

// mine says whether the actor may act on it: its owner, those of the author's body, the owner's manager, the coordination.
func (t *Task) mine(a actor.Actor) bool {
	s := t.State
	return t.owns(a) || a.Kind == actor.System || a.Has(actor.HupCoordinator) || a.Works() && a.BodyID != "" && a.BodyID == s.GetAuthorBodyId() ||
		a.Has(actor.BodyManager) && a.BodyID == s.GetOwnerBodyId()
}

// owner is the id of whom it is to do.
func (t *Task) owner() string {
	s := t.State
	for _, id := range []string{s.GetOwnerPersonId(), s.GetOwnerBodyId(), s.GetOwnerCompanyId()} {
		if id != "" {
			return id
		}
	}
	return ""
}

// Remind states that the owner is to be reminded.
func (t *Task) Remind() {
	t.tell(noticeTaskReminder, "remind:"+t.State.GetRemindTime().AsTime().UTC().Format(time.RFC3339))
}

func (t *Task) tellOwner(a actor.Actor) {
	if !t.owns(a) {
		t.tell(noticeTaskGiven, "given:"+t.owner())
	}
}

// tell has the owner told something, once a key.
func (t *Task) tell(template, occasion string) {
	s := t.State
	to := "contact:" + s.GetCaseId()
	switch {
	case s.GetOwnerPersonId() != "":
		to = "person:" + s.GetOwnerPersonId()
	case s.GetOwnerBodyId() != "":
		to = toBody(s.GetOwnerBodyId())
	}
	t.Record(Told{
		Template: template, Recipient: to, Key: t.ID + ":" + occasion, SubjectID: t.ID, CaseID: s.GetCaseId(),
		Params: pairs(nil, "bodyId", s.GetAuthorBodyId(), "dueDate", s.GetDueDate()),
	})
}

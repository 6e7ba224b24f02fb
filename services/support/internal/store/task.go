package store

import (
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/access"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// noDue sorts tasks without a due day behind all others.
const noDue = "9999-12-31"

// Tasks is the table of tasks.
var Tasks = kit.Table[*domain.Task, *supportv1.Task]{
	Name: "task", Kind: "task", Taken: "ALREADY_EXISTS",
	Columns: []kit.Column[*domain.Task]{
		{Name: "case_id", Value: func(t *domain.Task) any { return t.State.GetCaseId() }},
		{Name: "status", Value: func(t *domain.Task) any { return t.State.GetStatus().String() }},
		{Name: "is_open", Value: func(t *domain.Task) any { return t.Ongoing() }},
		{Name: "recommendation", Value: func(t *domain.Task) any { return t.State.GetRecommendation() }},
		{Name: "visibility", Value: func(t *domain.Task) any { return t.State.GetVisibility().String() }},
		{Name: "owner_person_id", Value: func(t *domain.Task) any { return t.State.GetOwnerPersonId() }},
		{Name: "owner_body_id", Value: func(t *domain.Task) any { return t.State.GetOwnerBodyId() }},
		{Name: "owner_company_id", Value: func(t *domain.Task) any { return t.State.GetOwnerCompanyId() }},
		{Name: "author_body_id", Value: func(t *domain.Task) any { return t.State.GetAuthorBodyId() }},
		{Name: "author_person_id", Value: func(t *domain.Task) any { return t.State.GetAuthorPersonId() }},
		{Name: "due_on", Value: func(t *domain.Task) any {
			if t.State.GetDueDate() == "" {
				return noDue
			}
			return t.State.GetDueDate()
		}},
		{Name: "created_us", Value: func(t *domain.Task) any { return clock.Micros(timeOf(t.State.GetCreatedTime())) }},
		{Name: "updated_us", Value: func(t *domain.Task) any { return clock.Micros(timeOf(t.State.GetUpdatedTime())) }},
	},
	Encode: func(t *domain.Task) *supportv1.Task { return t.State },
	Decode: func(m *supportv1.Task) *domain.Task { return &domain.Task{State: m} },
}.Open()

var taskList = &page.List{
	Name: "tasks", Kind: "task", From: "task t",
	Fields: []page.Field{
		{Name: "ownerPersonId", Column: "t.owner_person_id", Word: page.Me},
		{Name: "ownerBodyId", Column: "t.owner_body_id", Word: page.Mine},
		{Name: "ownerCompanyId", Column: "t.owner_company_id"},
		{Name: "authorPersonId", Column: "t.author_person_id", Word: page.Me},
		{Name: "authorBodyId", Column: "t.author_body_id", Word: page.Mine},
		{Name: "caseId", Column: "t.case_id"},
		{Name: "status", Column: "t.status", Kind: page.Enum},
		{Name: "open", Column: "t.is_open", Kind: page.Bool},
		{Name: "recommendation", Column: "t.recommendation", Kind: page.Bool},
		{Name: "visibility", Column: "t.visibility", Kind: page.Enum},
		{Name: "dueDate", Column: "t.due_on"},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	},
	Orders: []page.Order{
		{Name: "dueDate", Column: "t.due_on"},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	},
}

// ListTasks answers a page of the tasks that the actor may see.
func ListTasks(v *kit.View, signer *page.Signer, r page.Request) ([]*domain.Task, string, error) {
	return page.Of(v, Tasks, taskList, signer, r, tasksOf(v.Actor))
}

// CountTasks counts them.
func CountTasks(v *kit.View, filter string) (n int, more bool, err error) {
	return taskList.Count(v, filter, tasksOf(v.Actor))
}

// tasksOf is domain.Task.Visible as a condition. What is for the company is always legible to it.
func tasksOf(a actor.Actor) page.Cond {
	c := legible(a)
	if a.Has(actor.CompanyUser) {
		return c
	}
	const owns = "(t.owner_person_id = ? AND t.owner_person_id <> '' OR t.owner_person_id = '') AND t.owner_body_id = ? AND t.owner_company_id = ''"
	if a.Has(actor.HupCoordinator) {
		c.SQL = "(" + c.SQL + " OR " + owns + ")"
		c.Args = append(c.Args, personOf(a), a.BodyID)
		return c
	}
	c.SQL = "(" + c.SQL + " OR " + owns + " AND (t.case_id = '' OR " + readsCase + "))"
	c.Args = append(c.Args, personOf(a), a.BodyID, access.Reader(a))
	return c
}

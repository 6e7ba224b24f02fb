package events

import (
	supporteventv1 "hup.example/proto/gen/go/hup/support/event/v1"
	"hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// taskFact is the journal entry of a fact about a task. Its context is its case, if it has one.
func taskFact(fact any) (store.Entry, bool) {
	switch f := fact.(type) {
	case domain.TaskCreated:
		t := f.Task
		return of(t.GetCaseId(), &supporteventv1.TaskCreated{
			TaskId: t.GetTaskId(), CaseId: t.GetCaseId(), OwnerPersonId: t.GetOwnerPersonId(), OwnerBodyId: t.GetOwnerBodyId(),
			OwnerCompanyId: t.GetOwnerCompanyId(), Recommendation: t.GetRecommendation(), DueDate: t.GetDueDate(),
			Visibility: t.GetVisibility().String(), AuthorBodyId: t.GetAuthorBodyId(),
		}), true
	case domain.TaskUpdated:
		t := f.Task
		return of(t.GetCaseId(), &supporteventv1.TaskUpdated{
			TaskId: t.GetTaskId(), CaseId: t.GetCaseId(), ChangedFields: f.Fields, Visibility: t.GetVisibility().String(), AuthorBodyId: t.GetAuthorBodyId(),
		}), true
	case domain.TaskMoved:
		t := f.Task
		entry := of(t.GetCaseId(), &supporteventv1.TaskStatusChanged{
			TaskId: t.GetTaskId(), CaseId: t.GetCaseId(), OldStatus: code(f.From), NewStatus: f.To.String(), Terminal: domain.TaskMachine.Terminal(f.To),
			Visibility: t.GetVisibility().String(), AuthorBodyId: t.GetAuthorBodyId(),
		})
		entry.Note = f.Note
		return entry, true
	}
	return store.Entry{}, false
}

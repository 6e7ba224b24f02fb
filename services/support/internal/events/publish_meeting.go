package events

import (
	supporteventv1 "hup.example/proto/gen/go/hup/support/event/v1"
	"hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// meetingFact is the journal entry of a fact about a meeting. What was decided of a case is a line of the case.
func meetingFact(fact any) (store.Entry, bool) {
	switch f := fact.(type) {
	case domain.MeetingChanged:
		return of("", &supporteventv1.MeetingChanged{
			MeetingId: f.Meeting.GetMeetingId(), BodyId: f.Meeting.GetBodyId(), ChangedFields: f.Fields, ItemCount: int32(len(f.Meeting.GetItems())),
		}), true
	case domain.MeetingMoved:
		to := f.Meeting.GetStatus()
		return of("", &supporteventv1.MeetingStatusChanged{
			MeetingId: f.Meeting.GetMeetingId(), BodyId: f.Meeting.GetBodyId(), OldStatus: code(f.From), NewStatus: to.String(),
			Terminal: domain.MeetingMachine.Terminal(to),
		}), true
	case domain.ItemDecided:
		d := f.Item.GetDecision()
		return of(f.Item.GetCaseId(), &supporteventv1.MeetingItemDecided{
			MeetingId: f.MeetingID, CaseId: f.Item.GetCaseId(), Kind: d.GetKind().String(), BodyId: d.GetBodyId(), DueDate: d.GetDueDate(), TaskId: d.GetTaskId(),
		}), true
	}
	return store.Entry{}, false
}

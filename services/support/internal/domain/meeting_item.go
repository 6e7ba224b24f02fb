package domain

import (
	"slices"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
)

// nothingToDo needs no body and no day.
const nothingToDo = supportv1.MeetingDecisionKind_MEETING_DECISION_KIND_NOTHING

// StuckCase is a case that does not get on, and why.
type StuckCase struct {
	CaseID  string
	Reasons []*supportv1.StuckReason
}

// Prepare makes the agenda: the cases that do not get on come in, with why; those that get on go out. What was added by hand or
// decided stays. It says whether that changed anything.
func (m *Meeting) Prepare(stuck []StuckCase, now time.Time) bool {
	before := proto.CloneOf(m.State)
	m.State.MoreStuck = false
	m.State.Items = slices.DeleteFunc(m.State.GetItems(), func(i *supportv1.MeetingItem) bool {
		at := slices.IndexFunc(stuck, func(s StuckCase) bool { return s.CaseID == i.GetCaseId() })
		if at >= 0 {
			i.Reasons = stuck[at].Reasons
		}
		return at < 0 && !i.GetManual() && i.GetDecision() == nil
	})
	for _, s := range stuck {
		if m.itemOf(s.CaseID) != nil {
			continue
		}
		if len(m.State.GetItems()) >= MostItems {
			m.State.MoreStuck = true
			break
		}
		m.State.Items = append(m.State.GetItems(), &supportv1.MeetingItem{
			ItemId: id.New("mti"), CaseId: s.CaseID, Reasons: s.Reasons, AddedTime: timestamppb.New(now),
		})
	}
	return !proto.Equal(before, m.State)
}

func (m *Meeting) itemOf(caseID string) *supportv1.MeetingItem {
	if i := slices.IndexFunc(m.State.GetItems(), func(i *supportv1.MeetingItem) bool { return i.GetCaseId() == caseID }); i >= 0 {
		return m.State.GetItems()[i]
	}
	return nil
}

// Item is an item of the agenda.
func (m *Meeting) Item(itemID string) (*supportv1.MeetingItem, error) {
	i := slices.IndexFunc(m.State.GetItems(), func(i *supportv1.MeetingItem) bool { return i.GetItemId() == itemID })
	if i < 0 {
		return nil, errs.NotFound("meeting_item")
	}
	return m.State.GetItems()[i], nil
}

// Add puts a case on the agenda by hand, with why it does not get on, if it does not; one that is there stays.
func (m *Meeting) Add(c *Case, reasons []*supportv1.StuckReason, now time.Time) error {
	if m.itemOf(c.ID) != nil {
		return nil
	}
	if len(m.State.GetItems()) >= MostItems {
		return errs.State("AGENDA_FULL")
	}
	m.State.Items = append(m.State.GetItems(), &supportv1.MeetingItem{
		ItemId: id.New("mti"), CaseId: c.ID, Reasons: reasons, Manual: true, AddedTime: timestamppb.New(now),
	})
	m.Changed([]string{"items"}, now)
	return nil
}

// Remove takes an item off the agenda, unless something was decided of it.
func (m *Meeting) Remove(item *supportv1.MeetingItem, now time.Time) error {
	if item.GetDecision() != nil {
		return errs.State("ITEM_DECIDED")
	}
	m.State.Items = slices.DeleteFunc(m.State.GetItems(), func(i *supportv1.MeetingItem) bool { return i == item })
	m.Changed([]string{"items"}, now)
	return nil
}

// Deciding checks what is decided of an item; the body in charge of the case has it when none is named. It says whether that is
// the decision already.
func (m *Meeting) Deciding(item *supportv1.MeetingItem, c *Case, d *supportv1.MeetingDecision, now time.Time) (known bool, err error) {
	if d.GetBodyId() == "" && d.GetKind() != nothingToDo {
		d.BodyId = c.State.GetLeadBodyId()
	}
	was := item.GetDecision()
	if was.GetKind() == d.GetKind() && was.GetText() == d.GetText() && was.GetBodyId() == d.GetBodyId() && was.GetDueDate() == d.GetDueDate() {
		return true, nil
	}
	if d.GetKind() == nothingToDo {
		return false, nil
	}
	switch today := calendar.DayOf(now).String(); {
	case d.GetDueDate() == "":
		return false, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "dueDate", Reason: "required"})
	case d.GetDueDate() < today:
		return false, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "dueDate", Reason: "meeting.due_date"})
	}
	if !c.Open() {
		return false, errs.State("CASE_CLOSED_MEANWHILE").With("number", c.State.GetNumber())
	}
	return false, nil
}

// Decide writes down what is done with a case; taskID is the task of the body in charge.
func (m *Meeting) Decide(item *supportv1.MeetingItem, d *supportv1.MeetingDecision, taskID string, now time.Time) {
	d.TaskId, d.DecidedTime = taskID, timestamppb.New(now)
	item.Decision = d
	m.State.UpdatedTime = timestamppb.New(now)
	m.Record(MeetingChanged{m.State, []string{"items"}})
	m.Record(ItemDecided{MeetingID: m.ID, Item: item})
}

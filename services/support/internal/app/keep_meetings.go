package app

import (
	"slices"

	"google.golang.org/protobuf/types/known/fieldmaskpb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/patch"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// KeepMeetings calls meetings and holds them.
type KeepMeetings struct {
	File
	Directory Directory
}

// Add calls a meeting with its agenda; sent again with its own request id, it answers the one that was called.
func (u KeepMeetings) Add(tx *kit.Tx, said *supportv1.Meeting) (*domain.Meeting, error) {
	known, err := tx.Once(said.GetClientRequestId())
	if err != nil {
		return nil, err
	}
	if known != "" {
		return store.Meetings.Get(tx, known)
	}
	m, err := domain.CallMeeting(tx.Actor.Territory, tx.Actor, said, tx.Now)
	if err != nil {
		return nil, err
	}
	if err := u.known(tx, m); err != nil {
		return nil, err
	}
	stuck, err := u.stuck(tx)
	if err != nil {
		return nil, err
	}
	m.Prepare(stuck, tx.Now)
	if err := store.Meetings.Put(tx, m); err != nil {
		return nil, err
	}
	return m, tx.Made(said.GetClientRequestId(), m.ID)
}

// known refuses bodies that there are not.
func (u KeepMeetings) known(tx *kit.Tx, m *domain.Meeting) error {
	for _, p := range m.State.GetParticipants() {
		if _, err := u.Directory.Body(tx, p.GetBodyId()); err != nil {
			return err
		}
	}
	return nil
}

// stuck are the cases that the actor sees and that do not get on, the oldest first.
func (u KeepMeetings) stuck(tx *kit.Tx) ([]domain.StuckCase, error) {
	today := calendar.DayOf(tx.Now)
	maybe, err := store.MaybeStuck(tx, calendar.AddBusinessDays(today, -domain.RerouteDay).End())
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(maybe, func(a, b *domain.Case) int {
		return a.State.GetReceivedTime().AsTime().Compare(b.State.GetReceivedTime().AsTime())
	})
	var stuck []domain.StuckCase
	for _, c := range maybe {
		if reasons := c.Stuck(tx.Now); len(reasons) > 0 && c.Level(tx.Actor) > domain.AsCompany {
			stuck = append(stuck, domain.StuckCase{CaseID: c.ID, Reasons: reasons})
		}
	}
	return stuck, nil
}

// Change changes fields.
func (u KeepMeetings) Change(tx *kit.Tx, said *supportv1.Meeting, mask *fieldmaskpb.FieldMask) (*domain.Meeting, error) {
	return u.act(tx, said.GetMeetingId(), "update", func(m *domain.Meeting) error {
		fields, err := patch.Apply(m.State, said, mask, "meeting_id", domain.MeetingFields...)
		if err != nil || len(fields) == 0 {
			return err
		}
		if err := m.Tidy(tx.Now); err != nil {
			return err
		}
		m.Changed(fields, tx.Now)
		return u.known(tx, m)
	})
}

// Refresh makes the agenda again.
func (u KeepMeetings) Refresh(tx *kit.Tx, id string) (*domain.Meeting, error) {
	return u.act(tx, id, "refreshAgenda", func(m *domain.Meeting) error {
		stuck, err := u.stuck(tx)
		if err != nil {
			return err
		}
		if m.Prepare(stuck, tx.Now) {
			m.Changed([]string{"items"}, tx.Now)
		}
		return nil
	})
}

// AddItem puts a case that the actor sees on the agenda.
func (u KeepMeetings) AddItem(tx *kit.Tx, id, caseID string) (*domain.Meeting, error) {
	return u.act(tx, id, "addItem", func(m *domain.Meeting) error {
		c, err := u.visible(tx, caseID)
		if err != nil {
			return err
		}
		return m.Add(c, c.Stuck(tx.Now), tx.Now)
	})
}

// RemoveItem takes a case off the agenda.
func (u KeepMeetings) RemoveItem(tx *kit.Tx, id, itemID string) (*domain.Meeting, error) {
	return u.act(tx, id, "removeItem", func(m *domain.Meeting) error {
		item, _, err := u.item(tx, m, itemID)
		if err != nil {
			return err
		}
		return m.Remove(item, tx.Now)
	})
}

// item is an item whose case the actor still sees.
func (u KeepMeetings) item(tx *kit.Tx, m *domain.Meeting, itemID string) (*supportv1.MeetingItem, *domain.Case, error) {
	item, err := m.Item(itemID)
	if err != nil {
		return nil, nil, err
	}
	c, err := u.visible(tx, item.GetCaseId())
	if errs.Is(err, "NOT_FOUND") {
		err = errs.NotFound("meeting_item")
	}
	return item, c, err
}

// Decide decides what is done with a case, and writes it into the case.
func (u KeepMeetings) Decide(tx *kit.Tx, r *supportv1.DecideMeetingItemRequest) (*domain.Meeting, error) {
	return u.act(tx, r.GetMeetingId(), "decide", func(m *domain.Meeting) error {
		item, c, err := u.item(tx, m, r.GetItemId())
		if err != nil {
			return err
		}
		d := &supportv1.MeetingDecision{Kind: r.GetKind(), Text: r.GetText(), BodyId: r.GetBodyId(), DueDate: r.GetDueDate()}
		if known, err := m.Deciding(item, c, d, tx.Now); known || err != nil {
			return err
		}
		if err := u.replace(tx, item.GetDecision()); err != nil {
			return err
		}
		task, err := u.entrust(tx, m, c, d)
		if err != nil {
			return err
		}
		m.Decide(item, d, task, tx.Now)
		return nil
	})
}

// The task that a decision is, by its kind.
var taskTitles = map[supportv1.MeetingDecisionKind]string{
	supportv1.MeetingDecisionKind_MEETING_DECISION_KIND_REFER:  "Mettre en relation avec un organisme",
	supportv1.MeetingDecisionKind_MEETING_DECISION_KIND_ASSIGN: "Prendre en charge",
	supportv1.MeetingDecisionKind_MEETING_DECISION_KIND_CLOSE:  "Clore, ou dire pourquoi non",
	supportv1.MeetingDecisionKind_MEETING_DECISION_KIND_WAIT:   "Attendre, puis reprendre",
}

// entrust gives the body in charge its task in the case, and answers which; nothing to do is no task.
func (u KeepMeetings) entrust(tx *kit.Tx, m *domain.Meeting, c *domain.Case, d *supportv1.MeetingDecision) (taskID string, err error) {
	title, todo := taskTitles[d.GetKind()]
	if !todo {
		return "", nil
	}
	held, err := calendar.ParseDay(m.State.GetHeldDate())
	if err != nil {
		return "", err
	}
	t, err := KeepTasks{File: u.File}.Add(tx, &supportv1.Task{
		CaseId: c.ID, Title: "Comité du " + held.InWords() + " : " + title, Description: d.GetText(), OwnerBodyId: d.GetBodyId(), DueDate: d.GetDueDate(),
	}, nil)
	if err != nil {
		return "", err
	}
	return t.ID, nil
}

// replace ends the task of a decision that another one takes the place of.
func (u KeepMeetings) replace(tx *kit.Tx, was *supportv1.MeetingDecision) error {
	if was.GetTaskId() == "" {
		return nil
	}
	t, err := store.Tasks.Get(tx, was.GetTaskId())
	if err != nil || !t.Ongoing() {
		return err
	}
	if err := t.Move(tx.Actor, "dismiss", "Le comité en a décidé autrement.", tx.Now); err != nil {
		return err
	}
	return KeepTasks{File: u.File}.put(tx, t)
}

// Start begins the meeting.
func (u KeepMeetings) Start(tx *kit.Tx, id string) (*domain.Meeting, error) {
	return u.act(tx, id, "start", func(m *domain.Meeting) error {
		m.Start(tx.Now)
		return nil
	})
}

// Close ends the meeting: what all bodies present may see of it goes into the minutes.
func (u KeepMeetings) Close(tx *kit.Tx, id, note string) (*domain.Meeting, error) {
	return u.act(tx, id, "close", func(m *domain.Meeting) error {
		shared := map[string]bool{}
		for _, i := range m.State.GetItems() {
			c, err := u.Cases.Get(tx, i.GetCaseId())
			if err != nil && !errs.Is(err, "NOT_FOUND") {
				return err
			}
			shared[i.GetCaseId()] = err == nil && c.SharedBy(m.Present())
		}
		m.Close(note, func(caseID string) bool { return shared[caseID] }, tx.Now)
		return nil
	})
}

// Cancel calls the meeting off.
func (u KeepMeetings) Cancel(tx *kit.Tx, id, note string) (*domain.Meeting, error) {
	return u.act(tx, id, "cancel", func(m *domain.Meeting) error {
		m.Cancel(note, tx.Now)
		return nil
	})
}

// act does something with a meeting that the actor may know of, and keeps what it states.
func (u KeepMeetings) act(tx *kit.Tx, id, action string, do func(*domain.Meeting) error) (*domain.Meeting, error) {
	m, err := store.Meetings.Get(tx, id)
	if err != nil {
		return nil, err
	}
	if !m.Readable(tx.Actor) {
		return nil, errs.NotFound("meeting")
	}
	if m, err = store.Meetings.Target(tx, id); err != nil {
		return nil, err
	}
	if err := m.Check(tx.Actor, action); err != nil {
		return nil, err
	}
	if err := do(m); err != nil || len(m.Facts()) == 0 {
		return m, err
	}
	return m, store.Meetings.Put(tx, m)
}

package domain

import (
	"cmp"
	"slices"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
)

// Meeting is one comité: bodies go through the cases that do not get on.
type Meeting struct {
	aggregate.Root
	// State is what is known of the meeting. Its items hold nothing that is in their cases.
	State *supportv1.Meeting
}

// The facts that a meeting states.
type (
	// MeetingChanged: it was called, without fields, or the fields, named as in the JSON, have new values.
	MeetingChanged struct {
		Meeting *supportv1.Meeting
		Fields  []string
	}
	// MeetingMoved: it went from one status to another.
	MeetingMoved struct {
		Meeting *supportv1.Meeting
		From    supportv1.MeetingStatus
	}
	// ItemDecided: it was decided what is done with a case.
	ItemDecided struct {
		MeetingID string
		Item      *supportv1.MeetingItem
	}
)

// MeetingFields are the fields of a meeting that may be changed.
var MeetingFields = []string{"title", "held_date", "place", "participants"}

// MostItems is how many cases an agenda takes.
const MostItems = 100

// noticeMeeting tells bodies that take part; noticeMeetingOff that it does not take place.
const (
	noticeMeeting    = "meeting_planned"
	noticeMeetingOff = "meeting_cancelled"
)

// CallMeeting calls a meeting.
func CallMeeting(territory string, a actor.Actor, said *supportv1.Meeting, now time.Time) (*Meeting, error) {
	m := &Meeting{Root: aggregate.Root{Territory: territory, ID: id.New("mtg")}, State: said}
	said.MeetingId, said.Status, said.BodyId, said.AuthorPersonId = m.ID, meetingPlanned, a.BodyID, personOf(a)
	said.Coordinated = a.Has(actor.HupCoordinator)
	said.CreatedTime, said.StatusTime = timestamppb.New(now), timestamppb.New(now)
	if err := m.Tidy(now); err != nil {
		return nil, err
	}
	m.Record(MeetingChanged{Meeting: said})
	m.Record(MeetingMoved{Meeting: said})
	m.tellParticipants(noticeMeeting)
	return m, nil
}

// Tidy refuses what can't be, all at once.
func (m *Meeting) Tidy(now time.Time) error {
	s := m.State
	s.Title = cmp.Or(s.GetTitle(), "Comité")
	var bad []errs.Field
	if s.GetHeldDate() == "" {
		bad = append(bad, errs.Field{Path: "meeting.heldDate", Reason: "required"})
	}
	seen := map[string]bool{s.GetBodyId(): true}
	for _, p := range s.GetParticipants() {
		if seen[p.GetBodyId()] {
			bad = append(bad, errs.Field{Path: "meeting.participants", Reason: "meeting.twice"})
		}
		seen[p.GetBodyId()] = true
	}
	if len(bad) > 0 {
		return errs.Invalid("INVALID_FIELDS", bad...)
	}
	s.UpdatedTime = timestamppb.New(now)
	return nil
}

// Changed states the new values of the fields.
func (m *Meeting) Changed(fields []string, now time.Time) {
	m.State.UpdatedTime = timestamppb.New(now)
	m.Record(MeetingChanged{m.State, fields})
	if slices.Contains(fields, "heldDate") || slices.Contains(fields, "participants") {
		m.tellParticipants(noticeMeeting)
	}
}

// HeldBy says whether the actor holds the meeting: the people of the body that calls it, the coordination.
func (m *Meeting) HeldBy(a actor.Actor) bool {
	return a.Kind == actor.System || a.Has(actor.HupCoordinator) || a.Works() && a.BodyID != "" && a.BodyID == m.State.GetBodyId()
}

// Readable says whether the actor may know of the meeting: who holds it, and the bodies that take part.
func (m *Meeting) Readable(a actor.Actor) bool {
	return m.HeldBy(a) || a.Works() && a.BodyID != "" && slices.ContainsFunc(m.State.GetParticipants(), func(p *supportv1.MeetingParticipant) bool {
		return p.GetBodyId() == a.BodyID
	})
}

// Visible says who may be told what the comité decided of a case: the bodies of the case, not the company, whether they took part
// or not. c is the case.
func (*Meeting) Visible(a actor.Actor, c *Case) bool { return c != nil && c.Level(a) > AsCompany }

// Check says whether the actor may take the action now.
func (m *Meeting) Check(a actor.Actor, action string) error {
	if !m.HeldBy(a) {
		return errs.Denied("NOT_YOUR_MEETING").With("body", m.State.GetBodyId())
	}
	return MeetingMachine.Check(m.State.GetStatus(), action, a)
}

// Actions are what the actor may do with the meeting now.
func (m *Meeting) Actions(a actor.Actor) []string {
	if !m.HeldBy(a) {
		return nil
	}
	return MeetingMachine.Allowed(m.State.GetStatus(), a)
}

// Start begins the meeting.
func (m *Meeting) Start(now time.Time) { m.become(meetingRunning, now) }

// Close ends the meeting. Shared says of a case whether all bodies present may see it: the minutes hold only these.
func (m *Meeting) Close(note string, shared func(caseID string) bool, now time.Time) {
	for _, i := range m.State.GetItems() {
		i.Shared = shared(i.GetCaseId())
	}
	m.State.MinutesNote = note
	m.become(meetingClosed, now)
}

// Cancel calls the meeting off.
func (m *Meeting) Cancel(note string, now time.Time) {
	m.State.ReasonNote = note
	m.become(meetingCancelled, now)
	m.tellParticipants(noticeMeetingOff)
}

func (m *Meeting) become(to supportv1.MeetingStatus, now time.Time) {
	from := m.State.GetStatus()
	m.State.Status, m.State.StatusTime, m.State.UpdatedTime = to, timestamppb.New(now), timestamppb.New(now)
	m.Record(MeetingMoved{m.State, from})
}

// Present are the bodies that were there; the coordination, which sees all cases, apart.
func (m *Meeting) Present() (bodies []string) {
	if !m.State.GetCoordinated() {
		bodies = append(bodies, m.State.GetBodyId())
	}
	for _, p := range m.State.GetParticipants() {
		if !p.GetAbsent() {
			bodies = append(bodies, p.GetBodyId())
		}
	}
	return bodies
}

// SharedBy says whether all these bodies may see the case.
func (c *Case) SharedBy(bodies []string) bool {
	mine := c.Bodies()
	return !slices.ContainsFunc(bodies, func(b string) bool { return !slices.Contains(mine, b) })
}

// tellParticipants tells the bodies that take part: on which day, and nothing of the cases.
func (m *Meeting) tellParticipants(template string) {
	for _, p := range m.State.GetParticipants() {
		m.Record(Told{
			Template: template, Recipient: toBody(p.GetBodyId()), SubjectID: m.ID, Key: m.ID + ":" + occasion(template+":"+p.GetBodyId(), m.Version+1),
			Params: pairs(nil, "bodyId", m.State.GetBodyId(), "heldDate", m.State.GetHeldDate()),
		})
	}
}

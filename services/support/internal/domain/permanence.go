package domain

import (
	"cmp"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
	"hup.example/services/kit/text"
)

// Permanence is a time, often one that comes back, when a body receives companies in a room.
type Permanence struct {
	aggregate.Root
	// State is what is known of the permanence.
	State *supportv1.Permanence
}

// The facts that a permanence states.
type (
	// PermanenceChanged: it was added, without fields, or the fields, named as in the JSON, have new values. Date is the day whose
	// slots were moved or called off.
	PermanenceChanged struct {
		Permanence *supportv1.Permanence
		Fields     []string
		Date       string
	}
	// PermanenceMoved: it went from one status to another.
	PermanenceMoved struct {
		Permanence *supportv1.Permanence
		From       supportv1.PermanenceStatus
	}
)

// PermanenceFields are the fields of a permanence that may be changed.
var PermanenceFields = []string{
	"title", "description", "place", "antenna_id", "room", "recurrence", "slot_minutes", "seats_per_slot", "subject_codes", "from_date", "until_date", "closures",
}

// NewPermanence adds a permanence of the body; what is not said has its usual value.
func NewPermanence(territory string, body *supportv1.PartnerBody, said *supportv1.Permanence, now time.Time) *Permanence {
	p := &Permanence{Root: aggregate.Root{Territory: territory, ID: id.New("pmn")}, State: said}
	said.PermanenceId, said.BodyId, said.Status = p.ID, body.GetPartnerBodyId(), permanenceOpen
	said.HostBodyId = cmp.Or(body.GetHostedByBodyId(), body.GetPartnerBodyId())
	said.FromDate = cmp.Or(said.GetFromDate(), calendar.DayOf(now).String())
	said.CreatedTime, said.UpdatedTime = timestamppb.New(now), timestamppb.New(now)
	return p
}

// Tidy refuses what can't be, all at once, and finds the address of the house that it is held in.
func (p *Permanence) Tidy(host *supportv1.PartnerBody) error {
	s := p.State
	if s.GetSeatsPerSlot() == 0 {
		s.SeatsPerSlot = 1
	}
	bad := p.wrong()
	antenna, known := antennaOf(host, s.GetAntennaId())
	if !known {
		bad = append(bad, errs.Field{Path: "permanence.antennaId", Reason: "permanence.antenna"})
	}
	if len(bad) > 0 {
		return errs.Invalid("INVALID_FIELDS", bad...)
	}
	s.Place = cmp.Or(s.GetPlace(), antenna.GetAddress(), antenna.GetName(), host.GetName())
	return nil
}

// antennaOf finds an antenna of a body; the first for its main house, if it has any.
func antennaOf(host *supportv1.PartnerBody, antennaID string) (*supportv1.Antenna, bool) {
	for _, a := range host.GetAntennas() {
		if antennaID == "" || a.GetAntennaId() == antennaID {
			return a, true
		}
	}
	return nil, antennaID == ""
}

func (p *Permanence) wrong() (bad []errs.Field) {
	s := p.State
	add := func(wrong bool, path, reason string) {
		if wrong {
			bad = append(bad, errs.Field{Path: "permanence." + path, Reason: reason})
		}
	}
	r := s.GetRecurrence()
	add(s.GetTitle() == "", "title", "required")
	add(text.Fold(s.GetRoom()) == "", "room", "required")
	add(len(s.GetSubjectCodes()) == 0, "subjectCodes", "required")
	add(s.GetSlotMinutes() < 5, "slotMinutes", "permanence.slot_minutes")
	add(r.GetFrequency() == 0, "recurrence.frequency", "required")
	dates := r.GetFrequency() == supportv1.Frequency_FREQUENCY_DATES
	add(r.GetFrequency() != 0 && dates == (r.GetWeekday() != 0), "recurrence.weekday", "permanence.weekday")
	add(r.GetFrequency() != 0 && dates != (len(r.GetDates()) > 0), "recurrence.dates", "permanence.dates")
	add((r.GetFrequency() == supportv1.Frequency_FREQUENCY_MONTHLY) != (r.GetWeekOfMonth() != 0), "recurrence.weekOfMonth", "permanence.week_of_month")
	add(r.GetEndMinute() <= r.GetStartMinute(), "recurrence.endMinute", "permanence.end_minute")
	add(r.GetEndMinute() > r.GetStartMinute() && r.GetEndMinute()-r.GetStartMinute() < s.GetSlotMinutes(), "slotMinutes", "permanence.slot_too_long")
	add(s.GetUntilDate() != "" && s.GetUntilDate() < s.GetFromDate(), "untilDate", "DATES_REVERSED")
	for _, c := range s.GetClosures() {
		c.ToDate = cmp.Or(c.GetToDate(), c.GetFromDate())
		add(c.GetToDate() < c.GetFromDate(), "closures", "DATES_REVERSED")
	}
	return bad
}

// RoomKey names the room, whatever its capitals and accents: a room is of a house, and has one permanence at a time.
func (p *Permanence) RoomKey() string {
	return p.State.GetHostBodyId() + "|" + p.State.GetAntennaId() + "|" + text.Fold(p.State.GetRoom())
}

// KeptBy says whether the actor keeps the permanences of a body: its own people, those of the body that hosts its desk, the
// coordination.
func KeptBy(a actor.Actor, bodyID, hostBodyID string) bool {
	return a.Kind == actor.System || a.Has(actor.HupCoordinator) || a.Works() && a.BodyID != "" && (a.BodyID == bodyID || a.BodyID == hostBodyID)
}

// Check says whether the actor may take the action now.
func (p *Permanence) Check(a actor.Actor, action string) error {
	if !KeptBy(a, p.State.GetBodyId(), p.State.GetHostBodyId()) {
		return errs.Denied("NOT_YOUR_PERMANENCE").With("body", p.State.GetBodyId())
	}
	return PermanenceMachine.Check(p.State.GetStatus(), action, a)
}

// Actions are what the actor may do with the permanence now.
func (p *Permanence) Actions(a actor.Actor) []string {
	if !KeptBy(a, p.State.GetBodyId(), p.State.GetHostBodyId()) {
		return nil
	}
	return PermanenceMachine.Allowed(p.State.GetStatus(), a)
}

// Added states the new permanence.
func (p *Permanence) Added() {
	p.Record(PermanenceChanged{Permanence: p.State})
	p.Record(PermanenceMoved{Permanence: p.State})
}

// Updated states the new values of the fields.
func (p *Permanence) Updated(fields []string, now time.Time) {
	p.State.UpdatedTime = timestamppb.New(now)
	p.Record(PermanenceChanged{Permanence: p.State, Fields: fields})
}

// End ends the permanence after a day, today when none is given.
func (p *Permanence) End(lastDate string, now time.Time) error {
	last := cmp.Or(lastDate, calendar.DayOf(now).String())
	if last < calendar.DayOf(now).String() {
		return errs.Invalid("INVALID_FIELDS", errs.Field{Path: "lastDate", Reason: "permanence.last_date"})
	}
	from := p.State.GetStatus()
	p.State.UntilDate, p.State.Status = last, permanenceEnded
	p.State.UpdatedTime = timestamppb.New(now)
	p.Record(PermanenceChanged{Permanence: p.State, Fields: []string{"untilDate"}})
	p.Record(PermanenceMoved{Permanence: p.State, From: from})
	return nil
}

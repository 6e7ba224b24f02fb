package domain

import (
	"cmp"
	"slices"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
)

// Appointment is a slot of a permanence that a company has booked.
type Appointment struct {
	aggregate.Root
	// State is what is known of the appointment.
	State *supportv1.Appointment
}

// The facts that an appointment states.
type (
	// AppointmentBooked: somebody comes.
	AppointmentBooked struct{ Appointment *supportv1.Appointment }
	// AppointmentChanged: the fields, named as in the JSON, have new values.
	AppointmentChanged struct {
		Appointment *supportv1.Appointment
		Fields      []string
	}
	// AppointmentMoved: it went from one status to another.
	AppointmentMoved struct {
		Appointment *supportv1.Appointment
		From        supportv1.AppointmentStatus
		Note        string
	}
)

// AppointmentFields are the fields of an appointment that may be changed; another slot is a move.
var AppointmentFields = []string{"note", "subject_code", "remind_two_hours"}

// Guest is who comes: of a case, or a company by itself.
type Guest struct {
	Case *Case
	// Company is the one that comes, when there is no case.
	Company *commonv1.CompanySnapshot
}

// requester names who comes, so that nobody has two seats in a slot.
func (a *Appointment) Requester() string {
	return cmp.Or(a.State.GetCompanyId(), a.State.GetProjectLeaderId(), a.State.GetCaseId())
}

// Book takes a seat of a slot. Who keeps the appointments has seen that it is free.
func Book(territory string, a actor.Actor, p *Permanence, s Slot, seat int32, g Guest, said *supportv1.Appointment, now time.Time) (*Appointment, error) {
	booking := &Appointment{Root: aggregate.Root{Territory: territory, ID: id.New("apt")}, State: said}
	said.AppointmentId, said.Status, said.BodyId, said.HostBodyId = booking.ID, booked, p.State.GetBodyId(), p.State.GetHostBodyId()
	said.AuthorPersonId, said.AuthorBodyId = personOf(a), a.BodyID
	if a.Has(actor.CompanyUser) {
		said.AuthorBodyId = ""
	}
	if g.Case != nil {
		said.Company, said.ProjectLeaderId = g.Case.State.GetCompany(), g.Case.State.GetProjectLeaderId()
		said.SubjectCode = cmp.Or(said.GetSubjectCode(), needed(g.Case, p.State))
	} else {
		said.Company = g.Company
	}
	said.CompanyId = said.GetCompany().GetCompanyId()
	if err := booking.Speak(p.State); err != nil {
		return nil, err
	}
	booking.sit(p.State, s, seat)
	said.CreatedTime, said.UpdatedTime = timestamppb.New(now), timestamppb.New(now)
	booking.Record(AppointmentBooked{said})
	booking.Record(AppointmentMoved{Appointment: said})
	booking.tellCompany(noticeBooked, booking.occasion("booked"))
	if !KeptBy(a, said.GetBodyId(), said.GetHostBodyId()) || a.Has(actor.HupCoordinator) {
		booking.tellHost(noticeBookedHere, booking.occasion("booked_here"))
	}
	return booking, nil
}

// needed is what the case asks for and the permanence treats; empty when there is no such thing.
func needed(c *Case, p *supportv1.Permanence) string {
	for _, n := range c.State.GetNeeds() {
		if slices.Contains(p.GetSubjectCodes(), n.GetSubjectCode()) {
			return n.GetSubjectCode()
		}
	}
	return ""
}

// Speak refuses a subject that the permanence does not treat; the first one stands for none.
func (a *Appointment) Speak(p *supportv1.Permanence) error {
	if a.State.GetSubjectCode() == "" {
		a.State.SubjectCode = p.GetSubjectCodes()[0]
	}
	if !slices.Contains(p.GetSubjectCodes(), a.State.GetSubjectCode()) {
		return errs.State("SUBJECT_NOT_OFFERED").With("subject", a.State.GetSubjectCode())
	}
	return nil
}

// sit puts the appointment in a seat.
func (a *Appointment) sit(p *supportv1.Permanence, s Slot, seat int32) {
	state := a.State
	state.PermanenceId, state.Title, state.Place, state.Room, state.Seat = p.GetPermanenceId(), p.GetTitle(), p.GetPlace(), p.GetRoom(), seat
	state.PlannedTime, state.StartTime, state.EndTime = timestamppb.New(s.Planned), timestamppb.New(s.Start), timestamppb.New(s.End)
}

// HoldsSeat says whether nobody else may have the seat.
func (a *Appointment) HoldsSeat() bool {
	return slices.Contains(appointmentStatuses{booked, done, noShow}, a.State.GetStatus())
}

// Coming says whether somebody is expected, and the time has not come.
func (a *Appointment) Coming(now time.Time) bool {
	return a.State.GetStatus() == booked && a.State.GetStartTime().AsTime().After(now)
}

// KeptBy says whether the actor receives: the body, its host, the coordination.
func (a *Appointment) KeptBy(who actor.Actor) bool {
	return KeptBy(who, a.State.GetBodyId(), a.State.GetHostBodyId())
}

// mine says whether the actor may act on it: who receives; the company its own; the body that booked while it sees the case, and
// the one in charge of the case.
func (a *Appointment) mine(who actor.Actor, c *Case) bool {
	s := a.State
	switch {
	case a.KeptBy(who):
		return true
	case who.Has(actor.CompanyUser):
		return who.CompanyID != "" && who.CompanyID == s.GetCompanyId()
	case c == nil:
		return who.Works() && who.BodyID != "" && who.BodyID == s.GetAuthorBodyId()
	}
	level := c.Level(who)
	return level >= AsOwner || level == AsPartner && who.BodyID == s.GetAuthorBodyId()
}

// Visible says whether the actor may read the appointment; c is its case, nil for none. What is left of the case for those who
// do not see it says Case.Level.
func (a *Appointment) Visible(who actor.Actor, c *Case) bool {
	return a.mine(who, c) || c != nil && c.Level(who) >= AsPartner
}

// keeping are the actions of who receives, or of the body in charge: the company does not say that it came.
var keeping = []string{"complete", "markNoShow"}

// Check says whether the actor may take the action on the appointment that it sees.
func (a *Appointment) Check(who actor.Actor, c *Case, action string) error {
	if !a.mine(who, c) || action == "revoke" && !a.KeptBy(who) {
		return errs.Denied("NOT_YOUR_PERMANENCE").With("body", a.State.GetBodyId())
	}
	return AppointmentMachine.Check(a.State.GetStatus(), action, who)
}

// Actions are what the actor may do with the appointment now.
func (a *Appointment) Actions(who actor.Actor, c *Case, now time.Time) []string {
	if !a.mine(who, c) {
		return nil
	}
	return slices.DeleteFunc(AppointmentMachine.Allowed(a.State.GetStatus(), who), func(action string) bool {
		return action == "revoke" && !a.KeptBy(who) || slices.Contains(keeping, action) && a.ahead(now)
	})
}

func (a *Appointment) ahead(now time.Time) bool { return now.Before(a.State.GetStartTime().AsTime()) }

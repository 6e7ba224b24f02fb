package domain

import (
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
)

// Updated states the new values of the fields.
func (a *Appointment) Updated(fields []string, now time.Time) {
	a.State.UpdatedTime = timestamppb.New(now)
	a.Record(AppointmentChanged{a.State, fields})
}

// TakeSlot moves to another seat: the appointment stays the same one, with where it was before.
func (a *Appointment) TakeSlot(who actor.Actor, p *Permanence, s Slot, seat int32, now time.Time) error {
	a.before(who.BodyID, "", now)
	a.sit(p.State, s, seat)
	if err := a.Speak(p.State); err != nil {
		return err
	}
	a.State.Sequence++
	a.Updated([]string{"permanenceId", "startTime"}, now)
	a.tellCompany(noticeAppointmentMoved, a.occasion("moved"))
	if !a.KeptBy(who) {
		a.tellHost(noticeAppointmentMoved, a.occasion("moved_here"))
	}
	return nil
}

// Follow takes over where and when the permanence holds its slot now, and says whether that is new.
func (a *Appointment) Follow(who actor.Actor, p *supportv1.Permanence, s Slot, note string, now time.Time) bool {
	var fields []string
	if !a.State.GetStartTime().AsTime().Equal(s.Start) {
		fields = append(fields, "startTime")
	}
	if a.State.GetPlace() != p.GetPlace() || a.State.GetRoom() != p.GetRoom() {
		fields = append(fields, "place")
	}
	if len(fields) == 0 {
		return false
	}
	a.before(who.BodyID, note, now)
	a.sit(p, s, a.State.GetSeat())
	a.State.Sequence++
	a.Updated(fields, now)
	a.tellCompany(noticeAppointmentMoved, a.occasion("moved"))
	a.tellAuthor(who, noticeAppointmentMoved)
	return true
}

// before writes down what the appointment was.
func (a *Appointment) before(byBodyID, note string, now time.Time) {
	s := a.State
	s.Changes = append(s.GetChanges(), &supportv1.AppointmentChange{
		Time: timestamppb.New(now), PermanenceId: s.GetPermanenceId(), StartTime: s.GetStartTime(), Status: s.GetStatus(),
		Place: s.GetPlace(), Room: s.GetRoom(), ByBodyId: byBodyID, ReasonNote: note,
	})
}

// Attend says whether the company came; nobody knows before.
func (a *Appointment) Attend(who actor.Actor, action string, now time.Time) error {
	if a.ahead(now) {
		return errs.State("APPOINTMENT_AHEAD").With("when", InWords(a.State.GetStartTime().AsTime()))
	}
	to := done
	if action == "markNoShow" {
		to = noShow
	}
	a.become(who, to, "", now)
	return nil
}

// Excuse calls it off for the company.
func (a *Appointment) Excuse(who actor.Actor, note string, now time.Time) {
	coming := a.Coming(now)
	a.State.ReasonNote = note
	a.State.Sequence++
	a.become(who, excused, note, now)
	if coming && !a.KeptBy(who) {
		a.tellHost(noticeAppointmentExcused, a.occasion("excused"))
	}
}

// Revoke calls it off for the body that receives, and has those told who count on it.
func (a *Appointment) Revoke(who actor.Actor, reason supportv1.AppointmentReason, note string, now time.Time) error {
	if reason == supportv1.AppointmentReason_APPOINTMENT_REASON_OTHER {
		if err := needNote(note); err != nil {
			return err
		}
	}
	a.State.Reason, a.State.ReasonNote = reason, note
	a.State.Sequence++
	a.become(who, revoked, note, now)
	a.tellCompany(noticeAppointmentRevoked, a.occasion("revoked"))
	a.tellAuthor(who, noticeAppointmentRevoked)
	return nil
}

// EndWithCase calls it off because its case has ended, and has all told who count on it.
func (a *Appointment) EndWithCase(who actor.Actor, now time.Time) {
	a.State.Reason, a.State.ReasonNote = supportv1.AppointmentReason_APPOINTMENT_REASON_CASE_ENDED, ""
	a.State.Sequence++
	a.become(who, revoked, "", now)
	a.tellCompany(noticeCaseEnded, a.occasion("case_ended"))
	a.tellAuthor(who, noticeCaseEnded)
	if who.BodyID != a.State.GetBodyId() {
		a.tellHost(noticeCaseEndedHere, a.occasion("case_ended_here"))
	}
}

func (a *Appointment) become(who actor.Actor, to supportv1.AppointmentStatus, note string, now time.Time) {
	a.before(who.BodyID, note, now)
	from := a.State.GetStatus()
	a.State.Status, a.State.UpdatedTime = to, timestamppb.New(now)
	a.Record(AppointmentMoved{Appointment: a.State, From: from, Note: note})
}

// BelongTo gives the appointment to the company that the one that booked was merged into.
func (a *Appointment) BelongTo(company *commonv1.CompanySnapshot, now time.Time) {
	a.State.Company, a.State.CompanyId = company, company.GetCompanyId()
	a.Updated([]string{"companyId"}, now)
}

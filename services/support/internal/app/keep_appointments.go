package app

import (
	"slices"
	"time"

	"google.golang.org/protobuf/types/known/fieldmaskpb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/patch"
	"hup.example/services/kit/schedule"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// The timers that remind of an appointment; their key is the appointment.
const (
	AppointmentDay  = "appointment.day"
	AppointmentSoon = "appointment.soon"
)

// KeepAppointments changes appointments, and says how they went.
type KeepAppointments struct{ File }

// Change changes fields of one that is to come.
func (u KeepAppointments) Change(tx *kit.Tx, said *supportv1.Appointment, mask *fieldmaskpb.FieldMask) (*domain.Appointment, error) {
	return u.act(tx, said.GetAppointmentId(), "update", func(a *domain.Appointment) error {
		fields, err := patch.Apply(a.State, said, mask, "appointment_id", domain.AppointmentFields...)
		if err != nil || len(fields) == 0 {
			return err
		}
		p, err := store.Permanences.Get(tx, a.State.GetPermanenceId())
		if err != nil {
			return err
		}
		if err := a.Speak(p.State); err != nil {
			return err
		}
		a.Updated(fields, tx.Now)
		return nil
	})
}

// Move takes another slot, of the same permanence or of another one of the body.
func (u KeepAppointments) Move(tx *kit.Tx, r *supportv1.MoveAppointmentRequest) (*domain.Appointment, error) {
	return u.act(tx, r.GetAppointmentId(), "move", func(a *domain.Appointment) error {
		if r.GetPermanenceId() == "" {
			r.PermanenceId = a.State.GetPermanenceId()
		}
		p, err := store.Permanences.Get(tx, r.GetPermanenceId())
		if err != nil {
			return err
		}
		if p.State.GetBodyId() != a.State.GetBodyId() {
			return errs.State("OTHER_BODY")
		}
		if err := store.HoldPermanence(tx, p); err != nil {
			return err
		}
		slot, seat, err := freeSeat(tx, p, r.GetStartTime().AsTime(), a.Requester())
		if err != nil {
			return err
		}
		return a.TakeSlot(tx.Actor, p, slot, seat, tx.Now)
	})
}

// Attend says whether the company came: complete, markNoShow.
func (u KeepAppointments) Attend(tx *kit.Tx, id, action string) (*domain.Appointment, error) {
	return u.act(tx, id, action, func(a *domain.Appointment) error { return a.Attend(tx.Actor, action, tx.Now) })
}

// Excuse calls it off for the company.
func (u KeepAppointments) Excuse(tx *kit.Tx, id, note string) (*domain.Appointment, error) {
	return u.act(tx, id, "excuse", func(a *domain.Appointment) error {
		a.Excuse(tx.Actor, note, tx.Now)
		return nil
	})
}

// Revoke calls it off for the body.
func (u KeepAppointments) Revoke(tx *kit.Tx, r *supportv1.RevokeAppointmentRequest) (*domain.Appointment, error) {
	return u.act(tx, r.GetAppointmentId(), "revoke", func(a *domain.Appointment) error {
		return a.Revoke(tx.Actor, r.GetReason(), r.GetReasonNote(), tx.Now)
	})
}

// act does something with an appointment that the actor sees, and keeps what it states.
func (u KeepAppointments) act(tx *kit.Tx, id, action string, do func(*domain.Appointment) error) (*domain.Appointment, error) {
	a, err := store.Appointments.Get(tx, id)
	if err != nil {
		return nil, err
	}
	c, err := u.caseOf(tx, a.State.GetCaseId())
	if err != nil {
		return nil, err
	}
	if !a.Visible(tx.Actor, c) {
		return nil, errs.NotFound("appointment")
	}
	if a, err = store.Appointments.Target(tx, id); err != nil {
		return nil, err
	}
	if err := a.Check(tx.Actor, c, action); err != nil {
		return nil, err
	}
	if err := do(a); err != nil || len(a.Facts()) == 0 {
		return a, err
	}
	return a, putAppointment(tx, a)
}

// putAppointment keeps the appointment with its reminders; whose is not expected is not reminded.
func putAppointment(tx *kit.Tx, a *domain.Appointment) error {
	if err := store.Appointments.Put(tx, a); err != nil {
		return err
	}
	if err := remind(tx, a, AppointmentDay, a.DayBefore()); err != nil {
		return err
	}
	return remind(tx, a, AppointmentSoon, a.HoursBefore())
}

func remind(tx *kit.Tx, a *domain.Appointment, kind string, at time.Time) error {
	if a.Coming(tx.Now) && at.After(tx.Now) {
		return schedule.Set(tx, kind, a.ID, at)
	}
	return schedule.Clear(tx, kind, a.ID)
}

// endWithCase calls off what is to come of a case that has ended, however it ended: the seats are free for others.
func endWithCase(tx *kit.Tx, c *domain.Case) error {
	if !domain.Ended(c.State.GetStatus()) {
		return nil
	}
	coming, err := store.ComingOf(tx, c.ID)
	if err != nil {
		return err
	}
	for _, a := range coming {
		a.EndWithCase(tx.Actor, tx.Now)
		if err := putAppointment(tx, a); err != nil {
			return err
		}
	}
	return nil
}

// RemindDay is the timer of the day before.
func (u KeepAppointments) RemindDay(tx *kit.Tx, id string) error {
	return u.remind(tx, id, (*domain.Appointment).RemindDay)
}

// RemindSoon is the timer of the two hours before.
func (u KeepAppointments) RemindSoon(tx *kit.Tx, id string) error {
	return u.remind(tx, id, (*domain.Appointment).RemindSoon)
}

func (u KeepAppointments) remind(tx *kit.Tx, id string, tell func(*domain.Appointment)) error {
	a, err := store.Appointments.Get(tx, id)
	if err != nil || !a.Coming(tx.Now) {
		return err
	}
	tell(a)
	return store.Appointments.Put(tx, a)
}

// moveAppointment gives an appointment to the company that another one was merged into, unless that has a seat in the slot itself.
func moveAppointment(tx *kit.Tx, id, from string, to *domain.Company) (bool, error) {
	a, err := store.Appointments.Get(tx, id)
	if err != nil || a.State.GetCompanyId() != from {
		return false, err
	}
	taken, err := store.SeatsOf(&tx.View, a.State.GetPermanenceId(), a.State.GetPlannedTime().AsTime())
	if err != nil || a.HoldsSeat() && slices.ContainsFunc(taken, func(s store.Seat) bool { return s.Requester == to.ID }) {
		return false, err
	}
	a.BelongTo(to.Snapshot(), tx.Now)
	return true, store.Appointments.Put(tx, a)
}

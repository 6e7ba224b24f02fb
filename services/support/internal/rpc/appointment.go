package rpc

import (
	"context"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/page"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/app"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// Appointments answers AppointmentService.
type Appointments struct {
	supportv1.UnimplementedAppointmentServiceServer
	Store   *kit.Store
	Signer  *page.Signer
	Present *present.Presenter
	Book    app.BookAppointment
	Keep    app.KeepAppointments
}

// CreateAppointment books a slot.
func (s *Appointments) CreateAppointment(ctx context.Context, r *supportv1.CreateAppointmentRequest) (*supportv1.Appointment, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Appointment, error) { return s.Book.Do(tx, r.GetAppointment()) })
}

// UpdateAppointment changes an appointment.
func (s *Appointments) UpdateAppointment(ctx context.Context, r *supportv1.UpdateAppointmentRequest) (*supportv1.Appointment, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Appointment, error) {
		return s.Keep.Change(tx, r.GetAppointment(), r.GetUpdateMask())
	})
}

// MoveAppointment takes another slot.
func (s *Appointments) MoveAppointment(ctx context.Context, r *supportv1.MoveAppointmentRequest) (*supportv1.Appointment, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Appointment, error) { return s.Keep.Move(tx, r) })
}

// CompleteAppointment says that it was held.
func (s *Appointments) CompleteAppointment(ctx context.Context, r *supportv1.CompleteAppointmentRequest) (*supportv1.Appointment, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Appointment, error) {
		return s.Keep.Attend(tx, r.GetAppointmentId(), "complete")
	})
}

// MarkNoShow says that nobody came.
func (s *Appointments) MarkNoShow(ctx context.Context, r *supportv1.MarkNoShowRequest) (*supportv1.Appointment, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Appointment, error) {
		return s.Keep.Attend(tx, r.GetAppointmentId(), "markNoShow")
	})
}

// ExcuseAppointment calls it off for the company.
func (s *Appointments) ExcuseAppointment(ctx context.Context, r *supportv1.ExcuseAppointmentRequest) (*supportv1.Appointment, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Appointment, error) {
		return s.Keep.Excuse(tx, r.GetAppointmentId(), r.GetReasonNote())
	})
}

// RevokeAppointment calls it off for the body.
func (s *Appointments) RevokeAppointment(ctx context.Context, r *supportv1.RevokeAppointmentRequest) (*supportv1.Appointment, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Appointment, error) { return s.Keep.Revoke(tx, r) })
}

func (s *Appointments) do(ctx context.Context, use func(*kit.Tx) (*domain.Appointment, error)) (*supportv1.Appointment, error) {
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*supportv1.Appointment, error) {
		a, err := use(tx)
		if err != nil {
			return nil, err
		}
		c, err := caseOf(&tx.View, a.State.GetCaseId())
		if err != nil {
			return nil, err
		}
		return s.answer(ctx, &tx.View, a, c)
	})
}

// GetAppointment answers an appointment to those who may see it.
func (s *Appointments) GetAppointment(ctx context.Context, r *supportv1.GetAppointmentRequest) (*supportv1.Appointment, error) {
	view := s.Store.View(ctx)
	a, err := store.Appointments.Get(view, r.GetAppointmentId())
	if err != nil {
		return nil, err
	}
	c, err := caseOf(view, a.State.GetCaseId())
	if err != nil {
		return nil, err
	}
	if !a.Visible(view.Actor, c) {
		return nil, errs.NotFound("appointment")
	}
	return s.answer(ctx, view, a, c)
}

// ListAppointments lists the appointments that the caller may see.
func (s *Appointments) ListAppointments(ctx context.Context, r *supportv1.ListAppointmentsRequest) (*supportv1.ListAppointmentsResponse, error) {
	view := s.Store.View(ctx)
	found, next, err := store.ListAppointments(view, s.Signer, r)
	if err != nil {
		return nil, err
	}
	answer := &supportv1.ListAppointmentsResponse{NextPageToken: next}
	for _, a := range found {
		c, err := caseOf(view, a.State.GetCaseId())
		if err != nil {
			return nil, err
		}
		one, err := s.answer(ctx, view, a, c)
		if err != nil {
			return nil, err
		}
		answer.Appointments = append(answer.Appointments, one)
	}
	return answer, page.Trim(answer.GetAppointments(), r.GetFields())
}

// CountAppointments counts them.
func (s *Appointments) CountAppointments(ctx context.Context, r *supportv1.CountAppointmentsRequest) (*supportv1.Count, error) {
	n, more, err := store.CountAppointments(s.Store.View(ctx), r.GetFilter())
	return &supportv1.Count{Count: int32(n), More: more}, err
}

// answer is the appointment as this caller sees it: without the case for who does not see that, and where it leaves as a file or to
// a partner's system with the name that the company lets be published today.
func (s *Appointments) answer(ctx context.Context, v *kit.View, a *domain.Appointment, c *domain.Case) (*supportv1.Appointment, error) {
	seen := present.Resource(ctx, s.Present, a.State, a.Version)
	seen.AllowedActions = a.Actions(v.Actor, c, v.Now)
	if c != nil && c.Level(v.Actor) == domain.Nothing {
		seen.CaseId = ""
	}
	if who := viewer(ctx, v.Actor); who.Kind != actor.Client && !who.Export || seen.GetCompanyId() == "" {
		return seen, nil
	}
	company, err := store.Companies.Get(v, seen.GetCompanyId())
	if err == nil {
		seen.Company.Name = company.State.GetName() // masked
	}
	return seen, err
}

package rpc

import (
	"context"

	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/page"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/app"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// Permanences answers PermanenceService.
type Permanences struct {
	supportv1.UnimplementedPermanenceServiceServer
	Store   *kit.Store
	Signer  *page.Signer
	Present *present.Presenter
	Keep    app.KeepPermanences
}

// CreatePermanence adds a permanence.
func (s *Permanences) CreatePermanence(ctx context.Context, r *supportv1.CreatePermanenceRequest) (*supportv1.Permanence, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Permanence, error) { return s.Keep.Add(tx, r.GetPermanence()) })
}

// UpdatePermanence changes a permanence.
func (s *Permanences) UpdatePermanence(ctx context.Context, r *supportv1.UpdatePermanenceRequest) (*supportv1.Permanence, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Permanence, error) {
		return s.Keep.Change(tx, r.GetPermanence(), r.GetUpdateMask())
	})
}

// CancelSlots calls off a day, or a slot.
func (s *Permanences) CancelSlots(ctx context.Context, r *supportv1.CancelSlotsRequest) (*supportv1.Permanence, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Permanence, error) { return s.Keep.CancelSlots(tx, r) })
}

// MoveSlots moves a day, or a slot.
func (s *Permanences) MoveSlots(ctx context.Context, r *supportv1.MoveSlotsRequest) (*supportv1.Permanence, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Permanence, error) { return s.Keep.MoveSlots(tx, r) })
}

// EndPermanence ends a permanence.
func (s *Permanences) EndPermanence(ctx context.Context, r *supportv1.EndPermanenceRequest) (*supportv1.Permanence, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Permanence, error) { return s.Keep.End(tx, r) })
}

func (s *Permanences) do(ctx context.Context, use func(*kit.Tx) (*domain.Permanence, error)) (*supportv1.Permanence, error) {
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*supportv1.Permanence, error) {
		p, err := use(tx)
		if err != nil {
			return nil, err
		}
		return s.answer(ctx, tx.Actor, p), nil
	})
}

// GetPermanence answers a permanence with how its appointments ended.
func (s *Permanences) GetPermanence(ctx context.Context, r *supportv1.GetPermanenceRequest) (*supportv1.Permanence, error) {
	view := s.Store.View(ctx)
	p, err := store.Permanences.Get(view, r.GetPermanenceId())
	if err != nil {
		return nil, err
	}
	answer := s.answer(ctx, view.Actor, p)
	if domain.KeptBy(view.Actor, p.State.GetBodyId(), p.State.GetHostBodyId()) {
		answer.Attendance, err = store.AttendanceOf(view, p.ID)
	}
	return answer, err
}

// ListPermanences lists the permanences of the territory.
func (s *Permanences) ListPermanences(ctx context.Context, r *supportv1.ListPermanencesRequest) (*supportv1.ListPermanencesResponse, error) {
	view := s.Store.View(ctx)
	found, next, err := store.ListPermanences(view, s.Signer, r)
	if err != nil {
		return nil, err
	}
	answer := &supportv1.ListPermanencesResponse{NextPageToken: next}
	for _, p := range found {
		answer.Permanences = append(answer.Permanences, s.answer(ctx, view.Actor, p))
	}
	return answer, page.Trim(answer.GetPermanences(), r.GetFields())
}

func (s *Permanences) answer(ctx context.Context, a actor.Actor, p *domain.Permanence) *supportv1.Permanence {
	seen := present.Resource(ctx, s.Present, p.State, p.Version)
	seen.AllowedActions = p.Actions(a)
	return seen
}

// The days that FindSlots answers at once, and when nobody says.
const (
	mostDays  = 92
	usualDays = 28
)

// FindSlots computes the slots of a time with their free seats.
func (s *Permanences) FindSlots(ctx context.Context, r *supportv1.FindSlotsRequest) (*supportv1.PermanenceSlots, error) {
	view := s.Store.View(ctx)
	p, err := store.Permanences.Get(view, r.GetPermanenceId())
	if err != nil {
		return nil, err
	}
	from, to, err := window(r, calendar.DayOf(view.Now))
	if err != nil {
		return nil, err
	}
	body, err := store.PartnerBodies.Get(view, p.State.GetBodyId())
	if err != nil {
		return nil, err
	}
	taken, err := store.SeatsTaken(view, p.ID, from.Start(), to.End())
	if err != nil {
		return nil, err
	}
	plan := domain.Plan{Permanence: p.State, Body: body.State}
	answer := &supportv1.PermanenceSlots{PermanenceId: p.ID, From: from.String(), To: to.String(), ClosedDays: plan.ClosedDays(from, to)}
	for _, slot := range plan.Between(from, to) {
		one := &supportv1.Slot{
			StartTime: timestamppb.New(slot.Start), EndTime: timestamppb.New(slot.End), Date: slot.Date.String(), Seats: p.State.GetSeatsPerSlot(),
		}
		if slot.Start.After(view.Now) {
			one.FreeSeats = max(0, one.GetSeats()-taken[clock.Micros(slot.Planned)])
		}
		if !slot.Planned.Equal(slot.Start) {
			one.PlannedTime = timestamppb.New(slot.Planned)
		}
		answer.Slots = append(answer.Slots, one)
	}
	return answer, nil
}

// window are the days that are asked for.
func window(r *supportv1.FindSlotsRequest, today calendar.Day) (from, to calendar.Day, err error) {
	if from = today; r.GetFrom() != "" {
		if from, err = calendar.ParseDay(r.GetFrom()); err != nil {
			return from, to, err
		}
	}
	if to = from.AddDays(usualDays - 1); r.GetTo() != "" {
		if to, err = calendar.ParseDay(r.GetTo()); err != nil {
			return from, to, err
		}
	}
	switch days := from.DaysUntil(to); {
	case days < 0:
		return from, to, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "to", Reason: "DATES_REVERSED"})
	case days >= mostDays:
		return from, to, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "to", Reason: "slots.too_many_days"})
	}
	return from, to, nil
}

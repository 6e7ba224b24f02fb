package rpc

import (
	"context"
	"time"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/page"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/app"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// PartnerBodies answers PartnerBodyService.
type PartnerBodies struct {
	supportv1.UnimplementedPartnerBodyServiceServer
	Store   *kit.Store
	Signer  *page.Signer
	Present *present.Presenter
}

// GetPartnerBody answers one body.
func (s *PartnerBodies) GetPartnerBody(ctx context.Context, r *supportv1.GetPartnerBodyRequest) (*supportv1.PartnerBody, error) {
	view := s.Store.View(ctx)
	b, err := store.PartnerBodies.Get(view, r.GetPartnerBodyId())
	if err != nil {
		return nil, err
	}
	load, err := store.Load(view, thisWeek(view.Now), []string{b.ID})
	if err != nil {
		return nil, err
	}
	return s.answer(ctx, view.Actor, b, load.Bodies), nil
}

// ListPartnerBodies lists the bodies of the territory.
func (s *PartnerBodies) ListPartnerBodies(ctx context.Context, r *supportv1.ListPartnerBodiesRequest) (*supportv1.ListPartnerBodiesResponse, error) {
	view := s.Store.View(ctx)
	found, next, err := page.Of(view, store.PartnerBodies, store.PartnerBodyList, s.Signer, r)
	if err != nil || len(found) == 0 {
		return &supportv1.ListPartnerBodiesResponse{}, err
	}
	ids := make([]string, len(found))
	for i, b := range found {
		ids[i] = b.ID
	}
	load, err := store.Load(view, thisWeek(view.Now), ids)
	if err != nil {
		return nil, err
	}
	answer := &supportv1.ListPartnerBodiesResponse{NextPageToken: next}
	for _, b := range found {
		answer.PartnerBodies = append(answer.PartnerBodies, s.answer(ctx, view.Actor, b, load.Bodies))
	}
	return answer, page.Trim(answer.GetPartnerBodies(), r.GetFields())
}

// CreatePartnerBody adds a body.
func (s *PartnerBodies) CreatePartnerBody(ctx context.Context, r *supportv1.CreatePartnerBodyRequest) (*supportv1.PartnerBody, error) {
	return s.write(ctx, func(tx *kit.Tx) (*domain.PartnerBody, error) {
		return app.KeepBodies{}.Add(tx, r.GetPartnerBody())
	})
}

// UpdatePartnerBody changes a body.
func (s *PartnerBodies) UpdatePartnerBody(ctx context.Context, r *supportv1.UpdatePartnerBodyRequest) (*supportv1.PartnerBody, error) {
	return s.write(ctx, func(tx *kit.Tx) (*domain.PartnerBody, error) {
		return app.KeepBodies{}.Change(tx, r.GetPartnerBody(), r.GetUpdateMask())
	})
}

func (s *PartnerBodies) write(ctx context.Context, do func(*kit.Tx) (*domain.PartnerBody, error)) (*supportv1.PartnerBody, error) {
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*supportv1.PartnerBody, error) {
		b, err := do(tx)
		if err != nil {
			return nil, err
		}
		load, err := store.Load(&tx.View, thisWeek(tx.Now), []string{b.ID})
		if err != nil {
			return nil, err
		}
		return s.answer(ctx, tx.Actor, b, load.Bodies), nil
	})
}

// answer is the body as this caller sees it: who is away is told to those who work with the bodies only.
func (s *PartnerBodies) answer(ctx context.Context, a actor.Actor, b *domain.PartnerBody, load map[string]int32) *supportv1.PartnerBody {
	seen := present.Resource(ctx, s.Present, b.State, b.Version)
	seen.Load, seen.AllowedActions = load[b.ID], domain.BodyActions(a, b.ID)
	if !a.Works() {
		seen.Absences, seen.Load = nil, 0
	}
	return seen
}

// thisWeek is the first instant of the week in Paris.
func thisWeek(now time.Time) time.Time {
	today := calendar.DayOf(now)
	return today.AddDays(-(int(today.Weekday()) + 6) % 7).Start()
}

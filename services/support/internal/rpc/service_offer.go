package rpc

import (
	"context"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/page"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/app"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// ListServiceOffers lists what a body offers.
func (s *PartnerBodies) ListServiceOffers(ctx context.Context, r *supportv1.ListServiceOffersRequest) (*supportv1.ListServiceOffersResponse, error) {
	view := s.Store.View(ctx)
	if _, err := store.PartnerBodies.Get(view, r.GetPartnerBodyId()); err != nil {
		return nil, err
	}
	found, next, err := page.Of(view, store.ServiceOffers, store.ServiceOfferList, s.Signer, r, store.OffersOf(r.GetPartnerBodyId()))
	if err != nil {
		return nil, err
	}
	answer := &supportv1.ListServiceOffersResponse{NextPageToken: next}
	for _, o := range found {
		answer.ServiceOffers = append(answer.ServiceOffers, s.offer(ctx, view.Actor, o))
	}
	return answer, page.Trim(answer.GetServiceOffers(), r.GetFields())
}

// CreateServiceOffer adds an offer.
func (s *PartnerBodies) CreateServiceOffer(ctx context.Context, r *supportv1.CreateServiceOfferRequest) (*supportv1.ServiceOffer, error) {
	return s.writeOffer(ctx, func(tx *kit.Tx) (*domain.ServiceOffer, error) {
		return app.KeepOffers{}.Add(tx, r.GetPartnerBodyId(), r.GetServiceOffer())
	})
}

// UpdateServiceOffer changes an offer.
func (s *PartnerBodies) UpdateServiceOffer(ctx context.Context, r *supportv1.UpdateServiceOfferRequest) (*supportv1.ServiceOffer, error) {
	return s.writeOffer(ctx, func(tx *kit.Tx) (*domain.ServiceOffer, error) {
		return app.KeepOffers{}.Change(tx, r.GetServiceOffer(), r.GetUpdateMask())
	})
}

func (s *PartnerBodies) writeOffer(ctx context.Context, do func(*kit.Tx) (*domain.ServiceOffer, error)) (*supportv1.ServiceOffer, error) {
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*supportv1.ServiceOffer, error) {
		o, err := do(tx)
		if err != nil {
			return nil, err
		}
		return s.offer(ctx, tx.Actor, o), nil
	})
}

func (s *PartnerBodies) offer(ctx context.Context, a actor.Actor, o *domain.ServiceOffer) *supportv1.ServiceOffer {
	seen := present.Resource(ctx, s.Present, o.State, o.Version)
	if domain.OffersFor(a, seen.GetPartnerBodyId()) {
		seen.AllowedActions = []string{"update"}
	}
	return seen
}

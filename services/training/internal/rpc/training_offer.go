package rpc

import (
	"context"

	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/page"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
	"hup.example/services/training/internal/app"
	"hup.example/services/training/internal/domain"
	"hup.example/services/training/internal/store"
)

// TrainingOffers answers TrainingOfferService. Companies and jobseekers see the published offers, people of bodies all.
type TrainingOffers struct {
	trainingv1.UnimplementedTrainingOfferServiceServer
	Catalogue
	Keep app.KeepOffer
}

// GetTrainingOffer answers one offer.
func (s *TrainingOffers) GetTrainingOffer(ctx context.Context, r *trainingv1.GetTrainingOfferRequest) (*trainingv1.TrainingOffer, error) {
	view := s.Store.View(ctx)
	o, err := store.TrainingOffers.Get(view, r.GetTrainingOfferId())
	if err != nil {
		return nil, err
	}
	if !view.Actor.Works() && !o.Published() {
		return nil, errs.NotFound("training_offer")
	}
	return s.answer(ctx, view.Actor, o), nil
}

// ListTrainingOffers lists the offers that the caller may see.
func (s *TrainingOffers) ListTrainingOffers(ctx context.Context, r *trainingv1.ListTrainingOffersRequest) (*trainingv1.ListTrainingOffersResponse, error) {
	view := s.Store.View(ctx)
	var scope []page.Cond
	if !view.Actor.Works() {
		scope = append(scope, store.ListedOffers)
	}
	found, next, err := page.Of(view, store.TrainingOffers, store.TrainingOfferList, s.Signer, r, scope...)
	if err != nil {
		return nil, err
	}
	answer := &trainingv1.ListTrainingOffersResponse{NextPageToken: next}
	for _, o := range found {
		answer.TrainingOffers = append(answer.TrainingOffers, s.answer(ctx, view.Actor, o))
	}
	return answer, page.Trim(answer.GetTrainingOffers(), r.GetFields())
}

// CreateTrainingOffer writes a draft.
func (s *TrainingOffers) CreateTrainingOffer(ctx context.Context, r *trainingv1.CreateTrainingOfferRequest) (*trainingv1.TrainingOffer, error) {
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*trainingv1.TrainingOffer, error) {
		o, err := s.Keep.Draft(tx, r.GetTrainingOffer())
		if err != nil {
			return nil, err
		}
		return s.answer(ctx, tx.Actor, o), nil
	})
}

// UpdateTrainingOffer changes fields of an offer.
func (s *TrainingOffers) UpdateTrainingOffer(ctx context.Context, r *trainingv1.UpdateTrainingOfferRequest) (*trainingv1.TrainingOffer, error) {
	return s.change(ctx, r.GetTrainingOffer().GetTrainingOfferId(), func(tx *kit.Tx, o *domain.TrainingOffer) error {
		return s.Keep.Change(tx, o, r)
	})
}

// SubmitTrainingOffer sends a draft to be checked.
func (s *TrainingOffers) SubmitTrainingOffer(ctx context.Context, r *trainingv1.SubmitTrainingOfferRequest) (*trainingv1.TrainingOffer, error) {
	return s.change(ctx, r.GetTrainingOfferId(), func(tx *kit.Tx, o *domain.TrainingOffer) error {
		return o.Submit(tx.Actor, r.GetReasonNote(), tx.Now)
	})
}

// PublishTrainingOffer publishes a checked or suspended offer.
func (s *TrainingOffers) PublishTrainingOffer(ctx context.Context, r *trainingv1.PublishTrainingOfferRequest) (*trainingv1.TrainingOffer, error) {
	return s.change(ctx, r.GetTrainingOfferId(), func(tx *kit.Tx, o *domain.TrainingOffer) error {
		return o.Publish(tx.Actor, r.GetReasonNote(), tx.Now)
	})
}

// SuspendTrainingOffer takes an offer out of the lists for a while.
func (s *TrainingOffers) SuspendTrainingOffer(ctx context.Context, r *trainingv1.SuspendTrainingOfferRequest) (*trainingv1.TrainingOffer, error) {
	return s.change(ctx, r.GetTrainingOfferId(), func(tx *kit.Tx, o *domain.TrainingOffer) error {
		return o.Suspend(tx.Actor, r.GetReason(), r.GetReasonNote(), tx.Now)
	})
}

// ArchiveTrainingOffer ends an offer.
func (s *TrainingOffers) ArchiveTrainingOffer(ctx context.Context, r *trainingv1.ArchiveTrainingOfferRequest) (*trainingv1.TrainingOffer, error) {
	return s.change(ctx, r.GetTrainingOfferId(), func(tx *kit.Tx, o *domain.TrainingOffer) error {
		return s.Keep.Archive(tx, o, r.GetReasonNote())
	})
}

func (s *TrainingOffers) change(ctx context.Context, id string, command func(*kit.Tx, *domain.TrainingOffer) error) (*trainingv1.TrainingOffer, error) {
	return change(ctx, s.Store, store.TrainingOffers, id, s.answer, command)
}

func (s *TrainingOffers) answer(ctx context.Context, a actor.Actor, o *domain.TrainingOffer) *trainingv1.TrainingOffer {
	seen := present.Resource(ctx, s.Present, o.State, o.Version)
	seen.AllowedActions = actions(domain.OfferMachine.Allowed(seen.GetStatus(), a), a, o, o.CheckLiving() == nil)
	if !a.Works() {
		seen.ReasonNote = ""
	}
	return seen
}

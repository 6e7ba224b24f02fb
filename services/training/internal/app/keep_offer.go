package app

import (
	"slices"

	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/patch"
	"hup.example/services/kit/store"
	"hup.example/services/training/internal/domain"
)

// KeepOffer drafts, changes and ends training offers.
type KeepOffer struct {
	Bodies   TrainingBodies
	Offers   TrainingOffers
	Sessions TrainingSessions
	// Pending answers the sessions of an offer that are to come or running.
	Pending func(tx *store.Tx, offerID string) ([]string, error)
}

// Draft answers the offer made before when the sender's own request id is known.
func (u KeepOffer) Draft(tx *store.Tx, said *trainingv1.TrainingOffer) (*domain.TrainingOffer, error) {
	known, err := tx.Once(said.GetClientRequestId())
	if err != nil {
		return nil, err
	}
	if known != "" {
		return u.Offers.Get(tx, known)
	}
	if err := Canonical(said); err != nil {
		return nil, err
	}
	if said.GetBodyId() == "" {
		said.BodyId = tx.Actor.BodyID
	}
	o, err := domain.DraftOffer(tx.Actor.Territory, said, tx.Now)
	if err != nil {
		return nil, err
	}
	if _, err := u.Bodies.Get(tx, said.GetTrainingBodyId()); err != nil {
		return nil, unknown(err, "TRAINING_BODY_UNKNOWN")
	}
	if err := u.Offers.Put(tx, o); err != nil {
		return nil, err
	}
	return o, tx.Made(said.GetClientRequestId(), o.ID)
}

// Change changes the fields of the mask, or those present without one. The sessions to come take over the new title.
func (u KeepOffer) Change(tx *store.Tx, o *domain.TrainingOffer, asked *trainingv1.UpdateTrainingOfferRequest) error {
	if err := o.MayChange(tx.Actor); err != nil {
		return err
	}
	if err := o.CheckLiving(); err != nil {
		return err
	}
	if err := Canonical(asked.GetTrainingOffer()); err != nil {
		return err
	}
	changed, err := patch.Apply(o.State, asked.GetTrainingOffer(), asked.GetUpdateMask(), "training_offer_id", domain.OfferFields...)
	if err != nil {
		return err
	}
	if slices.Contains(changed, "trainingBodyId") {
		if _, err := u.Bodies.Get(tx, o.State.GetTrainingBodyId()); err != nil {
			return unknown(err, "TRAINING_BODY_UNKNOWN")
		}
	}
	if slices.Contains(changed, "title") {
		if err := u.tellSessions(tx, o); err != nil {
			return err
		}
	}
	return o.Changed(tx.Actor, changed, tx.Now)
}

func (u KeepOffer) tellSessions(tx *store.Tx, o *domain.TrainingOffer) error {
	pending, err := u.Pending(tx, o.ID)
	if err != nil {
		return err
	}
	for _, id := range pending {
		session, err := u.Sessions.Get(tx, id)
		if err != nil {
			return err
		}
		session.FollowOffer(o.State, tx.Now)
		if _, err := putChanged(tx, u.Sessions, session); err != nil {
			return err
		}
	}
	return nil
}

// Archive ends an offer that has no session to come or running.
func (u KeepOffer) Archive(tx *store.Tx, o *domain.TrainingOffer, note string) error {
	if err := o.Archive(tx.Actor, note, tx.Now); err != nil {
		return err
	}
	pending, err := u.Pending(tx, o.ID)
	if err != nil {
		return err
	}
	if len(pending) > 0 {
		return errs.State("SESSION_PENDING")
	}
	return nil
}

// EndCertification suspends an offer whose certification is over; a timer calls it.
func (u KeepOffer) EndCertification(tx *store.Tx, offerID string) error {
	o, err := u.Offers.Get(tx, offerID)
	if err != nil {
		return err
	}
	if err := o.EndCertification(tx.Actor, tx.Now); err != nil {
		return err
	}
	_, err = putChanged(tx, u.Offers, o)
	return err
}

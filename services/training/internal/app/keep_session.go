package app

import (
	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/patch"
	"hup.example/services/kit/store"
	"hup.example/services/training/internal/domain"
)

// KeepSession plans, opens, changes and cancels training sessions.
type KeepSession struct {
	Offers   TrainingOffers
	Sessions TrainingSessions
	Needs    TrainingNeeds
}

// Plan answers the session made before when the sender's own request id is known.
func (u KeepSession) Plan(tx *store.Tx, said *trainingv1.TrainingSession) (*domain.TrainingSession, error) {
	known, err := tx.Once(said.GetClientRequestId())
	if err != nil {
		return nil, err
	}
	if known != "" {
		return u.Sessions.Get(tx, known)
	}
	if err := Canonical(said); err != nil {
		return nil, err
	}
	if err := domain.Complete(said); err != nil {
		return nil, err
	}
	if said.GetBodyId() == "" {
		said.BodyId = tx.Actor.BodyID
	}
	offer, err := u.Offers.Get(tx, said.GetTrainingOfferId())
	if err != nil {
		return nil, unknown(err, "OFFER_UNKNOWN")
	}
	s, err := domain.PlanSession(offer, said, tx.Now)
	if err != nil {
		return nil, err
	}
	if err := u.Sessions.Put(tx, s); err != nil {
		return nil, err
	}
	return s, tx.Made(said.GetClientRequestId(), s.ID)
}

// Change changes the fields of the mask, or those present without one.
func (u KeepSession) Change(tx *store.Tx, s *domain.TrainingSession, asked *trainingv1.UpdateTrainingSessionRequest) error {
	if err := s.CheckToCome(); err != nil {
		return err
	}
	if err := Canonical(asked.GetTrainingSession()); err != nil {
		return err
	}
	changed, err := patch.Apply(s.State, asked.GetTrainingSession(), asked.GetUpdateMask(), "training_session_id", domain.SessionFields...)
	if err != nil {
		return err
	}
	offer, err := u.Offers.Get(tx, s.State.GetTrainingOfferId())
	if err != nil {
		return err
	}
	return s.Changed(offer, changed, tx.Now)
}

// Open opens a planned session to registrations.
func (u KeepSession) Open(tx *store.Tx, s *domain.TrainingSession, note string) error {
	offer, err := u.Offers.Get(tx, s.State.GetTrainingOfferId())
	if err != nil {
		return err
	}
	return s.Open(tx.Actor, offer, note, tx.Now)
}

// Cancel cancels a session; the needs that it answered look for another answer.
func (u KeepSession) Cancel(tx *store.Tx, s *domain.TrainingSession, reason trainingv1.TrainingSessionCancelReason, note string) error {
	if err := s.Cancel(tx.Actor, reason, note, tx.Now); err != nil {
		return err
	}
	for _, id := range s.State.GetTrainingNeedIds() {
		n, err := u.Needs.Get(tx, id)
		if err != nil {
			return err
		}
		if !n.Open() || n.State.GetTrainingSessionId() != s.ID {
			continue
		}
		// The platform lets go of the need: who cancels a session need not follow the case.
		if err := n.Release(systemOf(tx), reason.String(), tx.Now); err != nil {
			return err
		}
		if err := u.Needs.Put(tx, n); err != nil {
			return err
		}
	}
	return nil
}

package app

import (
	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/store"
	"hup.example/services/training/internal/domain"
)

// ExpressNeed writes down a need that no case asked for.
type ExpressNeed struct{ Needs TrainingNeeds }

// Do answers the need made before when the sender's own request id is known.
func (u ExpressNeed) Do(tx *store.Tx, said *trainingv1.TrainingNeed) (*domain.TrainingNeed, error) {
	known, err := tx.Once(said.GetClientRequestId())
	if err != nil {
		return nil, err
	}
	if known != "" {
		return u.Needs.Target(tx, known)
	}
	if said.GetBodyId() == "" {
		said.BodyId = tx.Actor.BodyID
	}
	n, err := domain.ExpressNeed(tx.Actor.Territory, said, tx.Now)
	if err != nil {
		return nil, err
	}
	if err := u.Needs.Put(tx, n); err != nil {
		return nil, err
	}
	return n, tx.Made(said.GetClientRequestId(), n.ID)
}

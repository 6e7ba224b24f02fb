package app

import (
	"time"

	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/store"
	"hup.example/services/training/internal/domain"
)

// alike is how old a need may be to count as a likely duplicate.
const alike = 30 * 24 * time.Hour

// ExpressNeed writes down a need, and links it with those that are likely the same, both ways. None is merged.
type ExpressNeed struct {
	Needs TrainingNeeds
	// Alike answers the needs that are likely the same, since an instant.
	Alike func(tx *store.Tx, s *trainingv1.TrainingNeed, since time.Time) ([]string, error)
}

// Do answers the need made before when the sender's own request id is known.
func (u ExpressNeed) Do(tx *store.Tx, said *trainingv1.TrainingNeed) (*domain.TrainingNeed, error) {
	known, err := tx.Once(said.GetClientRequestId())
	if err != nil {
		return nil, err
	}
	if known != "" {
		return u.Needs.Get(tx, known)
	}
	if said.GetBodyId() == "" {
		said.BodyId = tx.Actor.BodyID
	}
	n, err := domain.ExpressNeed(tx.Actor.Territory, said, tx.Now)
	if err != nil {
		return nil, err
	}
	if err := u.link(tx, n); err != nil {
		return nil, err
	}
	return n, tx.Made(said.GetClientRequestId(), n.ID)
}

func (u ExpressNeed) link(tx *store.Tx, n *domain.TrainingNeed) error {
	others, err := u.Alike(tx, n.State, tx.Now.Add(-alike))
	if err != nil {
		return err
	}
	n.State.PossibleDuplicateIds = others
	if err := u.Needs.Put(tx, n); err != nil {
		return err
	}
	for _, id := range others {
		other, err := u.Needs.Get(tx, id)
		if err != nil {
			return err
		}
		other.LinkDuplicate(n.ID, tx.Now)
		if _, err := putChanged(tx, u.Needs, other); err != nil {
			return err
		}
	}
	return nil
}

package app

import (
	"time"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

// alike is how long an earlier request of the same company may count as a duplicate.
const alike = 30 * 24 * time.Hour

// ReceiveRequest writes down what a company looks for.
type ReceiveRequest struct {
	Requests LandRequests
	// Recent answers the requests of the same company since an instant.
	Recent func(tx *store.Tx, of *landv1.LandRequest, since time.Time) ([]*domain.LandRequest, error)
}

// Do answers the request made before when the sender's own request id is known. Likely duplicates are told, never merged.
func (u ReceiveRequest) Do(tx *store.Tx, said *landv1.LandRequest) (*domain.LandRequest, error) {
	known, err := tx.Once(said.GetClientRequestId())
	if err != nil {
		return nil, err
	}
	if known != "" {
		return u.Requests.Get(tx, known)
	}
	if said.GetBodyId() == "" {
		said.BodyId = tx.Actor.BodyID
	}
	if said.PossibleDuplicateIds, err = u.duplicates(tx, said); err != nil {
		return nil, err
	}
	r, err := domain.ReceiveLandRequest(tx.Actor.Territory, said, tx.Now)
	if err != nil {
		return nil, err
	}
	if err := u.Requests.Put(tx, r); err != nil {
		return nil, err
	}
	return r, tx.Made(said.GetClientRequestId(), r.ID)
}

func (u ReceiveRequest) duplicates(tx *store.Tx, said *landv1.LandRequest) (ids []string, err error) {
	recent, err := u.Recent(tx, said, tx.Now.Add(-alike))
	for _, other := range recent {
		if domain.Resembles(said.GetNeed(), other.State.GetNeed()) {
			ids = append(ids, other.ID)
		}
	}
	return ids, err
}

package app

import (
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// Messages is where the use cases find and put messages.
type Messages interface {
	Get(from store.Source, id string) (*domain.Message, error)
	Put(tx *store.Tx, m *domain.Message) error
}

// PostMessage writes into the thread of a case.
type PostMessage struct {
	File
	Messages Messages
}

// Do answers the message made before when the sender's own request id is known.
func (u PostMessage) Do(tx *store.Tx, r *supportv1.PostMessageRequest) (*domain.Message, error) {
	known, err := tx.Once(r.GetClientRequestId())
	if err != nil {
		return nil, err
	}
	if known != "" {
		return u.Messages.Get(tx, known)
	}
	c, err := u.visible(tx, r.GetCaseId())
	if err != nil {
		return nil, err
	}
	m, err := u.in(tx, c, r)
	if err != nil {
		return nil, err
	}
	return m, tx.Made(r.GetClientRequestId(), m.ID)
}

// in writes into the thread of a case that is at hand.
func (u PostMessage) in(tx *store.Tx, c *domain.Case, r *supportv1.PostMessageRequest) (*domain.Message, error) {
	m, err := domain.Post(tx.Actor, c, r, tx.Now)
	if err != nil {
		return nil, err
	}
	return m, u.Messages.Put(tx, m)
}

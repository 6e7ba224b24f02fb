package app

import (
	"time"

	"google.golang.org/protobuf/proto"

	"hup.example/services/kit/actor"
	"hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

// Register is the register of one kind of records: how they are made, changed and kept.
type Register[A domain.Record[M], M proto.Message] struct {
	Table *store.Table[A, M]
	// New makes a record out of what was said.
	New func(a actor.Actor, said M, now time.Time) (A, error)
	// Refer checks that what the record refers to exists.
	Refer func(tx *store.Tx, said M) error
	// After does what follows when a record was put; may be nil.
	After func(tx *store.Tx, record A) error
}

// Add makes a record, or answers the one made before when the sender's own request id is known.
func (r Register[A, M]) Add(tx *store.Tx, said M, clientRequestID string) (added A, err error) {
	known, err := tx.Once(clientRequestID)
	if err != nil {
		return added, err
	}
	if known != "" {
		return r.Table.Get(tx, known)
	}
	if err := r.refer(tx, said); err != nil {
		return added, err
	}
	if added, err = r.New(tx.Actor, said, tx.Now); err != nil {
		return added, err
	}
	if err := r.put(tx, added); err != nil {
		return added, err
	}
	return added, tx.Made(clientRequestID, added.Base().ID)
}

// Change gives a record its new state and says whether anything differs; nothing is written when it does not.
func (r Register[A, M]) Change(tx *store.Tx, record A, to M) (changed bool, err error) {
	if err := r.refer(tx, to); err != nil {
		return false, err
	}
	if err := record.Change(tx.Actor, to, tx.Now); err != nil || len(record.Base().Facts()) == 0 {
		return false, err
	}
	return true, r.put(tx, record)
}

func (r Register[A, M]) put(tx *store.Tx, record A) error {
	if err := r.Table.Put(tx, record); err != nil || r.After == nil {
		return err
	}
	return r.After(tx, record)
}

func (r Register[A, M]) refer(tx *store.Tx, said M) error {
	if r.Refer == nil {
		return nil
	}
	return r.Refer(tx, said)
}

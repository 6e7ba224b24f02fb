package app

import (
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

// AppendEntry adds to the ledger of land used up and given back.
type AppendEntry struct{ Entries Records[*domain.ZanEntry] }

// Do appends an entry; asked again by the same sender it answers what the first call made.
func (u AppendEntry) Do(tx *store.Tx, said *landv1.ZanEntry) (*domain.ZanEntry, error) {
	known, err := tx.Once(said.GetClientRequestId())
	if err != nil {
		return nil, err
	}
	if known != "" {
		return u.Entries.Get(tx, known)
	}
	e, err := domain.AppendEntry(tx.Actor, said, tx.Now)
	if err != nil {
		return nil, err
	}
	if err := u.Entries.Put(tx, e); err != nil {
		return nil, err
	}
	return e, tx.Made(said.GetClientRequestId(), e.ID)
}

// Reverse appends the entry that undoes another, and answers it.
func (u AppendEntry) Reverse(tx *store.Tx, entryID, description string) (*domain.ZanEntry, error) {
	e, err := u.Entries.Target(tx, entryID)
	if err != nil {
		return nil, err
	}
	undone, err := e.Reverse(tx.Actor, description, tx.Now)
	if err != nil {
		return nil, err
	}
	if err := u.Entries.Put(tx, undone); err != nil {
		return nil, err
	}
	return undone, u.Entries.Put(tx, e)
}

package app

import (
	"hup.example/services/kit/errs"
	"hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// LinkDuplicate ties cases that are about the same, and unties them. Neither ends.
type LinkDuplicate struct{ File }

// Tie ties two cases, in both.
func (u LinkDuplicate) Tie(tx *store.Tx, caseID, otherID string) (*domain.Case, error) {
	return u.both(tx, caseID, otherID, func(c, other *domain.Case) error { return c.Tie(tx.Actor, other, tx.Now) })
}

// Untie unties two cases, in both.
func (u LinkDuplicate) Untie(tx *store.Tx, caseID, otherID string) (*domain.Case, error) {
	return u.both(tx, caseID, otherID, func(c, other *domain.Case) error { return c.Untie(tx.Actor, other, tx.Now) })
}

func (u LinkDuplicate) both(tx *store.Tx, caseID, otherID string, do func(c, other *domain.Case) error) (*domain.Case, error) {
	c, err := u.target(tx, caseID)
	if err != nil {
		return nil, err
	}
	other, err := u.Cases.Get(tx, otherID)
	if errs.Is(err, "NOT_FOUND") {
		return nil, errs.State("DUPLICATE_TARGET")
	}
	if err != nil {
		return nil, err
	}
	if err := do(c, other); err != nil || len(c.Facts()) == 0 {
		return c, err // tied already
	}
	if err := u.Cases.Put(tx, other); err != nil {
		return nil, err
	}
	return c, u.Cases.Put(tx, c)
}

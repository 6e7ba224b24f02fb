package app

import (
	"hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// RateCase keeps what a company says of the help.
type RateCase struct{ File }

// Do keeps the marks of the four questions.
func (u RateCase) Do(tx *store.Tx, caseID string, marks []int32, comment string) (*domain.Case, error) {
	c, err := u.target(tx, caseID)
	if err != nil {
		return nil, err
	}
	if err := c.Rate(tx.Actor, marks, comment, tx.Now); err != nil {
		return nil, err
	}
	return c, u.Cases.Put(tx, c)
}

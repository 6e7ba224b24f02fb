package app

import (
	"time"

	"hup.example/services/kit/actor"
	"hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// Follow lets the actor be told when the case moves.
func (u WorkOnCase) Follow(tx *store.Tx, caseID string) (*domain.Case, error) {
	return u.following(tx, caseID, (*domain.Case).BeFollowed)
}

// Unfollow ends that.
func (u WorkOnCase) Unfollow(tx *store.Tx, caseID string) (*domain.Case, error) {
	return u.following(tx, caseID, (*domain.Case).BeLeft)
}

func (u WorkOnCase) following(tx *store.Tx, caseID string, do func(*domain.Case, actor.Actor, time.Time) (bool, error)) (*domain.Case, error) {
	c, err := u.target(tx, caseID)
	if err != nil {
		return nil, err
	}
	if changed, err := do(c, tx.Actor, tx.Now); err != nil || !changed {
		return c, err
	}
	return c, u.put(tx, c)
}

package app

import (
	"time"

	"hup.example/services/kit/actor"
	"hup.example/services/kit/store"
	"hup.example/services/recruitment/internal/domain"
)

// FollowPublication does what the days of a publication bring: reminders, the finding that it is unfilled, its end.
type FollowPublication struct{ Needs RecruitmentNeeds }

// Expire ends a need whose last day is over.
func (u FollowPublication) Expire(tx *store.Tx, needID string) error {
	return u.due(tx, needID, (*domain.RecruitmentNeed).Expire)
}

// Remind tells that a need expires soon.
func (u FollowPublication) Remind(tx *store.Tx, needID string) error {
	return u.due(tx, needID, (*domain.RecruitmentNeed).Remind)
}

// DetectUnfilled states that a need is still unfilled.
func (u FollowPublication) DetectUnfilled(tx *store.Tx, needID string) error {
	return u.due(tx, needID, (*domain.RecruitmentNeed).DetectUnfilled)
}

// due leaves alone a need for which the domain finds nothing to do: it was moved since the timer was set.
func (u FollowPublication) due(tx *store.Tx, needID string, do func(*domain.RecruitmentNeed, actor.Actor, time.Time) error) error {
	n, err := u.Needs.Get(tx, needID)
	if err != nil {
		return err
	}
	if err := do(n, tx.Actor, tx.Now); err != nil {
		return err
	}
	return putChanged(tx, u.Needs, n)
}

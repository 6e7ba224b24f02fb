package app

import (
	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/store"
	"hup.example/services/training/internal/domain"
)

// MatchNeed names what answers a need: a published offer, or a session that takes registrations.
type MatchNeed struct {
	Offers   TrainingOffers
	Sessions TrainingSessions
}

// Do links both ways: the session knows the needs that it answers.
func (u MatchNeed) Do(tx *store.Tx, n *domain.TrainingNeed, asked *trainingv1.MatchTrainingNeedRequest) error {
	if asked.GetTrainingSessionId() == "" {
		offer, err := u.Offers.Get(tx, asked.GetTrainingOfferId())
		if err != nil {
			return unknown(err, "OFFER_UNKNOWN")
		}
		if !offer.Published() {
			return errs.State("OFFER_NOT_PUBLISHED")
		}
		return n.Match(tx.Actor, offer.ID, "", asked.GetReasonNote(), tx.Now)
	}
	session, err := u.Sessions.Get(tx, asked.GetTrainingSessionId())
	if err != nil {
		return unknown(err, "SESSION_UNKNOWN")
	}
	if !session.TakesRegistrations() {
		return errs.State("SESSION_NOT_OPEN")
	}
	if err := n.Match(tx.Actor, session.State.GetTrainingOfferId(), session.ID, asked.GetReasonNote(), tx.Now); err != nil {
		return err
	}
	session.Answers(n.ID, tx.Now)
	_, err = putChanged(tx, u.Sessions, session)
	return err
}

// unknown says which of the records that a call names is not there.
func unknown(err error, reason string) error {
	if e, ok := errs.As(err); ok && e.Reason == "NOT_FOUND" {
		return &errs.Error{Code: e.Code, Reason: reason}
	}
	return err
}

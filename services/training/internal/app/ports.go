// Package app holds the use cases of training, one a file.
package app

import (
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/store"
	"hup.example/services/training/internal/domain"
)

// Records is where the use cases find and put aggregates of one kind.
type Records[A aggregate.Aggregate] interface {
	Get(from store.Source, id string) (A, error)
	Put(tx *store.Tx, a A) error
}

// The records of training.
type (
	// TrainingNeeds are the needs.
	TrainingNeeds = Records[*domain.TrainingNeed]
	// TrainingBodies are the training bodies.
	TrainingBodies = Records[*domain.TrainingBody]
	// TrainingOffers are the offers.
	TrainingOffers = Records[*domain.TrainingOffer]
	// TrainingSessions are the sessions.
	TrainingSessions = Records[*domain.TrainingSession]
)

// putChanged puts an aggregate that has something to state.
func putChanged[A aggregate.Aggregate](tx *store.Tx, records Records[A], a A) (changed bool, err error) {
	if len(a.Base().Facts()) == 0 {
		return false, nil
	}
	return true, records.Put(tx, a)
}

// systemOf is the platform itself, in the territory of the transaction.
func systemOf(tx *store.Tx) actor.Actor { return actor.Of(tx.Actor.Territory, "training") }

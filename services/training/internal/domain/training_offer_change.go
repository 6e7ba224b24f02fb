package domain

import (
	"slices"
	"time"

	"google.golang.org/protobuf/proto"

	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/actor"
)

// OfferFields are the fields of a training offer that people may change.
var OfferFields = []string{
	"training_body_id", "title", "objective", "outcomes", "content", "domain", "certification", "entry_level", "entry_level_required", "exit_level",
	"goal", "path", "centre_minutes", "company_minutes", "modality", "rhythm", "work_study", "entry_mode", "prerequisites", "selection",
	"teaching_method", "price", "hourly_price", "remaining_costs", "funders", "handicap_access", "language_code", "places", "contact", "page_url",
	"external_offer_id", "body_id",
}

// MayChange refuses those who do not keep the record.
func (o *TrainingOffer) MayChange(a actor.Actor) error { return keeps(a, o.State.GetBodyId()) }

// Changed holds the rules on fields that were changed, and states it. A published offer whose certification turns out to
// be over leaves the lists.
func (o *TrainingOffer) Changed(a actor.Actor, fields []string, now time.Time) error {
	if len(fields) == 0 {
		return nil
	}
	o.State.UpdatedTime = stamp(now)
	o.Record(OfferUpdated{Offer: o.State, Fields: fields})
	if err := o.settle(); err != nil {
		return err
	}
	return o.EndCertification(a, now)
}

// AddPlace says that the training is also given there, unless that is known.
func (o *TrainingOffer) AddPlace(place *trainingv1.TrainingPlace) (added bool) {
	known := slices.ContainsFunc(o.State.GetPlaces(), func(p *trainingv1.TrainingPlace) bool { return proto.Equal(p, place) })
	if known || len(o.State.GetPlaces()) == maxPlaces {
		return false
	}
	o.State.Places = append(o.State.Places, place)
	return true
}

// maxPlaces is the bound of the contract.
const maxPlaces = 50

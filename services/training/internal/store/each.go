package store

import (
	kit "hup.example/services/kit/store"
	"hup.example/services/training/internal/domain"
)

const (
	selectBodies = `SELECT id FROM training_body WHERE territory = $1 AND id > $2 ORDER BY id LIMIT 500`

	selectSourceOffers = `SELECT id FROM training_offer WHERE territory = $1 AND id > $2 AND external_offer_id IS NOT NULL ORDER BY id LIMIT 500`
)

// EachBody hands over all training bodies of the viewer's territory, by id.
func EachBody(v *kit.View, do func(*domain.TrainingBody) error) error {
	return each(v, selectBodies, func(id string) error {
		b, err := TrainingBodies.Get(v, id)
		if err != nil {
			return err
		}
		return do(b)
	})
}

// EachSourceOffer hands over all offers of the viewer's territory that a list of others named, by id, each with its body.
func EachSourceOffer(v *kit.View, do func(*domain.TrainingOffer, *domain.TrainingBody) error) error {
	return each(v, selectSourceOffers, func(id string) error {
		o, err := TrainingOffers.Get(v, id)
		if err != nil {
			return err
		}
		b, err := TrainingBodies.Get(v, o.State.GetTrainingBodyId())
		if err != nil {
			return err
		}
		return do(o, b)
	})
}

// each reads the ids in portions.
func each(v *kit.View, query string, do func(id string) error) error {
	for after := ""; ; {
		found, err := ids(v, query, v.Actor.Territory, after)
		if err != nil || len(found) == 0 {
			return err
		}
		for _, id := range found {
			if err := do(id); err != nil {
				return err
			}
		}
		after = found[len(found)-1]
	}
}

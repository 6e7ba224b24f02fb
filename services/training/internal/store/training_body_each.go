package store

import (
	kit "hup.example/services/kit/store"
	"hup.example/services/training/internal/domain"
)

const selectBodies = `SELECT id FROM training_body WHERE territory = $1 AND id > $2 ORDER BY id LIMIT 500`

// EachBody hands over all training bodies of the viewer's territory, by id.
func EachBody(v *kit.View, do func(*domain.TrainingBody) error) error {
	for after := ""; ; {
		found, err := ids(v, selectBodies, v.Actor.Territory, after)
		if err != nil || len(found) == 0 {
			return err
		}
		for _, id := range found {
			b, err := TrainingBodies.Get(v, id)
			if err != nil {
				return err
			}
			if err := do(b); err != nil {
				return err
			}
		}
		after = found[len(found)-1]
	}
}

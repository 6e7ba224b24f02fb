package app

import (
	"context"
	"errors"

	"hup.example/services/kit/store"
)

// errDry ends a unit of work that only checks: all that it wrote is taken back.
var errDry = errors.New("nothing is written")

// checking marks the context of a unit of work that only checks.
type checking struct{}

// dry says whether all that the unit of work writes is taken back: it takes no number that would be missed.
func dry(tx *store.Tx) bool { return tx.Ctx.Value(checking{}) != nil }

// Dry makes all the checks of a unit of work, and writes nothing.
func Dry(ctx context.Context, s *store.Store, do func(*store.Tx) error) error {
	err := s.Update(ctx, func(tx *store.Tx) error {
		tx.Ctx = context.WithValue(tx.Ctx, checking{}, true)
		if err := do(tx); err != nil {
			return err
		}
		return errDry
	})
	if errors.Is(err, errDry) {
		return nil
	}
	return err
}

package store

import (
	"context"

	kit "hup.example/services/kit/store"
)

// Rebuild computes the projections of the register again from its records.
func Rebuild(s *kit.Store) func(context.Context) error {
	tables := []interface {
		Rebuild(ctx context.Context, s *kit.Store) error
	}{Zones, Plots, Premises, Brownfields, LandRequests}
	return func(ctx context.Context) error {
		for _, table := range tables {
			if err := table.Rebuild(ctx, s); err != nil {
				return err
			}
		}
		return s.Update(ctx, recountMap)
	}
}

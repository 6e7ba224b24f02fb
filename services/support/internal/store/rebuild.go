package store

import (
	"context"

	kit "hup.example/services/kit/store"
)

// Rebuild computes the projections again from the records: who reads what, keywords, search, what is unique.
func Rebuild(s *kit.Store) func(context.Context) error {
	tables := []interface {
		Rebuild(ctx context.Context, s *kit.Store) error
	}{Companies, ProjectLeaders, PartnerBodies, ServiceOffers, Subjects, Cases, Referrals, Messages, Exchanges, RoutingRules,
		Permanences, Meetings}
	return func(ctx context.Context) error {
		for _, table := range tables {
			if err := table.Rebuild(ctx, s); err != nil {
				return err
			}
		}
		return RebuildRegister(ctx, s)
	}
}

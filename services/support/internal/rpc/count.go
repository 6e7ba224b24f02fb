package rpc

import (
	"context"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/support/internal/store"
)

// CountCases counts the cases that the caller may see.
func (s *Cases) CountCases(ctx context.Context, r *supportv1.CountCasesRequest) (*supportv1.Count, error) {
	n, more, err := store.CountCases(s.Store.View(ctx), r.GetFilter())
	return &supportv1.Count{Count: int32(n), More: more}, err
}

// CountReferrals counts the referrals that the caller may see.
func (s *Referrals) CountReferrals(ctx context.Context, r *supportv1.CountReferralsRequest) (*supportv1.Count, error) {
	n, more, err := store.CountReferrals(s.Store.View(ctx), r.GetFilter())
	return &supportv1.Count{Count: int32(n), More: more}, err
}

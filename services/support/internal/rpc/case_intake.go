package rpc

import (
	"context"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// OpenAtCounter opens a case from what an advisor types at the counter.
func (s *Cases) OpenAtCounter(ctx context.Context, r *supportv1.CounterForm) (*supportv1.OpenCaseResponse, error) {
	s.Prepare(ctx, r.GetCompany().GetSiret())
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*supportv1.OpenCaseResponse, error) {
		c, err := s.Counter.Do(tx, r)
		return s.opened(tx, c, err)
	})
}

// UpdateCase changes fields of a case.
func (s *Cases) UpdateCase(ctx context.Context, r *supportv1.UpdateCaseRequest) (*supportv1.Case, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Case, error) { return s.Update.Do(tx, r.GetCase(), r.GetUpdateMask()) })
}

// LinkDuplicate ties two cases that look the same.
func (s *Cases) LinkDuplicate(ctx context.Context, r *supportv1.LinkDuplicateRequest) (*supportv1.Case, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Case, error) { return s.Link.Tie(tx, r.GetCaseId(), r.GetOtherCaseId()) })
}

// UnlinkDuplicate unties them.
func (s *Cases) UnlinkDuplicate(ctx context.Context, r *supportv1.UnlinkDuplicateRequest) (*supportv1.Case, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Case, error) { return s.Link.Untie(tx, r.GetCaseId(), r.GetOtherCaseId()) })
}

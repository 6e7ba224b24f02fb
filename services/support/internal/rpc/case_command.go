package rpc

import (
	"context"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// do runs a use case and answers the case.
func (s *Cases) do(ctx context.Context, use func(*kit.Tx) (*domain.Case, error)) (*supportv1.Case, error) {
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*supportv1.Case, error) {
		c, err := use(tx)
		if err != nil {
			return nil, err
		}
		return s.answer(ctx, tx.Actor, c), nil
	})
}

// SubmitCase sends a draft.
func (s *Cases) SubmitCase(ctx context.Context, r *supportv1.SubmitCaseRequest) (*supportv1.Case, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Case, error) { return s.Open.Submit(tx, r.GetCaseId()) })
}

// AssignCase gives the case to an advisor, or to another lead body.
func (s *Cases) AssignCase(ctx context.Context, r *supportv1.AssignCaseRequest) (*supportv1.Case, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Case, error) { return s.Work.Assign(tx, r) })
}

// QualifyCase says that the case is in scope.
func (s *Cases) QualifyCase(ctx context.Context, r *supportv1.QualifyCaseRequest) (*supportv1.Case, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Case, error) { return s.Work.Qualify(tx, r) })
}

// TakeChargeOfCase says that the caller's body helps by itself.
func (s *Cases) TakeChargeOfCase(ctx context.Context, r *supportv1.TakeChargeOfCaseRequest) (*supportv1.Case, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Case, error) { return s.End.TakeCharge(tx, r) })
}

// RequestInfo asks the company for something.
func (s *Cases) RequestInfo(ctx context.Context, r *supportv1.RequestInfoRequest) (*supportv1.Case, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Case, error) { return s.Work.RequestInfo(tx, r) })
}

// ProvideInfo takes the company's answer.
func (s *Cases) ProvideInfo(ctx context.Context, r *supportv1.ProvideInfoRequest) (*supportv1.Case, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Case, error) { return s.Work.ProvideInfo(tx, r) })
}

// SetConsents keeps what the company says of the bodies named.
func (s *Cases) SetConsents(ctx context.Context, r *supportv1.SetConsentsRequest) (*supportv1.Case, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Case, error) { return s.Work.SetConsents(tx, r) })
}

// CloseCase ends the case with the outcome that the advisor decides.
func (s *Cases) CloseCase(ctx context.Context, r *supportv1.CloseCaseRequest) (*supportv1.Case, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Case, error) { return s.End.Close(tx, r) })
}

// WithdrawCase ends the case on the company's word.
func (s *Cases) WithdrawCase(ctx context.Context, r *supportv1.WithdrawCaseRequest) (*supportv1.Case, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Case, error) {
		return s.End.Withdraw(tx, r.GetCaseId(), r.GetReason(), r.GetReasonNote())
	})
}

// DeclareInadmissible ends a case that is out of scope.
func (s *Cases) DeclareInadmissible(ctx context.Context, r *supportv1.DeclareInadmissibleRequest) (*supportv1.Case, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Case, error) { return s.End.Inadmissible(tx, r) })
}

// MarkDuplicate ends a case that another one treats.
func (s *Cases) MarkDuplicate(ctx context.Context, r *supportv1.MarkDuplicateRequest) (*supportv1.Case, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Case, error) { return s.End.Duplicate(tx, r) })
}

// ReopenCase puts a closed case back in progress.
func (s *Cases) ReopenCase(ctx context.Context, r *supportv1.ReopenCaseRequest) (*supportv1.Case, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Case, error) { return s.End.Reopen(tx, r) })
}

// ArchiveCase makes a closed case read only.
func (s *Cases) ArchiveCase(ctx context.Context, r *supportv1.ArchiveCaseRequest) (*supportv1.Case, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Case, error) { return s.End.Archive(tx, r.GetCaseId()) })
}

// FollowCase lets the caller be told when the case moves.
func (s *Cases) FollowCase(ctx context.Context, r *supportv1.FollowCaseRequest) (*supportv1.Case, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Case, error) { return s.Work.Follow(tx, r.GetCaseId()) })
}

// UnfollowCase ends that.
func (s *Cases) UnfollowCase(ctx context.Context, r *supportv1.UnfollowCaseRequest) (*supportv1.Case, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Case, error) { return s.Work.Unfollow(tx, r.GetCaseId()) })
}

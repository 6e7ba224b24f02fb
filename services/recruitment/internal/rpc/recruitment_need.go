// Package rpc answers the gRPC calls of recruitment.
package rpc

import (
	"context"

	recruitmentv1 "hup.example/proto/gen/go/hup/recruitment/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/access"
	"hup.example/services/kit/page"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
	"hup.example/services/recruitment/internal/app"
	"hup.example/services/recruitment/internal/domain"
	"hup.example/services/recruitment/internal/store"
)

// RecruitmentNeeds answers RecruitmentNeedService.
type RecruitmentNeeds struct {
	recruitmentv1.UnimplementedRecruitmentNeedServiceServer
	Store   *kit.Store
	Signer  *page.Signer
	Access  *access.Checker
	Present *present.Presenter
	// Support knows the companies and the needs of cases.
	Support supportv1.SupportServiceClient
	Create  app.CreateNeed
}

// GetRecruitmentNeed answers one need: whole to those whose business it is, as an advertisement to the others.
func (s *RecruitmentNeeds) GetRecruitmentNeed(ctx context.Context, r *recruitmentv1.GetRecruitmentNeedRequest) (*recruitmentv1.RecruitmentNeed, error) {
	view := s.Store.View(ctx)
	n, err := store.RecruitmentNeeds.Get(view, r.GetRecruitmentNeedId())
	if err != nil {
		return nil, err
	}
	party, err := s.party(ctx, view.Actor, n)
	if err != nil {
		return nil, err
	}
	seen := s.answer(ctx, view.Actor, n, party)
	return seen, page.Trim([]*recruitmentv1.RecruitmentNeed{seen}, r.GetFields())
}

// ListRecruitmentNeeds lists the needs that the caller may see.
func (s *RecruitmentNeeds) ListRecruitmentNeeds(ctx context.Context, r *recruitmentv1.ListRecruitmentNeedsRequest) (*recruitmentv1.ListRecruitmentNeedsResponse, error) {
	view := s.Store.View(ctx)
	found, next, err := store.List(view, s.Signer, r)
	if err != nil {
		return nil, err
	}
	readable, err := store.ReadableCases(view, casesOf(found))
	if err != nil {
		return nil, err
	}
	answer := &recruitmentv1.ListRecruitmentNeedsResponse{NextPageToken: next}
	for _, n := range found {
		party := owns(view.Actor, n) || follows(view.Actor) && readable[n.State.GetCaseLink().GetCaseId()]
		answer.RecruitmentNeeds = append(answer.RecruitmentNeeds, s.answer(ctx, view.Actor, n, party))
	}
	return answer, page.Trim(answer.GetRecruitmentNeeds(), r.GetFields())
}

// UpdateRecruitmentNeed changes fields of a need.
func (s *RecruitmentNeeds) UpdateRecruitmentNeed(ctx context.Context, r *recruitmentv1.UpdateRecruitmentNeedRequest) (*recruitmentv1.RecruitmentNeed, error) {
	return s.change(ctx, r.GetRecruitmentNeed().GetRecruitmentNeedId(), func(tx *kit.Tx, n *domain.RecruitmentNeed) error {
		return app.UpdateNeed{}.Do(tx, n, r)
	})
}

// SubmitRecruitmentNeed hands a draft to the advisors.
func (s *RecruitmentNeeds) SubmitRecruitmentNeed(ctx context.Context, r *recruitmentv1.SubmitRecruitmentNeedRequest) (*recruitmentv1.RecruitmentNeed, error) {
	return s.change(ctx, r.GetRecruitmentNeedId(), func(tx *kit.Tx, n *domain.RecruitmentNeed) error {
		return n.Submit(tx.Actor, tx.Now)
	})
}

// QualifyRecruitmentNeed says that an advisor checked the need.
func (s *RecruitmentNeeds) QualifyRecruitmentNeed(ctx context.Context, r *recruitmentv1.QualifyRecruitmentNeedRequest) (*recruitmentv1.RecruitmentNeed, error) {
	return s.change(ctx, r.GetRecruitmentNeedId(), func(tx *kit.Tx, n *domain.RecruitmentNeed) error {
		return n.Qualify(tx.Actor, tx.Now)
	})
}

// PublishRecruitmentNeed shows the need.
func (s *RecruitmentNeeds) PublishRecruitmentNeed(ctx context.Context, r *recruitmentv1.PublishRecruitmentNeedRequest) (*recruitmentv1.RecruitmentNeed, error) {
	return s.change(ctx, r.GetRecruitmentNeedId(), func(tx *kit.Tx, n *domain.RecruitmentNeed) error {
		return n.Publish(tx.Actor, r.GetExpiryDate(), tx.Now)
	})
}

// SuspendRecruitmentNeed takes the need back for a while.
func (s *RecruitmentNeeds) SuspendRecruitmentNeed(ctx context.Context, r *recruitmentv1.SuspendRecruitmentNeedRequest) (*recruitmentv1.RecruitmentNeed, error) {
	return s.change(ctx, r.GetRecruitmentNeedId(), func(tx *kit.Tx, n *domain.RecruitmentNeed) error {
		return n.Suspend(tx.Actor, r.GetReason(), r.GetReasonNote(), tx.Now)
	})
}

// ResumeRecruitmentNeed shows a suspended need again.
func (s *RecruitmentNeeds) ResumeRecruitmentNeed(ctx context.Context, r *recruitmentv1.ResumeRecruitmentNeedRequest) (*recruitmentv1.RecruitmentNeed, error) {
	return s.change(ctx, r.GetRecruitmentNeedId(), func(tx *kit.Tx, n *domain.RecruitmentNeed) error {
		return n.Resume(tx.Actor, r.GetExpiryDate(), tx.Now)
	})
}

// RecordHires counts people hired.
func (s *RecruitmentNeeds) RecordHires(ctx context.Context, r *recruitmentv1.RecordHiresRequest) (*recruitmentv1.RecruitmentNeed, error) {
	return s.change(ctx, r.GetRecruitmentNeedId(), func(tx *kit.Tx, n *domain.RecruitmentNeed) error {
		return n.RecordHires(tx.Actor, r, tx.Now)
	})
}

// CancelRecruitmentNeed gives the need up.
func (s *RecruitmentNeeds) CancelRecruitmentNeed(ctx context.Context, r *recruitmentv1.CancelRecruitmentNeedRequest) (*recruitmentv1.RecruitmentNeed, error) {
	return s.change(ctx, r.GetRecruitmentNeedId(), func(tx *kit.Tx, n *domain.RecruitmentNeed) error {
		return n.Cancel(tx.Actor, r.GetReason(), r.GetReasonNote(), tx.Now)
	})
}

// ReopenRecruitmentNeed shows an expired need again.
func (s *RecruitmentNeeds) ReopenRecruitmentNeed(ctx context.Context, r *recruitmentv1.ReopenRecruitmentNeedRequest) (*recruitmentv1.RecruitmentNeed, error) {
	return s.change(ctx, r.GetRecruitmentNeedId(), func(tx *kit.Tx, n *domain.RecruitmentNeed) error {
		return n.Reopen(tx.Actor, r, tx.Now)
	})
}

package rpc

import (
	"context"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/page"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/app"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// Referrals answers ReferralService.
type Referrals struct {
	supportv1.UnimplementedReferralServiceServer
	Store   *kit.Store
	Signer  *page.Signer
	Present *present.Presenter
	Send    app.SendReferral
	Answer  app.AnswerReferral
}

// CreateReferral sends the case to a body.
func (s *Referrals) CreateReferral(ctx context.Context, r *supportv1.CreateReferralRequest) (*supportv1.Referral, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Case, *domain.Referral, error) { return s.Send.Do(tx, r) })
}

// GetReferral answers a referral to those who may see it.
func (s *Referrals) GetReferral(ctx context.Context, r *supportv1.GetReferralRequest) (*supportv1.Referral, error) {
	view := s.Store.View(ctx)
	found, c, err := referralOf(view, r.GetReferralId())
	if err != nil {
		return nil, err
	}
	return s.answer(ctx, view.Actor, c, found), nil
}

// ListReferrals lists the referrals that the caller may see, all or those of a case.
func (s *Referrals) ListReferrals(ctx context.Context, r *supportv1.ListReferralsRequest) (*supportv1.ListReferralsResponse, error) {
	view := s.Store.View(ctx)
	if r.GetCaseId() != "" {
		if _, err := seen(view, r.GetCaseId()); err != nil {
			return nil, err
		}
	}
	found, next, err := store.ListReferrals(view, s.Signer, r, r.GetCaseId())
	if err != nil {
		return nil, err
	}
	answer := &supportv1.ListReferralsResponse{NextPageToken: next}
	for _, referral := range found {
		answer.Referrals = append(answer.Referrals, s.listed(ctx, view.Actor, referral))
	}
	return answer, page.Trim(answer.GetReferrals(), r.GetFields())
}

// ListCaseReferrals lists the referrals of a case that the caller sees, whole.
func (s *Referrals) ListCaseReferrals(ctx context.Context, r *supportv1.ListCaseReferralsRequest) (*supportv1.ListCaseReferralsResponse, error) {
	view := s.Store.View(ctx)
	c, err := seen(view, r.GetCaseId())
	if err != nil {
		return nil, err
	}
	found, next, err := store.ListCaseReferrals(view, s.Signer, r, c.ID)
	if err != nil {
		return nil, err
	}
	answer := &supportv1.ListCaseReferralsResponse{NextPageToken: next}
	for _, referral := range found {
		answer.Referrals = append(answer.Referrals, s.answer(ctx, view.Actor, c, referral))
	}
	return answer, page.Trim(answer.GetReferrals(), r.GetFields())
}

// AssignReferral gives the referral to a person of the body.
func (s *Referrals) AssignReferral(ctx context.Context, r *supportv1.AssignReferralRequest) (*supportv1.Referral, error) {
	return s.command(ctx, r.GetReferralId(), func(tx *kit.Tx, c *domain.Case, f *domain.Referral) error {
		return f.Assign(tx.Actor, c, r.GetPersonId(), tx.Now)
	})
}

// AcceptReferral says that the body helps.
func (s *Referrals) AcceptReferral(ctx context.Context, r *supportv1.AcceptReferralRequest) (*supportv1.Referral, error) {
	return s.command(ctx, r.GetReferralId(), func(tx *kit.Tx, c *domain.Case, f *domain.Referral) error {
		return f.Accept(tx.Actor, c, r.GetAssignedPersonId(), r.GetExternalReference(), tx.Now)
	})
}

// DeclineReferral says that the body does not help.
func (s *Referrals) DeclineReferral(ctx context.Context, r *supportv1.DeclineReferralRequest) (*supportv1.Referral, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Case, *domain.Referral, error) { return s.Answer.Decline(tx, r) })
}

// RedirectReferral hands the referral over to another body.
func (s *Referrals) RedirectReferral(ctx context.Context, r *supportv1.RedirectReferralRequest) (*supportv1.Referral, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Case, *domain.Referral, error) { return s.Answer.Redirect(tx, r) })
}

// CancelReferral takes back a referral that has no answer yet.
func (s *Referrals) CancelReferral(ctx context.Context, r *supportv1.CancelReferralRequest) (*supportv1.Referral, error) {
	return s.command(ctx, r.GetReferralId(), func(tx *kit.Tx, c *domain.Case, f *domain.Referral) error {
		return f.Cancel(tx.Actor, c, r.GetReason(), r.GetReasonNote(), tx.Now)
	})
}

// CloseReferral ends an accepted referral with its outcome.
func (s *Referrals) CloseReferral(ctx context.Context, r *supportv1.CloseReferralRequest) (*supportv1.Referral, error) {
	return s.command(ctx, r.GetReferralId(), func(tx *kit.Tx, c *domain.Case, f *domain.Referral) error {
		return f.Close(tx.Actor, c, r.GetOutcome(), r.GetOutcomeNote(), tx.Now)
	})
}

// ReopenReferral puts a closed referral back to accepted.
func (s *Referrals) ReopenReferral(ctx context.Context, r *supportv1.ReopenReferralRequest) (*supportv1.Referral, error) {
	return s.command(ctx, r.GetReferralId(), func(tx *kit.Tx, c *domain.Case, f *domain.Referral) error {
		return f.Reopen(tx.Actor, c, r.GetReason(), r.GetReasonNote(), tx.Now)
	})
}

func (s *Referrals) command(ctx context.Context, id string, do func(*kit.Tx, *domain.Case, *domain.Referral) error) (*supportv1.Referral, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Case, *domain.Referral, error) { return s.Answer.Do(tx, id, do) })
}

func (s *Referrals) do(ctx context.Context, use func(*kit.Tx) (*domain.Case, *domain.Referral, error)) (*supportv1.Referral, error) {
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*supportv1.Referral, error) {
		c, r, err := use(tx)
		if err != nil {
			return nil, err
		}
		return s.answer(ctx, tx.Actor, c, r), nil
	})
}

// answer is the referral as this caller sees it: what the bodies say to each other is not for the company.
func (s *Referrals) answer(ctx context.Context, a actor.Actor, c *domain.Case, r *domain.Referral) *supportv1.Referral {
	seen := present.Resource(ctx, s.Present, r.State, r.Version)
	seen.AllowedActions = r.Actions(a, c)
	if len(seen.GetRulesFired()) > 0 {
		seen.AlgorithmNotice = notice(ctx, s.Present, c)
	}
	seen.HandedToReferralId, seen.HandedToBodyId = r.HandedTo(c)
	if !r.Waiting() {
		seen.RerouteOffered = nil
	}
	switch {
	case c.Level(a) == domain.AsCompany:
		seen.Note, seen.ReasonNote, seen.OutcomeNote, seen.ExternalReferences = "", "", "", nil
		seen.AssignedPersonId, seen.SenderPersonId, seen.RerouteOffered = "", "", nil
	case r.Lost(a, c):
		seen.Note, seen.Company, seen.HandedToReferralId, seen.HandedToBodyId = "", nil, "", ""
	}
	return seen
}

// listed is the referral as this caller sees it in a list. Of its case, the status and the body in charge decide.
func (s *Referrals) listed(ctx context.Context, a actor.Actor, r page.Item[*supportv1.ListedReferral]) *supportv1.ListedReferral {
	seen := r.Summary
	s.Present.Complete(ctx, seen, r.Version)
	seen.AllowedActions = domain.ListedReferralActions(seen, a, r.With[0], r.With[1], r.With[2] == "yes")
	if a.Has(actor.CompanyUser) {
		seen.ExternalReferences, seen.AssignedPersonId = nil, ""
	}
	return seen
}

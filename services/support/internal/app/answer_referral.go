package app

import (
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/etag"
	"hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// AnswerReferral is what bodies do with the referrals they got, and what senders do with those they sent.
type AnswerReferral struct {
	File
	Directory Directory
	Propose   Propose
}

// command is a method of the referral.
type command func(tx *store.Tx, c *domain.Case, r *domain.Referral) error

// Do applies a command to the referral that the call names, and puts it with its case.
func (u AnswerReferral) Do(tx *store.Tx, referralID string, do command) (*domain.Case, *domain.Referral, error) {
	c, r, err := u.named(tx, referralID)
	if err != nil {
		return nil, nil, err
	}
	if err := do(tx, c, r); err != nil {
		return nil, nil, err
	}
	if len(c.Facts()) == 0 { // only who has the referral changed
		return c, r, u.Referrals.Put(tx, r)
	}
	return c, r, u.put(tx, c, r)
}

// named is the referral that the call names, with its case; If-Match is that of the referral.
func (u AnswerReferral) named(tx *store.Tx, referralID string) (*domain.Case, *domain.Referral, error) {
	r, err := u.Referrals.Get(tx, referralID)
	if err != nil {
		return nil, nil, err
	}
	c, err := u.Cases.Get(tx, r.State.GetCaseId())
	if err != nil {
		return nil, nil, err
	}
	if err := inStep(c, r); err != nil {
		return nil, nil, err
	}
	if !r.Visible(tx.Actor, c) {
		return nil, nil, errs.NotFound("referral")
	}
	if etag.From(tx.Ctx) != "" {
		r, err = u.Referrals.Target(tx, referralID)
	}
	return c, r, err
}

// Decline says that the body does not help; who might is a body that exists.
func (u AnswerReferral) Decline(tx *store.Tx, q *supportv1.DeclineReferralRequest) (*domain.Case, *domain.Referral, error) {
	return u.Do(tx, q.GetReferralId(), func(tx *store.Tx, c *domain.Case, r *domain.Referral) error {
		if q.GetNextBodyId() != "" {
			if _, err := u.Directory.Body(tx, q.GetNextBodyId()); err != nil {
				return err
			}
		}
		return r.Decline(tx.Actor, c, domain.Refusal{
			Reason: q.GetReason(), Note: q.GetReasonNote(), NextBodyID: q.GetNextBodyId(), Nobody: q.GetNobody(),
		}, tx.Now)
	})
}

// Redirect hands the referral over to another body: the new one is put with the one that ends.
func (u AnswerReferral) Redirect(tx *store.Tx, q *supportv1.RedirectReferralRequest) (*domain.Case, *domain.Referral, error) {
	c, r, err := u.named(tx, q.GetReferralId())
	if err != nil {
		return nil, nil, err
	}
	if _, err := u.Directory.Body(tx, q.GetNextBodyId()); err != nil {
		return nil, nil, err
	}
	proposal, rules, err := u.Propose.For(tx, c, q.GetNextBodyId())
	if err != nil {
		return nil, nil, err
	}
	next, err := r.Redirect(tx.Actor, c, domain.Sending{
		BodyID: q.GetNextBodyId(), Note: q.GetNote(), Proposal: proposal, RulesNumber: rules,
	}, tx.Now)
	if err != nil {
		return nil, nil, err
	}
	return c, r, u.put(tx, c, r, next)
}

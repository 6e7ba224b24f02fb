package app

import (
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// Reopen puts a closed case back in progress, and with it the referral that is named; else one to the caller's body,
// accepted at once, or to the body in charge when the company or the coordination asks.
func (u EndCase) Reopen(tx *store.Tx, r *supportv1.ReopenCaseRequest) (*domain.Case, error) {
	c, err := u.target(tx, r.GetCaseId())
	if err != nil {
		return nil, err
	}
	if err := c.Reopen(tx.Actor, r.GetReason(), r.GetReasonNote(), tx.Now); err != nil {
		return nil, err
	}
	referral, err := u.goingOn(tx, c, r.GetReferralId())
	if err != nil {
		return nil, err
	}
	c.ReopenedWith(referral.ID)
	if len(referral.Facts()) == 0 {
		return c, u.put(tx, c) // the body was still at work
	}
	return c, u.put(tx, c, referral)
}

// goingOn is the referral that goes on with the case.
func (u EndCase) goingOn(tx *store.Tx, c *domain.Case, referralID string) (*domain.Referral, error) {
	if referralID != "" {
		return u.again(tx, c, referralID)
	}
	body := tx.Actor.BodyID
	if tx.Actor.CompanyID != "" || c.State.GetLeadBodyId() == body || body == "" {
		body = c.State.GetLeadBodyId()
	}
	if body == tx.Actor.BodyID {
		return u.own(tx, c)
	}
	if known := c.OpenReferralOf(body); known != "" {
		return u.part(tx, c, known)
	}
	return domain.Send(tx.Actor, c, domain.Sending{BodyID: body, Quiet: true}, tx.Now)
}

// again reopens a referral of the case.
func (u EndCase) again(tx *store.Tx, c *domain.Case, referralID string) (*domain.Referral, error) {
	r, err := u.part(tx, c, referralID)
	if err == nil && r.State.GetCaseId() != c.ID {
		err = errs.NotFound("referral")
	}
	if err != nil {
		return nil, err
	}
	return r, r.Reopen(platform(tx), c, supportv1.ReopenReason_REOPEN_REASON_CASE_REOPENED, "", tx.Now)
}

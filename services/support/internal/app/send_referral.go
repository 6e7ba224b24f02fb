package app

import (
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// SendReferral asks a body to help in a case. What was proposed for that body is kept with the referral.
type SendReferral struct {
	File
	Directory Directory
	Propose   Propose
}

// Do answers the referral made before when the sender's own request id is known.
func (u SendReferral) Do(tx *store.Tx, r *supportv1.CreateReferralRequest) (*domain.Case, *domain.Referral, error) {
	known, err := tx.Once(r.GetClientRequestId())
	if err != nil {
		return nil, nil, err
	}
	c, err := u.visible(tx, r.GetCaseId())
	if err != nil {
		return nil, nil, err
	}
	if known != "" {
		made, err := u.Referrals.Get(tx, known)
		return c, made, err
	}
	if err := c.May(tx.Actor, "refer"); err != nil {
		return nil, nil, err
	}
	sent, replaced, err := u.send(tx, c, r)
	if err != nil {
		return nil, nil, err
	}
	changed := []*domain.Referral{sent}
	if replaced != nil {
		changed = append(changed, replaced)
	}
	if err := u.put(tx, c, changed...); err != nil {
		return nil, nil, err
	}
	return c, sent, tx.Made(r.GetClientRequestId(), sent.ID)
}

// send sends the referral, in the place of the one that it replaces if it names one.
func (u SendReferral) send(tx *store.Tx, c *domain.Case, r *supportv1.CreateReferralRequest) (sent, replaced *domain.Referral, err error) {
	s, err := u.sending(tx, c, r)
	if err != nil {
		return nil, nil, err
	}
	if r.GetReplacesReferralId() == "" {
		sent, err = domain.Send(tx.Actor, c, s, tx.Now)
		return sent, nil, err
	}
	replaced, err = u.part(tx, c, r.GetReplacesReferralId())
	if errs.Is(err, "NOT_FOUND") {
		err = errs.State("UNKNOWN_REFERRAL").With("referral", r.GetReplacesReferralId())
	}
	if err != nil {
		return nil, nil, err
	}
	sent, err = replaced.Replace(tx.Actor, c, s, tx.Now)
	return sent, replaced, err
}

func (u SendReferral) sending(tx *store.Tx, c *domain.Case, r *supportv1.CreateReferralRequest) (none domain.Sending, err error) {
	if _, err := u.Directory.Body(tx, r.GetBodyId()); err != nil {
		return none, err
	}
	proposal, rules, err := u.Propose.For(tx, c, r.GetBodyId())
	if err != nil {
		return none, err
	}
	return domain.Sending{
		BodyID: r.GetBodyId(), NeedIDs: r.GetNeedIds(), Note: r.GetNote(), PersonID: r.GetAssignedPersonId(), Proposal: proposal, RulesNumber: rules,
		ExternalReference: r.GetExternalReference(), ClientRequestID: r.GetClientRequestId(),
	}, nil
}

package app

import (
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
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
	sent, err := u.send(tx, c, r)
	if err != nil {
		return nil, nil, err
	}
	if err := u.put(tx, c, sent); err != nil {
		return nil, nil, err
	}
	return c, sent, tx.Made(r.GetClientRequestId(), sent.ID)
}

func (u SendReferral) send(tx *store.Tx, c *domain.Case, r *supportv1.CreateReferralRequest) (*domain.Referral, error) {
	if _, err := u.Directory.Body(tx, r.GetBodyId()); err != nil {
		return nil, err
	}
	proposal, err := u.Propose.For(&tx.View, c, r.GetBodyId())
	if err != nil {
		return nil, err
	}
	return domain.Send(tx.Actor, c, domain.Sending{
		BodyID: r.GetBodyId(), NeedIDs: r.GetNeedIds(), Note: r.GetNote(), PersonID: r.GetAssignedPersonId(), Proposal: proposal,
		ExternalReference: r.GetExternalReference(), ClientRequestID: r.GetClientRequestId(),
	}, tx.Now)
}

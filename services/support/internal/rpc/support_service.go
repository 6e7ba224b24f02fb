package rpc

import (
	"context"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/messages"
	"hup.example/services/kit/present"
	"hup.example/services/kit/reference"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/app"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// Support answers SupportService: what the other services ask.
type Support struct {
	supportv1.UnimplementedSupportServiceServer
	Records app.Records
	Present *present.Presenter
	// Invite answers what a mail to an outside expert needs.
	Invite func(ctx context.Context, territory, opinionID string) (*supportv1.GetOpinionInvitationResponse, error)
}

// GetOpinionInvitation answers what a mail to an outside expert needs.
func (s *Support) GetOpinionInvitation(ctx context.Context, r *supportv1.GetOpinionInvitationRequest) (*supportv1.GetOpinionInvitationResponse, error) {
	return s.Invite(ctx, r.GetTerritory(), r.GetOpinionId())
}

// GetCompanySnapshot answers what another service may keep of a company. One of the register that is asked for by its
// SIRET is met by that: somebody signs in for it.
func (s *Support) GetCompanySnapshot(ctx context.Context, r *supportv1.GetCompanySnapshotRequest) (*commonv1.CompanySnapshot, error) {
	ctx = in(ctx, r.GetTerritory())
	view := s.Records.Store.View(ctx)
	if r.GetCompanyId() != "" {
		c, err := store.CompanyNow(view, r.GetCompanyId())
		if err != nil {
			return nil, err
		}
		return snapshot(view, c)
	}
	siret, err := reference.SIRET(r.GetSiret())
	if err != nil {
		return nil, errs.NotFound("company")
	}
	met, known, err := s.Records.Known(view, siret)
	switch {
	case err != nil:
		return nil, err
	case met != nil:
		return snapshot(view, met)
	case known.State.GetVerification() != commonv1.Verification_VERIFICATION_VERIFIED:
		return nil, errs.NotFound("company")
	}
	return kit.Write(ctx, s.Records.Store, func(tx *kit.Tx) (*commonv1.CompanySnapshot, error) {
		c, err := s.Records.MeetSIRET(tx, siret)
		if err != nil {
			return nil, err
		}
		return c.Snapshot(), nil
	})
}

// snapshot also says where a company that has closed here is at work.
func snapshot(view *kit.View, c *domain.Company) (*commonv1.CompanySnapshot, error) {
	now := c.Snapshot()
	if !now.GetCeased() {
		return now, nil
	}
	var err error
	now.MovedToSiret, err = store.AtWork(view, now.GetSiret())
	return now, err
}

// GetBodySnapshot answers what another service may show of a body.
func (s *Support) GetBodySnapshot(ctx context.Context, r *supportv1.GetBodySnapshotRequest) (*supportv1.GetBodySnapshotResponse, error) {
	b, err := store.PartnerBodies.Get(s.Records.Store.View(in(ctx, r.GetTerritory())), r.GetPartnerBodyId())
	if err != nil {
		return nil, err
	}
	return &supportv1.GetBodySnapshotResponse{PartnerBodyId: b.ID, Name: b.State.GetName(), Status: b.State.GetStatus().String(), Email: b.State.GetEmail()}, nil
}

// GetCaseContact answers how to reach the contact of a case.
func (s *Support) GetCaseContact(ctx context.Context, r *supportv1.GetCaseContactRequest) (*supportv1.GetCaseContactResponse, error) {
	view := s.Records.Store.View(in(ctx, r.GetTerritory()))
	c, err := store.Cases.Get(view, r.GetCaseId())
	if err != nil {
		return nil, err
	}
	contact := c.State.GetContact()
	answer := &supportv1.GetCaseContactResponse{Name: contact.GetName(), Email: contact.GetEmail(), PreferredChannel: contact.GetPreferredChannel()}
	body, err := store.PartnerBodies.Get(view, c.State.GetLeadBodyId())
	if err != nil && !errs.Is(err, "NOT_FOUND") {
		return nil, err
	}
	if body != nil {
		answer.LeadBodyName = body.State.GetName()
	}
	return answer, nil
}

// GetCompanyContact answers how to reach a company: the first of its contacts with a mail address.
func (s *Support) GetCompanyContact(ctx context.Context, r *supportv1.GetCompanyContactRequest) (*supportv1.GetCompanyContactResponse, error) {
	c, err := store.Companies.Get(s.Records.Store.View(in(ctx, r.GetTerritory())), r.GetCompanyId())
	if err != nil {
		return nil, err
	}
	for _, contact := range c.State.GetContacts() {
		if contact.GetEmail() != "" {
			return &supportv1.GetCompanyContactResponse{Name: contact.GetName(), Email: contact.GetEmail()}, nil
		}
	}
	return &supportv1.GetCompanyContactResponse{}, nil
}

// wordsOf are the words of the caller's language.
func wordsOf(ctx context.Context, p *present.Presenter) domain.Words {
	lang := p.Language(ctx)
	return domain.Words{Say: p.In(lang), English: lang == messages.English}
}

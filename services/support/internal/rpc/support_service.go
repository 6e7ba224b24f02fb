package rpc

import (
	"context"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
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
}

// GetCompanySnapshot answers what another service may keep of a company, by its id or by its SIRET. A company of the
// register that nobody met yet answers with the id that it will have.
func (s *Support) GetCompanySnapshot(ctx context.Context, r *supportv1.GetCompanySnapshotRequest) (*commonv1.CompanySnapshot, error) {
	view := s.in(ctx, r.GetTerritory())
	if r.GetCompanyId() != "" {
		c, err := store.Companies.Get(view, r.GetCompanyId())
		if err != nil {
			return nil, err
		}
		return c.Snapshot(), nil
	}
	siret, err := reference.SIRET(r.GetSiret())
	if err != nil {
		return nil, errs.NotFound("company")
	}
	met, known, err := s.Records.Known(view, siret)
	if err != nil {
		return nil, err
	}
	if met == nil {
		if known.GetVerification() != commonv1.Verification_VERIFICATION_VERIFIED {
			return nil, errs.NotFound("company")
		}
		met = domain.NewCompany(r.GetTerritory(), known, view.Now) // not put: a company is born at its first contact
	}
	return met.Snapshot(), nil
}

// GetBodySnapshot answers what another service may show of a body.
func (s *Support) GetBodySnapshot(ctx context.Context, r *supportv1.GetBodySnapshotRequest) (*supportv1.GetBodySnapshotResponse, error) {
	b, err := store.PartnerBodies.Get(s.in(ctx, r.GetTerritory()), r.GetPartnerBodyId())
	if err != nil {
		return nil, err
	}
	return &supportv1.GetBodySnapshotResponse{PartnerBodyId: b.ID, Name: b.State.GetName(), Status: b.State.GetStatus().String()}, nil
}

// in is a view of the territory that the asking service names: its token is for none.
func (s *Support) in(ctx context.Context, territory string) *kit.View {
	a := actor.From(ctx)
	a.Territory = territory
	return s.Records.Store.View(actor.With(ctx, a))
}

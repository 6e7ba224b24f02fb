package rpc

import (
	"context"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/access"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/page"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
	"hup.example/services/land/internal/store"
)

// visible answers the request, or NOT_FOUND to an actor that may not know of it.
func (s *LandRequests) visible(view *kit.View, requestID string) (*domain.LandRequest, error) {
	r, err := store.LandRequests.Get(view, requestID)
	if err != nil {
		return nil, err
	}
	if !r.MayKnow(view.Actor) {
		return nil, errs.NotFound("land_request")
	}
	return r, s.Access.Require(view.Ctx, view.Actor, "land_request", r.State.GetCaseLink().GetCaseId(), r.State.GetBodyId(), r.State.GetCompany().GetCompanyId())
}

// requestScope is visible, as the condition of a list.
func requestScope(a actor.Actor) []page.Cond {
	if a.Has(actor.HupCoordinator) {
		return nil
	}
	if a.Has(actor.CompanyUser) {
		return []page.Cond{{SQL: "t.company_id = ?", Args: []any{a.CompanyID}}}
	}
	inCharge := page.Cond{SQL: "(t.body_id = ? OR NOT t.in_charge_only)", Args: []any{a.BodyID}}
	return append(access.Readable(a, "t.case_id", "t.body_id"), inCharge)
}

// answer is the request as this caller sees it.
func (s *LandRequests) answer(ctx context.Context, v *kit.View, r *domain.LandRequest) (*landv1.LandRequest, error) {
	seen := present.Resource(ctx, s.Present, r.State, r.Version)
	seen.AllowedActions = domain.RequestActions(seen.GetStatus(), v.Actor)
	for _, one := range seen.GetShortlist() {
		s.label(ctx, one.GetAsset())
	}
	return seen, signable(v, seen)
}

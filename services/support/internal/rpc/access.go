package rpc

import (
	"context"
	"slices"

	authv1 "hup.example/proto/gen/go/hup/auth/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// Access answers AccessService: support owns the cases.
type Access struct {
	authv1.UnimplementedAccessServiceServer
	Store *kit.Store
}

// CheckAccess says whether a caller may see a case, and how much of it.
func (s *Access) CheckAccess(ctx context.Context, r *authv1.CheckAccessRequest) (*authv1.CheckAccessResponse, error) {
	view := s.Store.View(in(ctx, r.GetTerritory()))
	c, err := store.Cases.Get(view, r.GetContextId())
	if errs.Is(err, "NOT_FOUND") {
		return &authv1.CheckAccessResponse{}, nil
	}
	if err != nil {
		return nil, err
	}
	a := caller(r)
	level := c.Level(a)
	answer := &authv1.CheckAccessResponse{Allowed: level != domain.Nothing, Level: authv1.AccessLevel(level)}
	if fact := r.GetFact(); fact != nil && answer.GetAllowed() {
		told, err := tells(view, a, c, fact.GetType(), fact.GetAggregate(), fact.GetAggregateId())
		if err != nil {
			return nil, err
		}
		answer.FactHidden = !told
	}
	return answer, nil
}

// caller is the actor that another service has authenticated. A body's client has no role but that of clients.
func caller(r *authv1.CheckAccessRequest) actor.Actor {
	a := actor.Actor{Kind: actor.Person, ID: r.GetActorId(), Territory: r.GetTerritory(), BodyID: r.GetBodyId(), CompanyID: r.GetCompanyId()}
	for _, role := range r.GetRoles() {
		a.Roles = append(a.Roles, actor.Role(role))
	}
	if len(a.Roles) == 0 && a.BodyID != "" || slices.Contains(a.Roles, actor.PartnerAPI) {
		a.Kind = actor.Client
	}
	return a
}

// in is the context of a call of another service, which names the territory it asks about.
func in(ctx context.Context, territory string) context.Context {
	return actor.With(ctx, actor.Of(territory, "support"))
}

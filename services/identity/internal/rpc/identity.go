package rpc

import (
	"context"

	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	"hup.example/services/identity/internal/app"
	"hup.example/services/identity/internal/app/directory"
	"hup.example/services/identity/internal/domain"
	"hup.example/services/identity/internal/store"
	"hup.example/services/kit/errs"
	kit "hup.example/services/kit/store"
)

// Identity answers the other services and the gateway.
type Identity struct {
	identityv1.UnimplementedIdentityServiceServer
	Store       *kit.Store
	People      *People
	Memberships *Memberships
	Clients     *Clients
	Sessions    *Sessions
	Directory   *directory.Directory
	// Ensure makes the rows of a demo identity that has none yet; nil without demo data.
	Ensure func(ctx context.Context, membershipID string) error
}

// GetMembershipSummary says who a token is for.
func (s *Identity) GetMembershipSummary(ctx context.Context, r *identityv1.GetMembershipSummaryRequest) (*identityv1.GetMembershipSummaryResponse, error) {
	if r.GetClientId() != "" {
		return s.client(ctx, r.GetClientId())
	}
	if s.Ensure != nil {
		if err := s.Ensure(ctx, r.GetMembershipId()); err != nil {
			return nil, err
		}
	}
	view, err := store.At(ctx, s.Store, "membership", r.GetMembershipId())
	if err != nil {
		return nil, err
	}
	m, err := store.Memberships.Get(view, r.GetMembershipId())
	if err != nil {
		return nil, err
	}
	return s.person(view, m)
}

func (s *Identity) person(view *kit.View, m *domain.Membership) (*identityv1.GetMembershipSummaryResponse, error) {
	view.Actor = m.ActorOf() // the gateway asks for its caller: actions and the mask are the caller's
	p, err := store.People.Get(view, m.State.GetPersonId())
	if err != nil {
		return nil, err
	}
	all, err := store.MembershipsOf(view, p.ID)
	if err != nil {
		return nil, err
	}
	seen, err := s.People.answer(view, p, all)
	if err != nil {
		return nil, err
	}
	answer := &identityv1.GetMembershipSummaryResponse{Person: seen, Membership: s.Memberships.answer(view, m), Territory: m.Territory}
	for _, other := range all {
		if other.Running() {
			answer.Memberships = append(answer.Memberships, s.Memberships.answer(view, other))
		}
	}
	if body := m.State.GetBodyId(); body != "" {
		answer.BodyName = s.Directory.Place(view.Ctx, m.Territory, body, "")
	}
	return answer, nil
}

func (s *Identity) client(ctx context.Context, clientID string) (*identityv1.GetMembershipSummaryResponse, error) {
	view, err := store.At(ctx, s.Store, "client", clientID)
	if err != nil {
		return nil, err
	}
	c, err := store.Clients.Get(view, clientID)
	if err != nil {
		return nil, err
	}
	view.Actor = c.ActorOf(nil)
	seen, err := s.Clients.answer(view, c)
	return &identityv1.GetMembershipSummaryResponse{
		Client: seen, Territory: c.Territory, BodyName: s.Directory.Place(ctx, c.Territory, c.State.GetBodyId(), ""),
	}, err
}

// ResolveRecipients says how to reach people. Those erased or unknown are left out.
func (s *Identity) ResolveRecipients(ctx context.Context, r *identityv1.ResolveRecipientsRequest) (*identityv1.ResolveRecipientsResponse, error) {
	answer := &identityv1.ResolveRecipientsResponse{}
	for _, personID := range r.GetPersonIds() {
		p, err := s.recipient(ctx, personID)
		if errs.Is(err, "NOT_FOUND") {
			continue
		}
		if err != nil {
			return nil, err
		}
		if p.Erased() {
			continue
		}
		answer.Recipients = append(answer.Recipients, recipientOf(p))
	}
	return answer, nil
}

func (s *Identity) recipient(ctx context.Context, personID string) (*domain.Person, error) {
	view, err := store.At(ctx, s.Store, "person", personID)
	if err != nil {
		return nil, err
	}
	return store.People.Get(view, personID)
}

// ResolveMembers says what people are in the bodies and companies of a territory now.
func (s *Identity) ResolveMembers(ctx context.Context, r *identityv1.ResolveMembersRequest) (*identityv1.ResolveMembersResponse, error) {
	view := store.In(ctx, s.Store, r.GetTerritory())
	answer := &identityv1.ResolveMembersResponse{}
	for _, personID := range r.GetPersonIds() {
		p, err := store.People.Get(view, personID)
		if errs.Is(err, "NOT_FOUND") || err == nil && p.Erased() {
			continue
		}
		if err != nil {
			return nil, err
		}
		memberships, err := store.MembershipsOf(view, personID)
		if err != nil {
			return nil, err
		}
		for _, m := range app.Usable(memberships, view.Now) {
			answer.Members = append(answer.Members, &identityv1.Member{
				PersonId: personID, DisplayName: domain.Name(p.State), BodyId: m.State.GetBodyId(), CompanyId: m.State.GetCompanyId(), Roles: m.State.GetRoles(),
			})
		}
	}
	return answer, nil
}

package rpc

import (
	"context"

	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	"hup.example/services/identity/internal/app"
	"hup.example/services/identity/internal/app/directory"
	"hup.example/services/identity/internal/domain"
	"hup.example/services/identity/internal/store"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/page"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
)

// Memberships answers MembershipService.
type Memberships struct {
	identityv1.UnimplementedMembershipServiceServer
	Store     *kit.Store
	Signer    *page.Signer
	Present   *present.Presenter
	Directory *directory.Directory
}

// ListMemberships lists the memberships that the caller may know.
func (s *Memberships) ListMemberships(ctx context.Context, r *identityv1.ListMembershipsRequest) (*identityv1.ListMembershipsResponse, error) {
	view := s.Store.View(ctx)
	found, next, err := page.Of(view, store.Memberships, store.MembershipList, s.Signer, r, store.MembershipsSeen(view.Actor)...)
	if err != nil {
		return nil, err
	}
	answer := &identityv1.ListMembershipsResponse{NextPageToken: next}
	for _, m := range found {
		answer.Memberships = append(answer.Memberships, s.answer(view, m))
	}
	return answer, page.Trim(answer.GetMemberships(), r.GetFields())
}

// CreateMembership gives a person roles in a body or a company.
func (s *Memberships) CreateMembership(ctx context.Context, r *identityv1.CreateMembershipRequest) (*identityv1.Membership, error) {
	if err := s.exists(ctx, r); err != nil {
		return nil, err
	}
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*identityv1.Membership, error) {
		m, err := app.CreateMembership{}.Do(tx, r)
		if err != nil {
			return nil, err
		}
		return s.answer(&tx.View, m), nil
	})
}

// exists asks the directory for the body or the company, before the transaction. A body that has members exists.
func (s *Memberships) exists(ctx context.Context, r *identityv1.CreateMembershipRequest) error {
	view := s.Store.View(ctx)
	if r.GetCompanyId() != "" {
		_, err := s.Directory.CompanyName(ctx, view.Actor.Territory, r.GetCompanyId())
		return err
	}
	if known, err := store.BodyKnown(view, r.GetBodyId()); err != nil || known {
		return err
	}
	_, err := s.Directory.BodyName(ctx, view.Actor.Territory, r.GetBodyId())
	return err
}

// EndMembership ends a membership, and the sessions for it.
func (s *Memberships) EndMembership(ctx context.Context, r *identityv1.EndMembershipRequest) (*identityv1.Membership, error) {
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*identityv1.Membership, error) {
		m, err := store.Memberships.Target(tx, r.GetMembershipId())
		if err != nil {
			return nil, err
		}
		if !domain.SeesMembership(tx.Actor, m) {
			return nil, errs.NotFound("membership")
		}
		if !domain.MayEnd(tx.Actor, m.State) {
			return nil, errs.Denied("ROLE_NOT_GRANTABLE")
		}
		end := app.EndMembership{Sessions: identityv1.AuthSessionRevocationReason_AUTH_SESSION_REVOCATION_REASON_MEMBERSHIP_ENDED}
		if err := end.Do(tx, m, r.GetReason()); err != nil {
			return nil, err
		}
		return s.answer(&tx.View, m), nil
	})
}

// answer is the membership as the caller sees it.
func (s *Memberships) answer(v *kit.View, m *domain.Membership) *identityv1.Membership {
	seen := present.Resource(v.Ctx, s.Present, m.State, m.Version)
	seen.AllowedActions = domain.MembershipActions(v.Actor, m)
	return seen
}

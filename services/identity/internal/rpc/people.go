// Package rpc answers the gRPC calls of identity.
package rpc

import (
	"context"
	"strings"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	"hup.example/services/identity/internal/app"
	"hup.example/services/identity/internal/domain"
	"hup.example/services/identity/internal/store"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/page"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
)

// People answers PersonService.
type People struct {
	identityv1.UnimplementedPersonServiceServer
	Store   *kit.Store
	Signer  *page.Signer
	Present *present.Presenter
}

// GetPerson answers a person that the caller may know.
func (s *People) GetPerson(ctx context.Context, r *identityv1.GetPersonRequest) (*identityv1.Person, error) {
	view := s.Store.View(ctx)
	p, memberships, err := known(view, r.GetPersonId())
	if err != nil {
		return nil, err
	}
	seen, err := s.answer(view, p, memberships)
	if err != nil {
		return nil, err
	}
	return seen, page.Trim([]*identityv1.Person{seen}, r.GetFields())
}

// ListPersons lists the people that the caller may know.
func (s *People) ListPersons(ctx context.Context, r *identityv1.ListPersonsRequest) (*identityv1.ListPersonsResponse, error) {
	view := s.Store.View(ctx)
	found, next, err := page.Of(view, store.People, store.PersonList, s.Signer, r, store.PeopleSeen(view.Actor)...)
	if err != nil {
		return nil, err
	}
	answer := &identityv1.ListPersonsResponse{NextPageToken: next}
	for _, p := range found {
		memberships, err := store.MembershipsOf(view, p.ID)
		if err != nil {
			return nil, err
		}
		seen, err := s.answer(view, p, memberships)
		if err != nil {
			return nil, err
		}
		if seen.GetEmail() == "" && strings.Contains(r.GetFilter(), "email") {
			continue // who is found by an address that is hidden would be told by it
		}
		answer.People = append(answer.People, seen)
	}
	return answer, page.Trim(answer.GetPeople(), r.GetFields())
}

// CreatePerson makes a person who can sign in once a membership is given.
func (s *People) CreatePerson(ctx context.Context, r *identityv1.CreatePersonRequest) (*identityv1.Person, error) {
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*identityv1.Person, error) {
		p, err := app.CreatePerson{}.Do(tx, r)
		if err != nil {
			return nil, err
		}
		return s.answer(&tx.View, p, nil)
	})
}

// UpdatePerson changes fields of a person.
func (s *People) UpdatePerson(ctx context.Context, r *identityv1.UpdatePersonRequest) (*identityv1.Person, error) {
	return s.change(ctx, r.GetPerson().GetPersonId(), domain.MayChangePerson, func(tx *kit.Tx, p *domain.Person) error {
		return app.UpdatePerson{}.Do(tx, p, r.GetPerson(), r.GetUpdateMask())
	})
}

// ErasePerson removes the personal data for ever.
func (s *People) ErasePerson(ctx context.Context, r *identityv1.ErasePersonRequest) (*identityv1.Person, error) {
	return s.change(ctx, r.GetPersonId(), mayErase, app.ErasePerson{}.Do)
}

// change applies a command to a person that the caller knows, and may change so.
func (s *People) change(ctx context.Context, personID string, may policy, command func(*kit.Tx, *domain.Person) error) (*identityv1.Person, error) {
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*identityv1.Person, error) {
		_, memberships, err := known(&tx.View, personID)
		if err != nil {
			return nil, err
		}
		if !may(tx.Actor, personID, memberships) {
			return nil, errs.Denied("ROLE_MAY_NOT")
		}
		p, err := store.People.Target(tx, personID)
		if err != nil {
			return nil, err
		}
		if err := command(tx, p); err != nil {
			return nil, err
		}
		return s.answer(&tx.View, p, memberships)
	})
}

// known reads a person and what the person is where; NOT_FOUND for whom the caller may not know.
func known(v *kit.View, personID string) (*domain.Person, []*domain.Membership, error) {
	p, err := store.People.Get(v, personID)
	if err != nil {
		return nil, nil, err
	}
	memberships, err := store.MembershipsOf(v, personID)
	if err != nil {
		return nil, nil, err
	}
	if !domain.SeesPerson(v.Actor, personID, memberships) {
		return nil, nil, errs.NotFound("person")
	}
	return p, memberships, nil
}

// answer is the person as the caller sees it.
func (s *People) answer(v *kit.View, p *domain.Person, memberships []*domain.Membership) (*identityv1.Person, error) {
	used, err := store.LastUse(v, p.ID)
	if err != nil {
		return nil, err
	}
	seen := present.Resource(v.Ctx, s.Present, p.State, p.Version)
	seen.LastSignInTime = timestamp(used)
	seen.AllowedActions = domain.PersonActions(v.Actor, p, memberships)
	domain.Mask(v.Actor, seen, memberships)
	return seen, nil
}

// timestamp is nil for the zero time.
func timestamp(t time.Time) *timestamppb.Timestamp {
	if t.IsZero() {
		return nil
	}
	return timestamppb.New(t)
}

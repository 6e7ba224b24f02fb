// Package app holds the use cases of identity, one a file.
package app

import (
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	"hup.example/services/identity/internal/domain"
	"hup.example/services/identity/internal/store"
	"hup.example/services/kit/patch"
	kit "hup.example/services/kit/store"
)

// CreatePerson makes a person who can sign in once a membership is given.
type CreatePerson struct {
	// ID is empty but for demo data.
	ID string
}

// Do answers the person made before when the sender's own request id is known.
func (u CreatePerson) Do(tx *kit.Tx, said *identityv1.CreatePersonRequest) (*domain.Person, error) {
	known, err := tx.Once(said.GetClientRequestId())
	if err != nil {
		return nil, err
	}
	if known != "" {
		return store.People.Target(tx, known)
	}
	p, err := domain.NewPerson(tx.Actor.Territory, u.ID, &identityv1.Person{
		GivenName: said.GetGivenName(), FamilyName: said.GetFamilyName(), Email: said.GetEmail(), Phone: said.GetPhone(), Language: said.GetLanguage(),
	}, tx.Now)
	if err != nil {
		return nil, err
	}
	if err := store.People.Put(tx, p); err != nil {
		return nil, err
	}
	return p, tx.Made(said.GetClientRequestId(), p.ID)
}

// UpdatePerson changes the fields of the mask, or those present.
type UpdatePerson struct{}

// Do changes the person that the caller may change.
func (UpdatePerson) Do(tx *kit.Tx, p *domain.Person, said *identityv1.Person, mask *fieldmaskpb.FieldMask) error {
	next := proto.CloneOf(p.State)
	changed, err := patch.Apply(next, said, mask, "person_id", "given_name", "family_name", "email", "phone", "language",
		"contact_hidden_from_companies", "contact_hidden_from_bodies")
	if err != nil || len(changed) == 0 {
		return err
	}
	if err := p.Change(next, changed, tx.Now); err != nil {
		return err
	}
	return store.People.Put(tx, p)
}

// ErasePerson removes the personal data of a person, and ends what the person could do with it.
type ErasePerson struct{}

// Do ends the memberships and the sessions first: a membership that nobody could take over stops it.
func (ErasePerson) Do(tx *kit.Tx, p *domain.Person) error {
	if err := p.Erase(tx.Now); err != nil {
		return err
	}
	memberships, err := store.MembershipsOf(&tx.View, p.ID)
	if err != nil {
		return err
	}
	for _, m := range memberships {
		if !m.Running() {
			continue
		}
		end := EndMembership{Sessions: identityv1.AuthSessionRevocationReason_AUTH_SESSION_REVOCATION_REASON_PERSON_ERASED}
		if err := end.Do(tx, m, identityv1.MembershipEndReason_MEMBERSHIP_END_REASON_PERSON_ERASED); err != nil {
			return err
		}
	}
	return store.People.Put(tx, p)
}

// BindUpstream remembers who a person is at the upstream provider.
type BindUpstream struct{}

// Do binds a person who is not bound yet, and answers whether the subject is the person's.
func (BindUpstream) Do(tx *kit.Tx, personID, subject string) (bool, error) {
	p, err := store.People.Get(tx, personID)
	if err != nil || p.State.GetUpstreamSubject() != "" {
		return p != nil && p.State.GetUpstreamSubject() == subject, err
	}
	p.BindUpstream(subject, tx.Now)
	return true, store.People.Put(tx, p)
}

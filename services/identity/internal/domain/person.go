// Package domain holds the aggregates of identity: people, what they are in a body or a company, the systems of partner
// bodies, and sign-ins. The state of an aggregate is its resource message.
package domain

import (
	"strings"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
	"hup.example/services/kit/reference"
)

// Person is somebody who can sign in. All that is personal is in its state, so that erasing it erases all.
type Person struct {
	aggregate.Root
	// State is what is known of the person.
	State *identityv1.Person
}

// The facts a person states. None holds personal data.
type (
	// PersonCreated: the person can be given memberships.
	PersonCreated struct{ PersonID string }
	// PersonUpdated: fields changed; names only, no values.
	PersonUpdated struct {
		PersonID string
		Fields   []string
	}
	// PersonErased: the personal data is gone.
	PersonErased struct{ PersonID string }
	// PersonMoved: the person went from one status to another.
	PersonMoved struct {
		PersonID string
		From, To identityv1.PersonStatus
	}
)

// NewPerson makes a person out of what was said. The id is empty but for demo data, whose ids can be foretold.
func NewPerson(territory, personID string, said *identityv1.Person, now time.Time) (*Person, error) {
	p := &Person{Root: aggregate.Root{Territory: territory, ID: orNew(personID, "per")}, State: said}
	if err := p.tidy(); err != nil {
		return nil, err
	}
	said.PersonId = p.ID
	said.Status = identityv1.PersonStatus_PERSON_STATUS_ACTIVE
	said.CreatedTime, said.UpdatedTime = timestamppb.New(now), timestamppb.New(now)
	p.Record(PersonCreated{p.ID})
	p.Record(PersonMoved{PersonID: p.ID, To: said.GetStatus()})
	return p, nil
}

// Change takes new values; changed names the fields that differ.
func (p *Person) Change(to *identityv1.Person, changed []string, now time.Time) error {
	if p.Erased() {
		return errs.State("PERSON_ERASED")
	}
	p.State = to
	if err := p.tidy(); err != nil {
		return err
	}
	p.State.UpdatedTime = timestamppb.New(now)
	p.Record(PersonUpdated{p.ID, changed})
	return nil
}

// BindUpstream remembers who the person is at the upstream OpenID provider, from the first sign-in there on.
func (p *Person) BindUpstream(subject string, now time.Time) {
	p.State.UpstreamSubject = subject
	p.State.UpdatedTime = timestamppb.New(now)
	p.Record(PersonUpdated{p.ID, []string{"upstreamSubject"}})
}

// Erase removes all that is personal. The id stays, for the journal.
func (p *Person) Erase(now time.Time) error {
	if p.Erased() {
		return errs.State("PERSON_ERASED")
	}
	p.State = &identityv1.Person{
		PersonId: p.ID, Status: identityv1.PersonStatus_PERSON_STATUS_ERASED, CreatedTime: p.State.GetCreatedTime(),
		UpdatedTime: timestamppb.New(now), ErasedTime: timestamppb.New(now),
	}
	p.Record(PersonErased{p.ID})
	p.Record(PersonMoved{PersonID: p.ID, From: identityv1.PersonStatus_PERSON_STATUS_ACTIVE, To: p.State.GetStatus()})
	return nil
}

// Erased says whether the personal data is gone.
func (p *Person) Erased() bool {
	return p.State.GetStatus() == identityv1.PersonStatus_PERSON_STATUS_ERASED
}

// tidy writes the values in their one form, so that they can be compared.
func (p *Person) tidy() error {
	p.State.Email = Mail(p.State.GetEmail())
	if p.State.GetEmail() == "" {
		return errs.Invalid("INVALID_FIELDS", errs.Field{Path: "email", Reason: "required", Params: map[string]string{"kind": "email"}})
	}
	if p.State.GetPhone() == "" {
		return nil
	}
	phone, err := reference.Phone(p.State.GetPhone())
	p.State.Phone = phone
	return err
}

// Mail is a mail address in the form that addresses are compared in.
func Mail(address string) string { return strings.ToLower(strings.TrimSpace(address)) }

// Name is what people call the person.
func Name(p *identityv1.Person) string {
	return strings.TrimSpace(p.GetGivenName() + " " + p.GetFamilyName())
}

func orNew(given, prefix string) string {
	if given != "" {
		return given
	}
	return id.New(prefix)
}

package mailing

import (
	"context"

	authv1 "hup.example/proto/gen/go/hup/auth/v1"
	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/id"
	kit "hup.example/services/kit/store"
	"hup.example/services/notify/internal/domain"
	"hup.example/services/notify/internal/store"
)

// recipient is one whom a message goes to: a person, or who has no account. body is the body as whose people it goes.
type recipient struct{ ref, personID, body string }

var (
	managers     = []authv1.Role{authv1.Role_ROLE_BODY_MANAGER}
	staff        = []authv1.Role{authv1.Role_ROLE_HUP_ADVISOR, authv1.Role_ROLE_PARTNER_EXPERT}
	companyUsers = []authv1.Role{authv1.Role_ROLE_COMPANY_USER}
	coordination = []authv1.Role{authv1.Role_ROLE_HUP_COORDINATOR}
)

// recipients are whom a request is for, each once. A body without advisors is told through its managers, one without
// managers through its advisors, and one without people at the address that it publishes; so is a company without accounts.
func (s *Sender) recipients(ctx context.Context, r store.Request) ([]recipient, error) {
	ref, ok := domain.RefOf(r.Asked.GetRecipientRef())
	if !ok {
		s.Log.ErrorContext(ctx, "a message is for nobody that is known", "template", r.Asked.GetTemplate(), "source", r.Source)
		return nil, nil
	}
	switch ref.Kind {
	case domain.ToPerson:
		return []recipient{{ref: ref.String(), personID: ref.ID}}, nil
	case domain.ToBody:
		return s.people(ctx, r.Territory, ref, staff, managers)
	case domain.ToManager:
		return s.people(ctx, r.Territory, domain.Ref{Kind: domain.ToBody, ID: ref.ID}, managers, staff)
	case domain.ToRole:
		return s.people(ctx, r.Territory, domain.Ref{}, roleOf(ref.ID))
	case domain.ToCompany:
		return s.people(ctx, r.Territory, ref, companyUsers)
	}
	return []recipient{{ref: ref.String()}}, nil
}

func roleOf(name string) []authv1.Role {
	if name == string(actor.HupCoordinator) {
		return coordination
	}
	return managers
}

// people are who holds the first of the roles that anybody holds at a place; where nobody does, the place itself.
func (s *Sender) people(ctx context.Context, territory string, place domain.Ref, kinds ...[]authv1.Role) ([]recipient, error) {
	asked, body := &identityv1.FindRecipientsRequest{Territory: territory}, ""
	switch place.Kind {
	case domain.ToBody:
		asked.BodyId, body = place.ID, place.ID
	case domain.ToCompany:
		asked.CompanyId = place.ID
	}
	for _, asked.Roles = range kinds {
		got, err := s.Identity.FindRecipients(ctx, asked)
		if err != nil {
			return nil, err
		}
		var found []recipient
		for _, p := range got.GetRecipients() {
			found = append(found, recipient{ref: domain.ToPerson + ":" + p.GetPersonId(), personID: p.GetPersonId(), body: body})
		}
		if len(found) > 0 {
			return found, nil
		}
	}
	if place.ID == "" {
		return nil, nil
	}
	return []recipient{{ref: place.String(), body: body}}, nil
}

// notification is a request for one recipient.
func (s *Sender) notification(tx *kit.Tx, r store.Request, to recipient) store.Notification {
	return store.Notification{
		Territory: r.Territory, ID: id.New("ntf"), Key: r.Asked.GetDedupeKey(), PersonID: to.personID, BodyID: to.body, Recipient: to.ref,
		Template: r.Asked.GetTemplate(), SubjectID: r.Asked.GetSubjectId(), Context: r.Context, Status: pending, Due: tx.Now, Created: tx.Now,
	}
}

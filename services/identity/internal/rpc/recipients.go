package rpc

import (
	"context"

	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	"hup.example/services/identity/internal/app"
	"hup.example/services/identity/internal/domain"
	"hup.example/services/identity/internal/store"
	"hup.example/services/kit/errs"
)

// FindRecipients says how to reach who holds a role, in a body, a company or the territory: each person once.
func (s *Identity) FindRecipients(ctx context.Context, r *identityv1.FindRecipientsRequest) (*identityv1.ResolveRecipientsResponse, error) {
	view := store.In(ctx, s.Store, r.GetTerritory())
	holders, err := store.Holders(view, r.GetBodyId(), r.GetCompanyId(), r.GetRoles())
	if err != nil {
		return nil, err
	}
	answer, seen := &identityv1.ResolveRecipientsResponse{}, map[string]bool{}
	for _, m := range app.Usable(holders, view.Now) {
		if seen[m.State.GetPersonId()] {
			continue
		}
		seen[m.State.GetPersonId()] = true
		p, err := store.People.Get(view, m.State.GetPersonId())
		if errs.Is(err, "NOT_FOUND") || err == nil && p.Erased() {
			continue
		}
		if err != nil {
			return nil, err
		}
		answer.Recipients = append(answer.Recipients, recipientOf(p))
	}
	return answer, nil
}

func recipientOf(p *domain.Person) *identityv1.Recipient {
	return &identityv1.Recipient{PersonId: p.ID, Language: p.State.GetLanguage(), Email: p.State.GetEmail(), DisplayName: domain.Name(p.State)}
}

package rpc

import (
	"context"
	"time"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// mostContacts bounds how many bodies a warning names.
const mostContacts = 10

// recentContacts warns who works with a company that a body was in touch with it: the latest exchange of each body. The
// company itself knows.
func recentContacts(ctx context.Context, words *present.Presenter, v *kit.View, companyID, leaderID string) ([]*supportv1.RecentContact, error) {
	if !v.Actor.Works() {
		return nil, nil
	}
	found, err := store.RecentExchanges(v, companyID, leaderID, v.Now.Add(-domain.RecentDays*24*time.Hour))
	if err != nil {
		return nil, err
	}
	var told []*supportv1.RecentContact
	bodies := map[string]bool{}
	for _, e := range found {
		if bodies[e.State.GetAuthorBodyId()] || len(told) == mostContacts {
			continue
		}
		bodies[e.State.GetAuthorBodyId()] = true
		r, err := recentContact(ctx, words, v, e)
		if err != nil {
			return nil, err
		}
		told = append(told, r)
	}
	return told, nil
}

func recentContact(ctx context.Context, words *present.Presenter, v *kit.View, e *domain.Exchange) (*supportv1.RecentContact, error) {
	name := e.State.GetAuthorBodyId()
	body, err := store.PartnerBodies.Get(v, name)
	if err != nil && !errs.Is(err, "NOT_FOUND") {
		return nil, err
	}
	if err == nil {
		name = body.State.GetName()
	}
	r := e.Recent(wordsOf(ctx, words), name, v.Now)
	r.KindLabel = words.Word(ctx, r.GetKind().String())
	c, err := caseOf(v, e.State.GetCaseId())
	if err != nil {
		return nil, err
	}
	if e.Visible(v.Actor, c) {
		r.ExchangeId, r.Note = e.ID, e.State.GetNote()
	}
	return r, nil
}

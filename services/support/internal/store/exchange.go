package store

import (
	"cmp"
	"slices"
	"time"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// Exchanges is the table of exchanges.
var Exchanges = kit.Table[*domain.Exchange, *supportv1.Exchange]{
	Name: "exchange", Kind: "exchange", Taken: "ALREADY_EXISTS",
	Columns: []kit.Column[*domain.Exchange]{
		{Name: "case_id", Value: func(e *domain.Exchange) any { return e.State.GetCaseId() }},
		{Name: "company_id", Value: func(e *domain.Exchange) any { return e.State.GetCompanyId() }},
		{Name: "project_leader_id", Value: func(e *domain.Exchange) any { return e.State.GetProjectLeaderId() }},
		{Name: "kind", Value: func(e *domain.Exchange) any { return e.State.GetKind().String() }},
		{Name: "outcome", Value: func(e *domain.Exchange) any { return e.State.GetOutcome().String() }},
		{Name: "visibility", Value: func(e *domain.Exchange) any { return e.State.GetVisibility().String() }},
		{Name: "author_body_id", Value: func(e *domain.Exchange) any { return e.State.GetAuthorBodyId() }},
		{Name: "author_person_id", Value: func(e *domain.Exchange) any { return e.State.GetAuthorPersonId() }},
		{Name: "attempt", Value: func(e *domain.Exchange) any { return e.Attempt() }},
		{Name: "held_us", Value: func(e *domain.Exchange) any { return clock.Micros(timeOf(e.State.GetHeldTime())) }},
		{Name: "created_us", Value: func(e *domain.Exchange) any { return clock.Micros(timeOf(e.State.GetCreatedTime())) }},
		{Name: "updated_us", Value: func(e *domain.Exchange) any { return clock.Micros(timeOf(e.State.GetUpdatedTime())) }},
	},
	Encode:  func(e *domain.Exchange) *supportv1.Exchange { return e.State },
	Decode:  func(m *supportv1.Exchange) *domain.Exchange { return &domain.Exchange{State: m} },
	Project: projectExchange,
}.Open()

var exchangeBodies = kit.Children{Table: "exchange_body", Owner: "exchange_id", Columns: []string{"body_id"}}.Open()

func projectExchange(tx *kit.Tx, e *domain.Exchange) error {
	var words []string
	for _, s := range e.State.GetSubjectCodes() {
		words = append(words, subjectKeyword+s)
	}
	if err := setKeywords(tx, e.ID, words); err != nil {
		return err
	}
	var bodies [][]any
	for _, b := range e.State.GetBodyIds() {
		bodies = append(bodies, []any{b})
	}
	return exchangeBodies.Set(tx, e.ID, bodies)
}

var exchangeList = &page.List{
	Name: "exchanges", Kind: "exchange", From: "exchange t",
	Fields: []page.Field{
		{Name: "companyId", Column: "t.company_id"},
		{Name: "projectLeaderId", Column: "t.project_leader_id"},
		{Name: "caseId", Column: "t.case_id"},
		{Name: "kind", Column: "t.kind", Kind: page.Enum},
		{Name: "outcome", Column: "t.outcome", Kind: page.Enum},
		{Name: "visibility", Column: "t.visibility", Kind: page.Enum},
		{Name: "authorBodyId", Column: "t.author_body_id", Word: page.Mine},
		{Name: "authorPersonId", Column: "t.author_person_id", Word: page.Me},
		{Name: "subjectCode", Where: hasKeyword, Word: keyword(subjectKeyword)},
		{Name: "heldTime", Column: "t.held_us", Kind: page.Time},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	},
	Orders: []page.Order{
		{Name: "heldTime", Column: "t.held_us", Kind: page.Time},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	},
	Descending: true,
}

// ListExchanges answers a page of the exchanges that the actor may see: Exchange.Visible as a condition.
func ListExchanges(v *kit.View, signer *page.Signer, r page.Request) ([]*domain.Exchange, string, error) {
	return page.Of(v, Exchanges, exchangeList, signer, r, exchangesOf(v.Actor))
}

func exchangesOf(a actor.Actor) page.Cond {
	c := legible(a)
	switch {
	case a.Has(actor.HupCoordinator):
		return c
	case a.Has(actor.CompanyUser):
		c.SQL = "(" + c.SQL + " OR t.visibility = ? AND t.case_id = '' AND t.company_id = ?)"
		c.Args = append(c.Args, withCompany, a.CompanyID)
		return c
	}
	c.SQL = "(" + c.SQL + " OR t.visibility IN (?, ?) AND t.case_id = '' AND EXISTS (SELECT 1 FROM exchange_body b" +
		" WHERE b.territory = t.territory AND b.exchange_id = t.id AND b.body_id = ?))"
	c.Args = append(c.Args, partners, withCompany, a.BodyID)
	return c
}

const (
	selectRecent = `SELECT id FROM exchange WHERE territory = $1 AND company_id = $2 AND held_us >= $3 ORDER BY held_us DESC, id DESC LIMIT 100`
	selectMet    = `SELECT id FROM exchange WHERE territory = $1 AND project_leader_id = $2 AND held_us >= $3 ORDER BY held_us DESC, id DESC LIMIT 100`
	selectTried  = `SELECT id FROM exchange WHERE territory = $1 AND case_id = $2 AND attempt ORDER BY held_us DESC, id DESC LIMIT 100`
)

// RecentExchanges are the newest exchanges since an instant with a company and with the project leader that it was before.
func RecentExchanges(v *kit.View, companyID, leaderID string, since time.Time) ([]*domain.Exchange, error) {
	var found []*domain.Exchange
	for query, whom := range map[string]string{selectRecent: companyID, selectMet: leaderID} {
		if whom == "" {
			continue
		}
		some, err := exchanges(v, query, v.Actor.Territory, whom, clock.Micros(since))
		if err != nil {
			return nil, err
		}
		found = append(found, some...)
	}
	slices.SortFunc(found, func(a, b *domain.Exchange) int {
		return cmp.Or(b.State.GetHeldTime().AsTime().Compare(a.State.GetHeldTime().AsTime()), cmp.Compare(b.ID, a.ID))
	})
	return slices.CompactFunc(found, func(a, b *domain.Exchange) bool { return a.ID == b.ID }), nil
}

// AttemptsOf are the exchanges of a case that did not reach the company.
func AttemptsOf(tx *kit.Tx, caseID string) ([]*domain.Exchange, error) {
	return exchanges(&tx.View, selectTried, tx.Actor.Territory, caseID)
}

func exchanges(v *kit.View, query string, args ...any) ([]*domain.Exchange, error) {
	ids, err := texts(v, query, args...)
	if err != nil {
		return nil, err
	}
	found := make([]*domain.Exchange, len(ids))
	for i, id := range ids {
		if found[i], err = Exchanges.Get(v, id); err != nil {
			return nil, err
		}
	}
	return found, nil
}

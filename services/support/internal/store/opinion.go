package store

import (
	"database/sql"
	"errors"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// Opinions is the table of opinions.
var Opinions = kit.Table[*domain.Opinion, *supportv1.Opinion]{
	Name: "opinion", Kind: "opinion", Taken: "ALREADY_EXISTS",
	Columns: []kit.Column[*domain.Opinion]{
		{Name: "case_id", Value: func(o *domain.Opinion) any { return o.State.GetCaseId() }},
		{Name: "status", Value: func(o *domain.Opinion) any { return o.State.GetStatus().String() }},
		{Name: "visibility", Value: func(o *domain.Opinion) any { return o.State.GetVisibility().String() }},
		{Name: "person_id", Value: func(o *domain.Opinion) any { return o.State.GetPersonId() }},
		{Name: "body_id", Value: func(o *domain.Opinion) any { return o.State.GetBodyId() }},
		{Name: "author_body_id", Value: func(o *domain.Opinion) any { return o.State.GetAuthorBodyId() }},
		{Name: "author_person_id", Value: func(o *domain.Opinion) any { return o.State.GetAuthorPersonId() }},
		{Name: "expire_us", Value: func(o *domain.Opinion) any { return clock.Micros(timeOf(o.State.GetExpireTime())) }},
		{Name: "created_us", Value: func(o *domain.Opinion) any { return clock.Micros(timeOf(o.State.GetCreatedTime())) }},
		{Name: "updated_us", Value: func(o *domain.Opinion) any { return clock.Micros(timeOf(o.State.GetUpdatedTime())) }},
	},
	Encode: func(o *domain.Opinion) *supportv1.Opinion { return o.State },
	Decode: func(m *supportv1.Opinion) *domain.Opinion { return &domain.Opinion{State: m} },
}.Open()

var opinionList = &page.List{
	Name: "opinions", Kind: "opinion", From: "opinion t",
	Fields: []page.Field{
		{Name: "caseId", Column: "t.case_id"},
		{Name: "status", Column: "t.status", Kind: page.Enum},
		{Name: "personId", Column: "t.person_id", Word: page.Me},
		{Name: "authorBodyId", Column: "t.author_body_id", Word: page.Mine},
		{Name: "authorPersonId", Column: "t.author_person_id", Word: page.Me},
		{Name: "expireTime", Column: "t.expire_us", Kind: page.Time},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	},
	Orders: []page.Order{
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "expireTime", Column: "t.expire_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	},
	Descending: true,
}

// ListOpinions answers a page of the opinions that the actor may see, of all cases or of one: Opinion.Visible as a
// condition. The company calls nothing of this. Whom an opinion is asked of does not find it by its case.
func ListOpinions(v *kit.View, signer *page.Signer, r page.Request, caseID string) ([]*domain.Opinion, string, error) {
	scope := opinionsOf(v.Actor)
	if caseID != "" {
		scope = legible(v.Actor)
		scope.SQL, scope.Args = scope.SQL+" AND t.case_id = ?", append(scope.Args, caseID)
	}
	return page.Of(v, Opinions, opinionList, signer, r, scope)
}

func opinionsOf(a actor.Actor) page.Cond {
	c := legible(a)
	c.SQL = "(" + c.SQL + " OR t.person_id = ? AND t.person_id <> '' AND t.body_id = ?)"
	c.Args = append(c.Args, personOf(a), a.BodyID)
	return c
}

const (
	selectWaiting = `SELECT id FROM opinion WHERE territory = $1 AND case_id = $2 AND status = $3 ORDER BY id`
	insertExpert  = `INSERT INTO opinion_expert (territory, opinion_id, token_hash, name, email) VALUES ($1, $2, $3, $4, $5)`
	selectExpert  = `SELECT name, email FROM opinion_expert WHERE territory = $1 AND opinion_id = $2`
	selectByToken = `SELECT opinion_id FROM opinion_expert WHERE territory = $1 AND token_hash = $2`
	eraseExpert   = `UPDATE opinion_expert SET email = '' WHERE territory = $1 AND opinion_id = $2`
)

// WaitingOpinions are those of a case whose answer is waited for.
func WaitingOpinions(tx *kit.Tx, caseID string) ([]*domain.Opinion, error) {
	ids, err := texts(&tx.View, selectWaiting, tx.Actor.Territory, caseID, supportv1.OpinionStatus_OPINION_STATUS_ASKED.String())
	if err != nil {
		return nil, err
	}
	found := make([]*domain.Opinion, len(ids))
	for i, id := range ids {
		if found[i], err = Opinions.Get(tx, id); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// PutExpert keeps who the outside expert of an opinion is, and the hash of the token that opens the link.
func PutExpert(tx *kit.Tx, opinionID, tokenHash string, e *supportv1.OutsideExpert) error {
	_, err := tx.Exec(tx.Ctx, insertExpert, tx.Actor.Territory, opinionID, tokenHash, e.GetName(), e.GetEmail())
	return err
}

// Expert is the outside expert of an opinion; without an address once that is erased, nil when none was asked.
func Expert(v *kit.View, opinionID string) (*supportv1.OutsideExpert, error) {
	e := &supportv1.OutsideExpert{}
	err := v.QueryRow(v.Ctx, selectExpert, v.Actor.Territory, opinionID).Scan(&e.Name, &e.Email)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return e, err
}

// EraseAddress forgets the address of an expert: the opinion has ended.
func EraseAddress(tx *kit.Tx, opinionID string) error {
	_, err := tx.Exec(tx.Ctx, eraseExpert, tx.Actor.Territory, opinionID)
	return err
}

// OpinionOfToken finds the opinion that a token opens.
func OpinionOfToken(v *kit.View, tokenHash string) (*domain.Opinion, error) {
	var id string
	err := v.QueryRow(v.Ctx, selectByToken, v.Actor.Territory, tokenHash).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, (errs.NotFound("opinion")).Because(err)
	}
	if err != nil {
		return nil, err
	}
	return Opinions.Get(v, id)
}

// Package store says where the aggregates of identity are kept, how they are listed, and where secrets, codes and tokens
// are kept: as hashes.
package store

import (
	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	"hup.example/services/identity/internal/domain"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
	"hup.example/services/kit/text"
)

// People is the table of people.
var People = kit.Table[*domain.Person, *identityv1.Person]{
	Name: "person", Kind: "person", Taken: "PERSON_MAIL_TAKEN",
	Columns: []kit.Column[*domain.Person]{
		{Name: "status", Value: func(p *domain.Person) any { return p.State.GetStatus().String() }},
		{Name: "email", Value: func(p *domain.Person) any { return orNull(p.State.GetEmail()) }},
		{Name: "upstream_subject", Value: func(p *domain.Person) any { return orNull(p.State.GetUpstreamSubject()) }},
		{Name: "family_name", Value: func(p *domain.Person) any { return text.Fold(p.State.GetFamilyName()) }},
		{Name: "created_us", Value: func(p *domain.Person) any { return clock.Micros(p.State.GetCreatedTime().AsTime()) }},
		{Name: "updated_us", Value: func(p *domain.Person) any { return clock.Micros(p.State.GetUpdatedTime().AsTime()) }},
	},
	Encode: func(p *domain.Person) *identityv1.Person { return p.State },
	Decode: func(m *identityv1.Person) *domain.Person { return &domain.Person{State: m} },
	Project: func(tx *kit.Tx, p *domain.Person) error {
		return tx.Index("person", p.ID, p.State.GetGivenName(), p.State.GetFamilyName()) // erased: nothing is left to find
	},
}.Open()

const ofPerson = `m.territory = t.territory AND m.person_id = t.id`

// PersonList is how people are listed.
var PersonList = &page.List{
	Name: "people", Kind: "person", From: "person t",
	Fields: []page.Field{
		{Name: "bodyId", Where: "EXISTS (SELECT 1 FROM membership m WHERE " + ofPerson + " AND m.running AND m.body_id = ?)", Word: page.Mine},
		{Name: "role", Where: `EXISTS (SELECT 1 FROM membership m JOIN membership_role r ON r.territory = m.territory AND r.membership_id = m.id WHERE ` +
			ofPerson + ` AND m.running AND r.role = ?)`, Kind: page.Enum},
		{Name: "status", Column: "t.status", Kind: page.Enum},
		{Name: "email", Column: "t.email"},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
		{Name: "text", Kind: page.Search},
	},
	Orders: []page.Order{
		{Name: "familyName", Column: "t.family_name"},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	},
}

// PeopleSeen is the condition of domain.SeesPerson for lists of people.
func PeopleSeen(a actor.Actor) []page.Cond {
	if domain.SeesAll(a) {
		return nil
	}
	return []page.Cond{{
		SQL: "(t.id = ? OR NOT EXISTS (SELECT 1 FROM membership m WHERE " + ofPerson + ")" +
			" OR EXISTS (SELECT 1 FROM membership m WHERE " + ofPerson + " AND (NOT m.jobseeker OR m.body_id = ?)))",
		Args: []any{a.ID, a.BodyID},
	}}
}

// orNull keeps empty values out of a unique index.
func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

const countPeople = `SELECT count(*) FROM (SELECT 1 AS one FROM person WHERE territory = $1 LIMIT 1) some`

// AnyPerson says whether the territory has people.
func AnyPerson(v *kit.View) (bool, error) {
	var n int
	err := v.QueryRow(v.Ctx, countPeople, v.Actor.Territory).Scan(&n)
	return n > 0, err
}

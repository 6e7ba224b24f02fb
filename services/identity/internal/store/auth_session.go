package store

import (
	"database/sql"
	"errors"
	"time"

	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	"hup.example/services/identity/internal/domain"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
)

// Sessions is the table of sign-ins.
var Sessions = kit.Table[*domain.AuthSession, *identityv1.AuthSession]{
	Name: "auth_session", Kind: "auth_session", Taken: "AUTH_SESSION_EXISTS",
	Columns: []kit.Column[*domain.AuthSession]{
		{Name: "status", Value: func(s *domain.AuthSession) any { return s.State.GetStatus().String() }},
		{Name: "person_id", Value: func(s *domain.AuthSession) any { return s.State.GetPersonId() }},
		{Name: "membership_id", Value: func(s *domain.AuthSession) any { return s.State.GetMembershipId() }},
		{Name: "created_us", Value: func(s *domain.AuthSession) any { return clock.Micros(s.State.GetCreatedTime().AsTime()) }},
	},
	Encode: func(s *domain.AuthSession) *identityv1.AuthSession { return s.State },
	Decode: func(m *identityv1.AuthSession) *domain.AuthSession { return &domain.AuthSession{State: m} },
}.Open()

// SessionList is how sessions are listed: one's own only, so few that they are sorted without an index.
var SessionList = &page.List{
	Name: "auth_sessions", From: "auth_session t JOIN last_use u ON u.territory = t.territory AND u.id = t.id",
	Fields: []page.Field{
		{Name: "status", Column: "t.status", Kind: page.Enum},
		{Name: "membershipId", Column: "t.membership_id"},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
	},
	Orders: []page.Order{
		{Name: "lastUsedTime", Column: "u.used_us", Kind: page.Time},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
	},
	Descending: true,
}

const (
	selectActiveOfPerson     = `SELECT id, version, head, record FROM auth_session WHERE territory = $1 AND person_id = $2 AND status = $3`
	selectActiveOfMembership = `SELECT id, version, head, record FROM auth_session WHERE territory = $1 AND membership_id = $2 AND status = $3`
)

var sessionActive = identityv1.AuthSessionStatus_AUTH_SESSION_STATUS_ACTIVE.String()

// SessionsOfPerson are the open sessions of a person.
func SessionsOfPerson(v *kit.View, personID string) ([]*domain.AuthSession, error) {
	return all(v, Sessions, selectActiveOfPerson, v.Actor.Territory, personID, sessionActive)
}

// SessionsFor are the open sessions for a membership.
func SessionsFor(v *kit.View, membershipID string) ([]*domain.AuthSession, error) {
	return all(v, Sessions, selectActiveOfMembership, v.Actor.Territory, membershipID, sessionActive)
}

const (
	upsertForgotten = `INSERT INTO forgotten (territory, person_id, before_us) VALUES ($1, $2, $3)
 ON CONFLICT (territory, person_id) DO UPDATE SET before_us = excluded.before_us`
	selectForgotten = `SELECT before_us FROM forgotten WHERE territory = $1 AND person_id = $2`
)

// ForgetBrowsers makes every browser that knows the person ask for a proof again.
func ForgetBrowsers(tx *kit.Tx, territory, personID string) error {
	_, err := tx.Exec(tx.Ctx, upsertForgotten, territory, personID, clock.Micros(tx.Now))
	return err
}

// Forgotten says whether a proof given at an instant no longer counts.
func Forgotten(v *kit.View, personID string, proved time.Time) (bool, error) {
	var before int64
	err := v.QueryRow(v.Ctx, selectForgotten, v.Actor.Territory, personID).Scan(&before)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return clock.Micros(proved) <= before, err
}

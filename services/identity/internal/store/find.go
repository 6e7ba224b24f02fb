package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"google.golang.org/protobuf/proto"

	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
)

// all reads the aggregates of a query over id, version, head and record.
func all[A aggregate.Aggregate, M proto.Message](v *kit.View, table *kit.Table[A, M], query string, args ...any) ([]A, error) {
	rows, err := v.Query(v.Ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var found []A
	for rows.Next() {
		var r page.Row
		if err := rows.Scan(&r.ID, &r.Version, &r.Head, &r.Record); err != nil {
			return nil, err
		}
		a, err := table.Restore(v.Actor.Territory, r.ID, r.Version, r.Head, r.Record)
		if err != nil {
			return nil, err
		}
		found = append(found, a)
	}
	return found, rows.Err()
}

const (
	territoryOfPerson     = `SELECT territory FROM person WHERE id = $1`
	territoryOfMembership = `SELECT territory FROM membership WHERE id = $1`
	territoryOfClient     = `SELECT territory FROM client WHERE id = $1`
	territoryOfSession    = `SELECT territory FROM auth_session WHERE id = $1`
)

var territoryOf = map[string]string{
	"person": territoryOfPerson, "membership": territoryOfMembership, "client": territoryOfClient, "auth_session": territoryOfSession,
}

// At is a view as the platform in the territory that the id is of: who signs in, and services that ask, name none.
func At(ctx context.Context, s *kit.Store, kind, id string) (*kit.View, error) {
	v := s.View(ctx)
	var territory string
	err := v.QueryRow(ctx, territoryOf[kind], id).Scan(&territory)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, errs.NotFound(kind)
	}
	if err != nil {
		return nil, err
	}
	return In(ctx, s, territory), nil
}

// In is a view as the platform in a territory.
func In(ctx context.Context, s *kit.Store, territory string) *kit.View {
	return s.View(actor.With(ctx, actor.Of(territory, "identity")))
}

// Ref names a person of a territory.
type Ref struct {
	// Territory is the tenant; PersonID the person in it.
	Territory, PersonID string
}

const (
	selectByMail    = `SELECT territory, id FROM person WHERE email = $1 ORDER BY territory`
	selectBySubject = `SELECT territory, id FROM person WHERE upstream_subject = $1 ORDER BY territory`
)

// ByMail are the people with a mail address: one a territory at most.
func ByMail(v *kit.View, mail string) ([]Ref, error) { return refs(v, selectByMail, mail) }

// BySubject are the people known by a subject of the upstream provider.
func BySubject(v *kit.View, subject string) ([]Ref, error) { return refs(v, selectBySubject, subject) }

func refs(v *kit.View, query, value string) ([]Ref, error) {
	if value == "" {
		return nil, nil
	}
	rows, err := v.Query(v.Ctx, query, value)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var found []Ref
	for rows.Next() {
		var r Ref
		if err := rows.Scan(&r.Territory, &r.PersonID); err != nil {
			return nil, err
		}
		found = append(found, r)
	}
	return found, rows.Err()
}

const (
	upsertUse = `INSERT INTO last_use (territory, id, used_us) VALUES ($1, $2, $3)
 ON CONFLICT (territory, id) DO UPDATE SET used_us = excluded.used_us`
	selectUse = `SELECT used_us FROM last_use WHERE territory = $1 AND id = $2`
)

// Used remembers that a person signed in, a client got a token, or a session was refreshed.
func Used(tx *kit.Tx, territory, id string) error {
	_, err := tx.Exec(tx.Ctx, upsertUse, territory, id, clock.Micros(tx.Now))
	return err
}

// LastUse is when that was; the zero time for never.
func LastUse(v *kit.View, id string) (time.Time, error) {
	var us int64
	err := v.QueryRow(v.Ctx, selectUse, v.Actor.Territory, id).Scan(&us)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	return clock.FromMicros(us), err
}

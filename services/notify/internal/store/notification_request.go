package store

import (
	"context"
	"time"

	"google.golang.org/protobuf/proto"

	commoneventv1 "hup.example/proto/gen/go/hup/common/event/v1"
	notifyv1 "hup.example/proto/gen/go/hup/notify/v1"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/db"
	kit "hup.example/services/kit/store"
	"hup.example/services/notify/internal/domain"
)

// Request is what a service asked to tell somebody.
type Request struct {
	Territory, Source, Context string
	Asked                      *commoneventv1.NotificationRequested
	Done                       bool
	Tries                      int
	Due, Created               time.Time
}

const (
	requestColumns = `territory, source, context_id, payload, done, tries, due_us, created_us`

	insertRequest = `INSERT INTO notification_request (dedupe_key, ` + requestColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
 ON CONFLICT (territory, dedupe_key) DO NOTHING`

	markRequest = `UPDATE notification_request SET done = $1, tries = $2, due_us = $3 WHERE territory = $4 AND dedupe_key = $5`

	selectDueRequests = `SELECT ` + requestColumns + ` FROM notification_request WHERE NOT done AND due_us <= $1 ORDER BY due_us, dedupe_key LIMIT CAST($2 AS bigint)`
	selectRequest     = `SELECT ` + requestColumns + ` FROM notification_request WHERE territory = $1 AND dedupe_key = $2`
)

// AddRequest writes a request down, once a key.
func AddRequest(tx *kit.Tx, r Request) error {
	payload, err := proto.MarshalOptions{Deterministic: true}.Marshal(r.Asked)
	if err != nil {
		return err
	}
	_, err = tx.Exec(tx.Ctx, insertRequest, r.Asked.GetDedupeKey(), r.Territory, r.Source, r.Context, payload, r.Done, r.Tries, clock.Micros(r.Due), clock.Micros(r.Created))
	return err
}

// MarkRequest keeps whether a request was seen to, else when it is tried next.
func MarkRequest(tx *kit.Tx, r Request) error {
	_, err := tx.Exec(tx.Ctx, markRequest, r.Done, r.Tries, clock.Micros(r.Due), r.Territory, r.Asked.GetDedupeKey())
	return err
}

// DueRequests are some that are to be seen to now, of all territories.
func DueRequests(ctx context.Context, d *db.DB, now time.Time, most int) ([]Request, error) {
	rows, err := d.Read().Query(ctx, selectDueRequests, clock.Micros(now), most)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var found []Request
	for rows.Next() {
		r, err := scanRequest(rows)
		if err != nil {
			return nil, err
		}
		found = append(found, r)
	}
	return found, rows.Err()
}

// RequestOf is the request with a key.
func RequestOf(v *kit.View, key string) (Request, error) {
	return scanRequest(v.QueryRow(v.Ctx, selectRequest, v.Actor.Territory, key))
}

func scanRequest(row interface{ Scan(...any) error }) (r Request, err error) {
	var payload []byte
	var due, created int64
	if err := row.Scan(&r.Territory, &r.Source, &r.Context, &payload, &r.Done, &r.Tries, &due, &created); err != nil {
		return r, err
	}
	r.Due, r.Created, r.Asked = clock.FromMicros(due), clock.FromMicros(created), &commoneventv1.NotificationRequested{}
	return r, proto.Unmarshal(payload, r.Asked)
}

const (
	deleteOldNotifications = `DELETE FROM notification WHERE territory = $1 AND created_us < $2`
	deleteOldRequests      = `DELETE FROM notification_request WHERE territory = $1 AND created_us < $2`
)

// PruneNotifications drops what was asked for before an instant. What is asked again after that is too old to be sent.
func PruneNotifications(tx *kit.Tx, before time.Time) error {
	for _, query := range []string{deleteOldNotifications, deleteOldRequests} {
		if _, err := tx.Exec(tx.Ctx, query, tx.Actor.Territory, clock.Micros(before)); err != nil {
			return err
		}
	}
	return nil
}

// Preferences is the table of what people want to be told by mail.
var Preferences = kit.Table[*domain.Preferences, *notifyv1.NotificationPreferences]{
	Name: "notification_preferences", Kind: "notification_preferences", Taken: "ALREADY_EXISTS",
	Encode: func(p *domain.Preferences) *notifyv1.NotificationPreferences { return p.State },
	Decode: func(m *notifyv1.NotificationPreferences) *domain.Preferences { return &domain.Preferences{State: m} },
}.Open()

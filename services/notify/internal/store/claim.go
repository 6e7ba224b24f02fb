package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"hup.example/services/kit/clock"
	"hup.example/services/kit/db"
	kit "hup.example/services/kit/store"
)

// Lane is a webhook that has something to be sent.
type Lane struct{ Territory, WebhookID string }

const selectLanes = `SELECT w.territory, w.id FROM webhook w WHERE EXISTS (SELECT 1 FROM delivery d WHERE d.territory = w.territory
 AND d.webhook_id = w.id AND d.status = 'WEBHOOK_DELIVERY_STATUS_PENDING' AND d.due_us <= $1)`

// DueLanes are the webhooks of all territories that have something due.
func DueLanes(ctx context.Context, d *db.DB, now time.Time) ([]Lane, error) {
	rows, err := d.Read().Query(ctx, selectLanes, clock.Micros(now))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var lanes []Lane
	for rows.Next() {
		var l Lane
		if err := rows.Scan(&l.Territory, &l.WebhookID); err != nil {
			return nil, err
		}
		lanes = append(lanes, l)
	}
	return lanes, rows.Err()
}

const selectNextDue = `SELECT coalesce(min(due_us), 0) FROM delivery WHERE status = 'WEBHOOK_DELIVERY_STATUS_PENDING'`

// NextDue is when the next delivery is due, the zero time when none waits.
func NextDue(ctx context.Context, d *db.DB) (time.Time, error) {
	var us int64
	err := d.Read().QueryRow(ctx, selectNextDue).Scan(&us)
	return clock.FromMicros(us), err
}

const (
	selectDue = `SELECT ` + deliveryColumns + ` FROM delivery
 WHERE territory = $1 AND webhook_id = $2 AND status = 'WEBHOOK_DELIVERY_STATUS_PENDING' AND due_us <= $3 ORDER BY due_us, seq LIMIT 1`

	claimDue = `UPDATE delivery SET due_us = $1 WHERE territory = $2 AND id = $3 AND status = 'WEBHOOK_DELIVERY_STATUS_PENDING' AND due_us = $4`
)

// Claim takes the next due delivery of a webhook for a while: it is due again when the while is over and nobody said what
// became of it. It answers false when nothing is due.
func Claim(tx *kit.Tx, webhookID string, lease time.Duration) (Delivery, bool, error) {
	d, err := scanDelivery(tx.QueryRow(tx.Ctx, selectDue, tx.Actor.Territory, webhookID, clock.Micros(tx.Now)))
	if errors.Is(err, sql.ErrNoRows) {
		return d, false, nil
	}
	if err != nil {
		return d, false, err
	}
	result, err := tx.Exec(tx.Ctx, claimDue, clock.Micros(tx.Now.Add(lease)), tx.Actor.Territory, d.ID, clock.Micros(d.Due))
	if err != nil {
		return d, false, err
	}
	if n, err := result.RowsAffected(); err != nil || n != 1 {
		return d, false, errors.Join(db.ErrRace, err) // another process took it
	}
	return d, true, nil
}

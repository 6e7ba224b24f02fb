package store

import (
	"database/sql"
	"errors"
	"time"

	"hup.example/services/kit/clock"
	kit "hup.example/services/kit/store"
)

// Health says how the deliveries of a webhook go.
type Health struct {
	// Success and Failure are when a delivery last succeeded and failed; zero when none did.
	Success, Failure time.Time
	// Failures counts the failures in a row.
	Failures int32
	// Seq is the last place of the feed that was delivered or given up.
	Seq int64
	// ReplaySeq is where a replay stands, ReplayEnd where it ends; they are equal when there is none.
	ReplaySeq, ReplayEnd int64
	// Waiting counts the deliveries that are to be sent.
	Waiting int32
}

const selectHealth = `SELECT success_us, failure_us, failures, seq, replay_seq, replay_end FROM webhook_health
 WHERE territory = $1 AND webhook_id = $2`

// HealthOf answers how a webhook's deliveries go, without those that wait.
func HealthOf(v *kit.View, webhookID string) (Health, error) {
	var h Health
	var success, failure int64
	err := v.QueryRow(v.Ctx, selectHealth, v.Actor.Territory, webhookID).
		Scan(&success, &failure, &h.Failures, &h.Seq, &h.ReplaySeq, &h.ReplayEnd)
	if errors.Is(err, sql.ErrNoRows) {
		return h, nil
	}
	h.Success, h.Failure = clock.FromMicros(success), clock.FromMicros(failure)
	return h, err
}

const putHealth = `INSERT INTO webhook_health (territory, webhook_id, success_us, failure_us, failures, seq, replay_seq, replay_end)
 VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (territory, webhook_id) DO UPDATE SET success_us = excluded.success_us,
 failure_us = excluded.failure_us, failures = excluded.failures, seq = excluded.seq, replay_seq = excluded.replay_seq, replay_end = excluded.replay_end`

// PutHealth keeps it.
func PutHealth(tx *kit.Tx, webhookID string, h Health) error {
	_, err := tx.Exec(tx.Ctx, putHealth, tx.Actor.Territory, webhookID, clock.Micros(h.Success), clock.Micros(h.Failure),
		h.Failures, h.Seq, h.ReplaySeq, h.ReplayEnd)
	return err
}

const stopReplay = `UPDATE webhook_health SET replay_seq = replay_end WHERE territory = $1 AND webhook_id = $2`

// StopReplay ends a replay under way.
func StopReplay(tx *kit.Tx, webhookID string) error {
	_, err := tx.Exec(tx.Ctx, stopReplay, tx.Actor.Territory, webhookID)
	return err
}

const countWaiting = `SELECT count(*) FROM delivery WHERE territory = $1 AND webhook_id = $2 AND status = 'WEBHOOK_DELIVERY_STATUS_PENDING'`

// CountWaiting counts the deliveries that are to be sent.
func CountWaiting(v *kit.View, webhookID string) (n int32, err error) {
	err = v.QueryRow(v.Ctx, countWaiting, v.Actor.Territory, webhookID).Scan(&n)
	return n, err
}

package store

import (
	"time"

	"hup.example/services/kit/clock"
	kit "hup.example/services/kit/store"
)

const (
	selectOld = `SELECT coalesce(max(seq), 0) FROM feed_event WHERE territory = $1 AND received_us < $2`
	setPruned = `UPDATE feed_counter SET pruned = $1 WHERE territory = $2 AND pruned < $1`

	deleteOldDeliveries = `DELETE FROM delivery WHERE territory = $1 AND updated_us < $2 AND status <> 'WEBHOOK_DELIVERY_STATUS_PENDING'`

	// What is still on its way is kept until it is there.
	deleteOldEntries = `DELETE FROM feed_entry WHERE territory = $1 AND event_seq <= $2 AND NOT EXISTS (SELECT 1 FROM delivery d
 WHERE d.territory = feed_entry.territory AND d.event_seq = feed_entry.event_seq AND d.status = 'WEBHOOK_DELIVERY_STATUS_PENDING')`
	deleteOldEvents = `DELETE FROM feed_event WHERE territory = $1 AND seq <= $2 AND NOT EXISTS (SELECT 1 FROM delivery d
 WHERE d.territory = feed_event.territory AND d.event_seq = feed_event.seq AND d.status = 'WEBHOOK_DELIVERY_STATUS_PENDING')`
)

// Prune drops what the feed got before an instant, and the deliveries that were over by then.
func Prune(tx *kit.Tx, before time.Time) error {
	territory, us := tx.Actor.Territory, clock.Micros(before)
	var old int64
	if err := tx.QueryRow(tx.Ctx, selectOld, territory, us).Scan(&old); err != nil {
		return err
	}
	steps := []struct {
		query string
		args  []any
	}{
		{setPruned, []any{old, territory}},
		{deleteOldDeliveries, []any{territory, us}},
		{deleteOldEntries, []any{territory, old}},
		{deleteOldEvents, []any{territory, old}},
	}
	for _, s := range steps {
		if _, err := tx.Exec(tx.Ctx, s.query, s.args...); err != nil {
			return err
		}
	}
	return nil
}

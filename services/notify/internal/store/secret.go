package store

import (
	"time"

	"hup.example/services/kit/clock"
	"hup.example/services/kit/id"
	kit "hup.example/services/kit/store"
)

const (
	retireSecret  = `UPDATE webhook_secret SET retire_us = $1 WHERE territory = $2 AND webhook_id = $3 AND retire_us = 0`
	deleteRetired = `DELETE FROM webhook_secret WHERE territory = $1 AND webhook_id = $2 AND retire_us > 0 AND retire_us <= $3`
	insertSecret  = `INSERT INTO webhook_secret (territory, webhook_id, id, retire_us, sealed) VALUES ($1, $2, $3, 0, $4)`
	selectSecrets = `SELECT sealed FROM webhook_secret WHERE territory = $1 AND webhook_id = $2 AND (retire_us = 0 OR retire_us > $3) ORDER BY id DESC`
)

// AddSecret keeps a new sealed secret; the one before ends at an instant, or is dropped when that is now.
func AddSecret(tx *kit.Tx, webhookID string, sealed []byte, retire time.Time) error {
	if _, err := tx.Exec(tx.Ctx, retireSecret, clock.Micros(retire), tx.Actor.Territory, webhookID); err != nil {
		return err
	}
	if _, err := tx.Exec(tx.Ctx, deleteRetired, tx.Actor.Territory, webhookID, clock.Micros(tx.Now)); err != nil {
		return err
	}
	_, err := tx.Exec(tx.Ctx, insertSecret, tx.Actor.Territory, webhookID, id.New("sec"), sealed)
	return err
}

// Secrets are the sealed secrets that sign now, newest first.
func Secrets(v *kit.View, webhookID string) ([][]byte, error) {
	rows, err := v.Query(v.Ctx, selectSecrets, v.Actor.Territory, webhookID, clock.Micros(v.Now))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var found [][]byte
	for rows.Next() {
		var sealed []byte
		if err := rows.Scan(&sealed); err != nil {
			return nil, err
		}
		found = append(found, sealed)
	}
	return found, rows.Err()
}

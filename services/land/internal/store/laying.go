package store

import (
	"database/sql"
	"errors"

	kit "hup.example/services/kit/store"
)

const (
	selectLaying  = `SELECT layer_id FROM risk_laying WHERE territory = $1 AND external_id = $2`
	lockLaying    = `UPDATE risk_laying SET run = run WHERE territory = $1 AND layer_id = $2 AND run = $3`
	lockAnyLaying = `UPDATE risk_laying SET run = run WHERE territory = $1`
	upsertLaying  = `INSERT INTO risk_laying (territory, external_id, layer_id, run) VALUES ($1, $2, $3, $4)
 ON CONFLICT (territory, external_id) DO UPDATE SET run = excluded.run`
	deleteLaying = `DELETE FROM risk_laying WHERE territory = $1 AND layer_id = $2`

	selectPart  = `SELECT last_no, digest FROM risk_part WHERE territory = $1 AND layer_id = $2 AND last_no >= $3 ORDER BY last_no LIMIT 1`
	selectLast  = `SELECT digest FROM risk_part WHERE territory = $1 AND layer_id = $2 ORDER BY last_no DESC LIMIT 1`
	insertPart  = `INSERT INTO risk_part (territory, layer_id, last_no, digest) VALUES ($1, $2, $3, $4)`
	deleteParts = `DELETE FROM risk_part WHERE territory = $1 AND layer_id = $2`
)

// deleteFrom drops the parts of a layer from a number on, and what was laid by them.
var deleteFrom = []string{
	`DELETE FROM map_square WHERE territory = $1 AND owner_id = $2 AND shape_no >= $3`,
	`DELETE FROM asset_touch WHERE territory = $1 AND layer_id = $2 AND shape_no >= $3`,
	`DELETE FROM risk_shape WHERE territory = $1 AND layer_id = $2 AND shape_no >= $3`,
	`DELETE FROM risk_part WHERE territory = $1 AND layer_id = $2 AND last_no >= $3`,
}

// StartLaying says that the shapes of a layer come, by whom, and answers the id that they come under: that of a file of it which was cut
// short, when there is one.
func StartLaying(tx *kit.Tx, externalID, layerID, run string) (string, error) {
	if _, err := tx.Exec(tx.Ctx, upsertLaying, tx.Actor.Territory, externalID, layerID, run); err != nil {
		return "", err
	}
	err := tx.QueryRow(tx.Ctx, selectLaying, tx.Actor.Territory, externalID).Scan(&layerID)
	return layerID, err
}

// LockLaying says whether a run lays a layer still. Whoever writes an asset waits for the part that is laid with it.
func LockLaying(tx *kit.Tx, layerID, run string) (bool, error) {
	done, err := tx.Exec(tx.Ctx, lockLaying, tx.Actor.Territory, layerID, run)
	if err != nil {
		return false, err
	}
	n, err := done.RowsAffected()
	return n > 0, err
}

// LockAnyLaying waits for the parts of layers that are being laid: an asset that is written beside one must see it, or be seen by it.
func LockAnyLaying(tx *kit.Tx) error {
	_, err := tx.Exec(tx.Ctx, lockAnyLaying, tx.Actor.Territory)
	return err
}

// missing is no error of who looks for what may not be there.
func missing(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return err
}

// LaidFrom is the first part of a layer that is laid and ends at a number or behind it: its end, 0 when there is none, and its digest.
func LaidFrom(tx *kit.Tx, layerID string, no int64) (last int64, digest []byte, err error) {
	err = tx.QueryRow(tx.Ctx, selectPart, tx.Actor.Territory, layerID, no).Scan(&last, &digest)
	return last, digest, missing(err)
}

// LaidDigest is the digest of the file of a layer, nil when it came otherwise.
func LaidDigest(tx *kit.Tx, layerID string) (digest []byte, err error) {
	err = tx.QueryRow(tx.Ctx, selectLast, tx.Actor.Territory, layerID).Scan(&digest)
	return digest, missing(err)
}

// LaidPart says that a part is laid.
func LaidPart(tx *kit.Tx, layerID string, last int64, digest []byte) error {
	_, err := tx.Exec(tx.Ctx, insertPart, tx.Actor.Territory, layerID, last, digest)
	return err
}

// DropFrom drops what was laid of a layer from a number on.
func DropFrom(tx *kit.Tx, layerID string, no int64) error {
	for _, query := range deleteFrom {
		if _, err := tx.Exec(tx.Ctx, query, tx.Actor.Territory, layerID, no); err != nil {
			return err
		}
	}
	return nil
}

// StopLaying drops what was laid of a layer.
func StopLaying(tx *kit.Tx, layerID string) error {
	return each(tx, layerID, deleteSquares, deleteTouches, deleteShapes, deleteParts, deleteLaying)
}

// LaidWhole puts a layer to use that is whole.
func LaidWhole(tx *kit.Tx, layerID string) error { return each(tx, layerID, deleteLaying) }

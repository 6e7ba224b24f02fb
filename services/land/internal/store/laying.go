package store

import (
	kit "hup.example/services/kit/store"
)

const (
	selectLaying = `SELECT layer_id FROM risk_laying WHERE territory = $1 AND external_id = $2`
	upsertLaying = `INSERT INTO risk_laying (territory, external_id, layer_id) VALUES ($1, $2, $3)
 ON CONFLICT (territory, external_id) DO UPDATE SET layer_id = excluded.layer_id`
	deleteLaying = `DELETE FROM risk_laying WHERE territory = $1 AND layer_id = $2`
	layTouches   = `UPDATE asset_touch SET laying = FALSE WHERE territory = $1 AND layer_id = $2`
	laySquares   = `UPDATE map_square SET what = 'shape' WHERE territory = $1 AND owner_id = $2`

	countSame = `SELECT count(*) FROM risk_shape a JOIN risk_shape b ON b.territory = a.territory AND b.layer_id = $3 AND b.shape_no = a.shape_no
 AND b.shape_key = a.shape_key AND b.label = a.label AND b.kind = a.kind AND b.flood = a.flood AND b.plu = a.plu AND b.reach_m = a.reach_m
 AND b.geometry = a.geometry WHERE a.territory = $1 AND a.layer_id = $2`
)

// StartLaying says that the shapes of a layer come under an id, and drops what another file of it left unfinished.
func StartLaying(tx *kit.Tx, externalID, layerID string) error {
	before, err := ids(&tx.View, selectLaying, tx.Actor.Territory, externalID)
	if err != nil {
		return err
	}
	for _, left := range before {
		if err := StopLaying(tx, left); err != nil {
			return err
		}
	}
	_, err = tx.Exec(tx.Ctx, upsertLaying, tx.Actor.Territory, externalID, layerID)
	return err
}

// Laying says whether the shapes of a layer come under the id still.
func Laying(tx *kit.Tx, externalID, layerID string) (bool, error) {
	found, err := ids(&tx.View, selectLaying, tx.Actor.Territory, externalID)
	return len(found) == 1 && found[0] == layerID, err
}

// StopLaying drops what was laid of a layer.
func StopLaying(tx *kit.Tx, layerID string) error {
	return each(tx, layerID, deleteSquares, deleteTouches, deleteShapes, deleteLaying)
}

// LaidWhole puts a layer to use that is whole.
func LaidWhole(tx *kit.Tx, layerID string) error {
	return each(tx, layerID, laySquares, layTouches, deleteLaying)
}

// SameShapes is how many shapes two versions of a layer share.
func SameShapes(tx *kit.Tx, layerID, otherID string) (n int, err error) {
	err = tx.QueryRow(tx.Ctx, countSame, tx.Actor.Territory, layerID, otherID).Scan(&n)
	return n, err
}

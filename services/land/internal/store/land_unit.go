package store

import (
	kit "hup.example/services/kit/store"
)

const (
	upsertUnit = `INSERT INTO land_unit (territory, asset_id, zone_id, vacant_since_on) VALUES ($1, $2, $3, $4)
 ON CONFLICT (territory, asset_id) DO UPDATE SET zone_id = excluded.zone_id, vacant_since_on = excluded.vacant_since_on`
	deleteUnit  = `DELETE FROM land_unit WHERE territory = $1 AND asset_id = $2`
	selectUnit  = `SELECT zone_id FROM land_unit WHERE territory = $1 AND asset_id = $2`
	selectUnits = `SELECT count(*), count(CASE WHEN vacant_since_on <> '' AND vacant_since_on <= $3 THEN 1 END) FROM land_unit
 WHERE territory = $1 AND zone_id = $2`
)

// VacancyTimer counts a zone again when a year turns.
const VacancyTimer = "land_zone_vacancy"

// PutUnit keeps a land unit of a zone, or that the asset is none when no zone is named, and answers the zones whose rate it may
// change: the one it was in, and the one it is in.
func PutUnit(tx *kit.Tx, assetID, zoneID, vacantSince string) (zoneIDs []string, err error) {
	before, err := ids(&tx.View, selectUnit, tx.Actor.Territory, assetID)
	if err != nil {
		return nil, err
	}
	if zoneID == "" {
		_, err = tx.Exec(tx.Ctx, deleteUnit, tx.Actor.Territory, assetID)
		return before, err
	}
	if len(before) > 0 && before[0] == zoneID {
		before = nil
	}
	_, err = tx.Exec(tx.Ctx, upsertUnit, tx.Actor.Territory, assetID, zoneID, vacantSince)
	return append(before, zoneID), err
}

// Units are the land units of a zone, and how many of them are vacant since a day or longer.
func Units(tx *kit.Tx, zoneID, since string) (all, vacant int32, err error) {
	err = tx.QueryRow(tx.Ctx, selectUnits, tx.Actor.Territory, zoneID, since).Scan(&all, &vacant)
	return all, vacant, err
}

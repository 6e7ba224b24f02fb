package store

import (
	"database/sql"
	"errors"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/reference"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

const (
	selectSpot = `SELECT p.tile, p.lat_e6, p.lon_e6, a.kind, a.availability, a.confidentiality, a.body_id FROM asset_index a
 JOIN place p ON p.territory = a.territory AND p.record_id = a.asset_id WHERE a.territory = $1 AND a.asset_id = $2`

	addToSquare = `INSERT INTO map_count (territory, zoom, square, reader, kind, availability, asset_count, sum_lat_e6, sum_lon_e6) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
 ON CONFLICT (territory, zoom, square, reader, kind, availability) DO UPDATE SET asset_count = map_count.asset_count + excluded.asset_count,
 sum_lat_e6 = map_count.sum_lat_e6 + excluded.sum_lat_e6, sum_lon_e6 = map_count.sum_lon_e6 + excluded.sum_lon_e6`

	dropEmptySquare = `DELETE FROM map_count WHERE territory = $1 AND zoom = $2 AND square = $3 AND reader = $4 AND kind = $5 AND availability = $6 AND asset_count <= 0`
)

// recountAll is what the migration wrote when it made the table.
const recountAll = `INSERT INTO map_count (territory, zoom, square, reader, kind, availability, asset_count, sum_lat_e6, sum_lon_e6)
SELECT a.territory, z.zoom, p.tile / z.tiles, CASE a.confidentiality WHEN 'ASSET_CONFIDENTIALITY_PUBLIC' THEN 'public'
  WHEN 'ASSET_CONFIDENTIALITY_OWNER_BODY' THEN 'body:' || a.body_id ELSE 'partners' END, a.kind, a.availability,
  count(*), CAST(sum(p.lat_e6) AS bigint), CAST(sum(p.lon_e6) AS bigint)
FROM asset_index a JOIN place p ON p.territory = a.territory AND p.record_id = a.asset_id
CROSS JOIN (SELECT 4 AS zoom, CAST(1099511627776 AS bigint) AS tiles UNION ALL SELECT 6, 68719476736 UNION ALL SELECT 8, 4294967296 UNION ALL SELECT 10, 268435456
  UNION ALL SELECT 12, 16777216 UNION ALL SELECT 14, 1048576 UNION ALL SELECT 16, 65536 UNION ALL SELECT 18, 4096) z
GROUP BY 1, 2, 3, 4, 5, 6`

// RecountMap counts all squares anew.
func RecountMap(tx *kit.Tx) error {
	if _, err := tx.Exec(tx.Ctx, `DELETE FROM map_count`); err != nil {
		return err
	}
	_, err := tx.Exec(tx.Ctx, recountAll)
	return err
}

// spot is where an asset is counted on the map, and for whom.
type spot struct {
	tile, lat, lon             int64
	reader, kind, availability string
}

const (
	readerPublic   = "public"
	readerPartners = "partners"
	readerBody     = "body:"
)

// readerOf is who may know of an asset, as squares are counted by.
func readerOf(confidentiality, bodyID string) string {
	switch confidentiality {
	case landv1.AssetConfidentiality_ASSET_CONFIDENTIALITY_PUBLIC.String():
		return readerPublic
	case landv1.AssetConfidentiality_ASSET_CONFIDENTIALITY_OWNER_BODY.String():
		return readerBody + bodyID
	}
	return readerPartners
}

// readersOf are those that an actor counts with; nil for all. It is VisibleAssets, for squares.
func readersOf(a actor.Actor) []string {
	switch {
	case a.Kind == actor.System || a.Kind == actor.Service || a.Has(actor.HupCoordinator):
		return nil
	case !a.Works():
		return []string{readerPublic}
	case a.BodyID == "":
		return []string{readerPublic, readerPartners}
	}
	return []string{readerPublic, readerPartners, readerBody + a.BodyID}
}

// countOnMap takes an asset from the squares it was in, and puts it into those it is in now. It goes before the asset is projected.
func countOnMap(tx *kit.Tx, a domain.Asset, at reference.Point, known bool) error {
	var before *spot
	var was spot
	var confidentiality, bodyID string
	err := tx.QueryRow(tx.Ctx, selectSpot, tx.Actor.Territory, a.ID).Scan(&was.tile, &was.lat, &was.lon, &was.kind, &was.availability, &confidentiality, &bodyID)
	switch {
	case err == nil:
		was.reader = readerOf(confidentiality, bodyID)
		before = &was
	case !errors.Is(err, sql.ErrNoRows):
		return err
	}
	var after *spot
	if known {
		after = &spot{domain.TileOf(at), microDegrees(at.Latitude), microDegrees(at.Longitude), readerOf(a.Confidentiality.String(), a.BodyID), a.Kind.String(), a.Availability.String()}
	}
	if before != nil && after != nil && *before == *after {
		return nil
	}
	if err := before.add(tx, -1); err != nil {
		return err
	}
	return after.add(tx, 1)
}

func (s *spot) add(tx *kit.Tx, sign int64) error {
	if s == nil {
		return nil
	}
	for _, zoom := range domain.MapZooms {
		square := domain.MapSquare(s.tile, zoom)
		_, err := tx.Exec(tx.Ctx, addToSquare, tx.Actor.Territory, zoom, square, s.reader, s.kind, s.availability, sign, sign*s.lat, sign*s.lon)
		if err == nil && sign < 0 {
			_, err = tx.Exec(tx.Ctx, dropEmptySquare, tx.Actor.Territory, zoom, square, s.reader, s.kind, s.availability)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

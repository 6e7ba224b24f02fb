package store

import (
	"fmt"
	"math"
	"strings"

	"hup.example/services/kit/page"
	"hup.example/services/kit/reference"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

const (
	upsertPlace = `INSERT INTO place (territory, record_id, kind, tile, lat_e6, lon_e6) VALUES ($1, $2, $3, $4, $5, $6)
 ON CONFLICT (territory, record_id) DO UPDATE SET tile = excluded.tile, lat_e6 = excluded.lat_e6, lon_e6 = excluded.lon_e6`
	deletePlace = `DELETE FROM place WHERE territory = $1 AND record_id = $2`
)

// projectPlace keeps where a record lies; one that lies nowhere known is in no list by place.
func projectPlace(tx *kit.Tx, kind, recordID string, at reference.Point, known bool) error {
	if !known {
		_, err := tx.Exec(tx.Ctx, deletePlace, tx.Actor.Territory, recordID)
		return err
	}
	_, err := tx.Exec(tx.Ctx, upsertPlace, tx.Actor.Territory, recordID, kind, domain.TileOf(at), microDegrees(at.Latitude), microDegrees(at.Longitude))
	return err
}

// Placed is a list in the order of the map.
func Placed(l *page.List) *page.List {
	placed := *l
	placed.Name += "-placed"
	placed.From = "place p JOIN " + strings.TrimSuffix(l.From, " t") + " t ON t.territory = p.territory AND t.id = p.record_id"
	placed.ID = "p.record_id"
	placed.Orders = []page.Order{{Name: "place", Column: "p.tile", Kind: page.Number}}
	placed.Descending = false
	return &placed
}

// InCircle is a condition that all places of a circle meet, and hardly any other: the exact distance is the caller's.
func InCircle(c domain.Circle) page.Cond {
	lat, lon := microDegrees(c.Centre.Latitude), microDegrees(c.Centre.Longitude)
	narrow := math.Cos((math.Abs(c.Centre.Latitude) + c.KM/111) * math.Pi / 180) // of the parallel on which a degree is shortest
	radius := c.KM / 111.1 * 1e6 * 1.002
	return page.Cond{
		SQL:  "(p.lat_e6 - ?) * (p.lat_e6 - ?) + (p.lon_e6 - ?) * (p.lon_e6 - ?) * ? / 1000 <= ?",
		Args: []any{lat, lat, lon, lon, int64(narrow * narrow * 1_000), int64(radius * radius)},
	}
}

// crowded is how many records a square may have before it is taken apart: about a page.
const crowded = 64

// A LIMIT that is a bare parameter has SQLite plan the query again each time it is run.
var selectCrowd = fmt.Sprintf(`SELECT count(*) FROM (SELECT record_id FROM place WHERE territory = $1 AND kind = $2 AND tile BETWEEN $3 AND $4 LIMIT %d) c`, crowded)

// Crowded says whether much lies in some tiles.
func Crowded(v *kit.View, kind string, s domain.Span) (bool, error) {
	var n int
	err := v.QueryRow(v.Ctx, selectCrowd, v.Actor.Territory, kind, s.From, s.To).Scan(&n)
	return n == crowded, err
}

// InSpan are the conditions of one look of a list by place: tiles that follow each other, and the box itself.
func InSpan(kind, territory string, s domain.Span, b domain.Box) []page.Cond {
	return []page.Cond{
		{SQL: "p.territory = ? AND p.kind = ? AND p.tile BETWEEN ? AND ?", Args: []any{territory, kind, s.From, s.To}},
		{SQL: "p.lat_e6 BETWEEN ? AND ? AND p.lon_e6 BETWEEN ? AND ?", Args: []any{microDegrees(b.South), microDegrees(b.North), microDegrees(b.West), microDegrees(b.East)}},
	}
}

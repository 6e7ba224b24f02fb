package store

import (
	"fmt"
	"strings"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

// MapSquare is the assets of one square of the map that the actor may know of.
type MapSquare struct {
	Square, Count, SumLat, SumLon int64
}

// Spot is where one asset is.
type Spot struct {
	AssetID  string
	Tile     int64
	Lat, Lon int64
}

// MapSquares counts the assets of the box by squares of a zoom, by kinds and availabilities alone: the cost is that of the squares, whatever is in them.
func MapSquares(v *kit.View, m domain.MapAsked, zoom int) (found []MapSquare, err error) {
	var q query
	q.and("territory = ? AND zoom = ?", v.Actor.Territory, zoom)
	if readers := readersOf(v.Actor); readers != nil {
		among(&q, "reader", readers)
	}
	among(&q, "kind", kindNames(m.Kinds))
	among(&q, "availability", availabilityNames(m.Availabilities))
	squares, args := alongSpans("SELECT square, asset_count, sum_lat_e6, sum_lon_e6 FROM map_count", q, "square", m.Box.MapSpans(zoom), "")
	rows, err := v.Query(v.Ctx, numbered(`SELECT square, CAST(sum(asset_count) AS bigint), CAST(sum(sum_lat_e6) AS bigint), CAST(sum(sum_lon_e6) AS bigint)
 FROM (`+squares+`) s GROUP BY square ORDER BY square`), args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var s MapSquare
		if err := rows.Scan(&s.Square, &s.Count, &s.SumLat, &s.SumLon); err != nil {
			return nil, err
		}
		found = append(found, s)
	}
	return found, rows.Err()
}

// extentZoom is the zoom of the squares that the extent of a territory is read from: some 28 km wide in France.
const extentZoom = 10

// metropolitan is the box of who has no asset at all.
var metropolitan = domain.Box{West: -5, South: 41.5, East: 9.5, North: 51}

// MapExtent is the box around all assets that the actor may know of, as near as the middles of squares tell, and some kilometres more.
func MapExtent(v *kit.View) (domain.Box, error) {
	squares, err := MapSquares(v, domain.MapAsked{Box: domain.Box{West: -180, South: -85, East: 180, North: 85}}, extentZoom)
	if err != nil || len(squares) == 0 {
		return metropolitan, err
	}
	box := domain.Box{West: 180, South: 90, East: -180, North: -90}
	for _, s := range squares {
		lon, lat := float64(s.SumLon)/float64(s.Count)/1e6, float64(s.SumLat)/float64(s.Count)/1e6
		box = domain.Box{West: min(box.West, lon), South: min(box.South, lat), East: max(box.East, lon), North: max(box.North, lat)}
	}
	return box.Widened(10_000), nil
}

// HiddenOnMarket is how many assets of the territory can be had that only other bodies know of. No box and no filter goes into it, so that it tells of no place.
func HiddenOnMarket(v *kit.View) (n int32, err error) {
	readers := readersOf(v.Actor)
	if readers == nil {
		return 0, nil
	}
	var q query
	q.and("territory = ? AND zoom = ? AND reader >= ? AND reader < ?", v.Actor.Territory, domain.MapZooms[0], readerBody, readerBody+"~")
	among(&q, "availability", availabilityNames([]landv1.AssetAvailability{landv1.AssetAvailability_ASSET_AVAILABILITY_FOR_SALE, landv1.AssetAvailability_ASSET_AVAILABILITY_FOR_SALE_WITH_CONSTRAINTS}))
	q.and("reader <> ?", readers[len(readers)-1])
	err = v.QueryRow(v.Ctx, `SELECT CAST(coalesce(sum(asset_count), 0) AS bigint) FROM map_count WHERE `+q.sql(), q.args...).Scan(&n)
	return n, err
}

// SpotsIn are assets in spans of tiles that the map asks for, at most so many.
func SpotsIn(v *kit.View, m domain.MapAsked, in []domain.Span, most int) ([]Spot, error) {
	if len(in) == 0 {
		return nil, nil
	}
	var q query
	q.and("p.territory = ? AND p.kind IN ('plot', 'premises', 'brownfield')", v.Actor.Territory)
	fitting(&q, v, m)
	looks, args := alongSpans("SELECT "+spotColumns, q, "p.tile", in, fmt.Sprintf(" ORDER BY p.tile LIMIT %d", most))
	return spots(v, numbered(looks+fmt.Sprintf(" LIMIT %d", most)), args...)
}

// SpotsOf are assets of a zone or of a risk layer that lie in the box, at most so many; all says whether none was left out.
func SpotsOf(v *kit.View, m domain.MapAsked, most int) (found []Spot, all bool, err error) {
	var q query
	of := "SELECT asset_id FROM asset_touch WHERE territory = ? AND layer_id = ?"
	q.args = append(q.args, v.Actor.Territory, m.Layer)
	if m.ZoneID != "" {
		of = ofZone
		q.args = []any{v.Actor.Territory, m.ZoneID, v.Actor.Territory, m.ZoneID}
	}
	of = fmt.Sprintf("(SELECT DISTINCT asset_id FROM (%s) o LIMIT %d) o", of, most+1)
	var n int
	if err := v.QueryRow(v.Ctx, numbered("SELECT count(*) FROM "+of), q.args...).Scan(&n); err != nil || n > most {
		return nil, false, err
	}
	q.and("p.territory = ? AND p.record_id = o.asset_id", v.Actor.Territory)
	fitting(&q, v, m)
	found, err = spots(v, numbered("SELECT "+strings.Replace(spotColumns, "FROM place p", "FROM "+of+" CROSS JOIN place p", 1)+" WHERE "+strings.Join(q.conds, " AND ")), q.args...)
	return found, err == nil, err
}

const (
	spotColumns = `p.record_id, p.tile, p.lat_e6, p.lon_e6 FROM place p JOIN asset_index t ON t.territory = p.territory AND t.asset_id = p.record_id`
	ofZone      = `SELECT id AS asset_id FROM plot WHERE territory = ? AND zone_id = ? UNION ALL SELECT id FROM premises WHERE territory = ? AND zone_id = ?`
)

// fitting are the conditions of an asset that the map asks for and the actor may know of.
func fitting(q *query, v *kit.View, m domain.MapAsked) {
	q.and("p.lat_e6 BETWEEN ? AND ? AND p.lon_e6 BETWEEN ? AND ?", microDegrees(m.Box.South), microDegrees(m.Box.North), microDegrees(m.Box.West), microDegrees(m.Box.East))
	for _, scope := range VisibleAssets(v.Actor) {
		q.and(scope.SQL, scope.Args...)
	}
	among(q, "t.kind", kindNames(m.Kinds))
	among(q, "t.availability", availabilityNames(m.Availabilities))
	if m.Use != 0 {
		q.and("(t.use_mask = 0 OR t.use_mask & ? <> 0)", domain.UseMask([]landv1.LandUse{m.Use}))
	}
	if m.MinM2 > 0 {
		q.and("t.area_m2 >= ?", m.MinM2)
	}
	if m.MaxM2 > 0 {
		q.and("t.area_m2 <= ?", m.MaxM2)
	}
	if m.ZoneID != "" {
		q.and("t.asset_id IN ("+ofZone+")", v.Actor.Territory, m.ZoneID, v.Actor.Territory, m.ZoneID)
	}
	if m.Layer != "" {
		q.and("EXISTS (SELECT 1 FROM asset_touch w WHERE w.territory = ? AND w.asset_id = t.asset_id AND w.layer_id = ?)", v.Actor.Territory, m.Layer)
	}
}

func spots(v *kit.View, query string, args ...any) (found []Spot, err error) {
	rows, err := v.Query(v.Ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var s Spot
		if err := rows.Scan(&s.AssetID, &s.Tile, &s.Lat, &s.Lon); err != nil {
			return nil, err
		}
		found = append(found, s)
	}
	return found, rows.Err()
}

// ZonesIn are activity zones whose place is in a box, at most so many, and whether there are more.
func ZonesIn(v *kit.View, box domain.Box, most int) (found []*domain.Zone, more bool, err error) {
	var q query
	q.and("p.territory = ? AND p.kind = 'zone'", v.Actor.Territory)
	q.and("p.lat_e6 BETWEEN ? AND ? AND p.lon_e6 BETWEEN ? AND ?", microDegrees(box.South), microDegrees(box.North), microDegrees(box.West), microDegrees(box.East))
	looks, args := alongSpans(`SELECT z.id, z.version, z.head, z.record, p.tile FROM place p JOIN zone z ON z.territory = p.territory AND z.id = p.record_id`, q, "p.tile",
		box.Spans(), fmt.Sprintf(" ORDER BY p.tile, z.id LIMIT %d", most+1))
	found, err = all(v, Zones, numbered(fmt.Sprintf(`SELECT id, version, head, record FROM (%s) z ORDER BY tile, id LIMIT %d`, looks, most+1)), args...)
	if len(found) > most {
		found, more = found[:most], true
	}
	return found, more, err
}

// alongSpans is a query of each of the spans, put together. An engine that is told of all of them at once, by OR, may read all there is
// instead.
func alongSpans(from string, q query, column string, in []domain.Span, tail string) (text string, args []any) {
	looks := make([]string, len(in))
	for i, s := range in {
		looks[i] = fmt.Sprintf("SELECT * FROM (%s WHERE %s BETWEEN ? AND ? AND %s%s) l%d", from, column, q.text(), tail, i)
		args = append(append(args, s.From, s.To), q.args...)
	}
	return strings.Join(looks, " UNION ALL "), args
}

// among narrows to some values; none is all.
func among(q *query, column string, values []string) {
	if len(values) == 0 {
		return
	}
	q.and(in(column, values), anys(values)...)
}

func kindNames(kinds []commonv1.AssetKind) (names []string) {
	for _, k := range kinds {
		names = append(names, k.String())
	}
	return names
}

func availabilityNames(all []landv1.AssetAvailability) (names []string) {
	for _, a := range all {
		names = append(names, a.String())
	}
	return names
}

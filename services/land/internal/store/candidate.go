package store

import (
	"fmt"
	"math"
	"strings"

	"google.golang.org/protobuf/proto"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	"hup.example/services/kit/reference"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

// The candidates of a request are bounded, whatever the size of the register: those large enough from the least area
// upwards, those a little too small from it downwards.
const (
	largeEnough = 400
	tooSmall    = 100
)

// Candidates are the assets on the market within the reach of a request that the actor may know of.
func Candidates(v *kit.View, reach domain.Reach) ([]domain.Asset, error) {
	enough, err := candidateIDs(v, reach, "t.area_m2 >= ?", "t.area_m2", largeEnough, reach.LeastM2)
	if err != nil {
		return nil, err
	}
	if reach.LeastM2 > 0 {
		small, err := candidateIDs(v, reach, "t.area_m2 < ? AND t.area_m2 >= ?", "t.area_m2 DESC", tooSmall, reach.LeastM2, reach.FromM2)
		if err != nil {
			return nil, err
		}
		enough = append(enough, small...)
	}
	return Assets(v, enough)
}

// query is a condition under way, with ? for its arguments.
type query struct {
	conds []string
	args  []any
}

func (q *query) and(cond string, args ...any) {
	q.conds, q.args = append(q.conds, cond), append(q.args, args...)
}

// sql numbers the places.
func (q *query) sql() string {
	var b strings.Builder
	n := 0
	for _, r := range strings.Join(q.conds, " AND ") {
		if r != '?' {
			b.WriteRune(r)
			continue
		}
		n++
		fmt.Fprintf(&b, "$%d", n)
	}
	return b.String()
}

func candidateIDs(v *kit.View, reach domain.Reach, area, order string, limit int, areas ...any) ([]string, error) {
	var q query
	q.and("t.territory = ? AND t.on_market", v.Actor.Territory)
	q.and(in("t.kind", kindsOf(reach)))
	for _, k := range kindsOf(reach) {
		q.args = append(q.args, k)
	}
	q.and(area, areas...)
	if reach.ToM2 > 0 {
		q.and("t.least_m2 <= ?", reach.ToM2)
	}
	for _, scope := range VisibleAssets(v.Actor) {
		q.and(scope.SQL, scope.Args...)
	}
	if len(reach.Communes) > 0 {
		near(&q, reach)
	}
	return ids(v, fmt.Sprintf("SELECT t.asset_id FROM asset_index t WHERE %s ORDER BY %s, t.asset_id LIMIT %d", q.sql(), order, limit), q.args...)
}

func kindsOf(reach domain.Reach) (names []string) {
	for _, k := range reach.Kinds {
		names = append(names, k.String())
	}
	if len(names) > 0 {
		return names
	}
	for number, name := range commonv1.AssetKind_name {
		if number != 0 {
			names = append(names, name)
		}
	}
	return names
}

func in(column string, values []string) string {
	return column + " IN (?" + strings.Repeat(", ?", len(values)-1) + ")"
}

const kmOfDegree = 111.2

// near keeps the communes wanted and the box around them that holds every place within reach.
func near(q *query, reach domain.Reach) {
	south, north, west, east := 90.0, -90.0, 180.0, -180.0
	for _, code := range reach.Communes {
		commune, ok := reference.Communes().Current(code)
		if !ok {
			continue
		}
		lat := reach.KM / kmOfDegree
		lon := lat / math.Max(0.1, math.Cos(commune.Point.Latitude*math.Pi/180))
		south, north = math.Min(south, commune.Point.Latitude-lat), math.Max(north, commune.Point.Latitude+lat)
		west, east = math.Min(west, commune.Point.Longitude-lon), math.Max(east, commune.Point.Longitude+lon)
	}
	args := make([]any, 0, len(reach.Communes)+4)
	for _, code := range reach.Communes {
		args = append(args, code)
	}
	args = append(args, microDegrees(south), microDegrees(north), microDegrees(west), microDegrees(east))
	q.and("("+in("t.commune_code", reach.Communes)+" OR t.lat_e6 BETWEEN ? AND ? AND t.lon_e6 BETWEEN ? AND ?)", args...)
}

func ids(v *kit.View, query string, args ...any) (found []string, err error) {
	rows, err := v.Query(v.Ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var one string
		if err := rows.Scan(&one); err != nil {
			return nil, err
		}
		found = append(found, one)
	}
	return found, rows.Err()
}

// asset is a record of the register that is an asset.
type asset[M proto.Message] interface {
	domain.Record[M]
	Asset() domain.Asset
}

// Assets reads assets by their ids, as the actor may see them; those it may not know of, and those that are not there,
// are left out.
func Assets(v *kit.View, assetIDs []string) (found []domain.Asset, err error) {
	of := map[string][]string{}
	for _, assetID := range assetIDs {
		prefix, _, _ := strings.Cut(assetID, "_")
		of[prefix] = append(of[prefix], assetID)
	}
	for _, read := range []func() ([]domain.Asset, error){
		func() ([]domain.Asset, error) { return assetsOf(v, Plots, of["plt"]) },
		func() ([]domain.Asset, error) { return assetsOf(v, Premises, of["prm"]) },
		func() ([]domain.Asset, error) { return assetsOf(v, Brownfields, of["bfd"]) },
	} {
		more, err := read()
		if err != nil {
			return nil, err
		}
		found = append(found, more...)
	}
	return found, nil
}

// batch bounds the arguments of one query.
const batch = 200

func assetsOf[A asset[M], M proto.Message](v *kit.View, table *kit.Table[A, M], assetIDs []string) (found []domain.Asset, err error) {
	for len(assetIDs) > 0 {
		n := min(batch, len(assetIDs))
		var q query
		q.and("territory = ?", v.Actor.Territory)
		q.and(in("id", assetIDs[:n]))
		for _, one := range assetIDs[:n] {
			q.args = append(q.args, one)
		}
		records, err := all(v, table, "SELECT id, version, head, record FROM "+table.Name+" WHERE "+q.sql(), q.args...)
		if err != nil {
			return nil, err
		}
		for _, record := range records {
			if record.Visible(v.Actor) {
				found = append(found, record.Asset().SeenBy(v.Actor))
			}
		}
		assetIDs = assetIDs[n:]
	}
	return found, nil
}

package store

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"google.golang.org/protobuf/proto"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

// mostJoinable bounds the plots that are tried in pairs: the largest ones that are too small alone.
const mostJoinable = 100

// Joinable are plots too small for a request that a neighbour may complete.
func Joinable(v *kit.View, reach domain.Reach) ([]domain.Asset, error) {
	if reach.LeastM2 == 0 || !reach.Wants(commonv1.AssetKind_ASSET_KIND_PLOT) {
		return nil, nil
	}
	found, err := joinable(v, reach)
	if err != nil {
		return nil, err
	}
	return Assets(v, found)
}

// query is a condition under way, with ? for its arguments.
type query struct {
	conds []string
	args  []any
}

func (q *query) and(cond string, args ...any) {
	q.conds, q.args = append(q.conds, cond), append(q.args, args...)
}

// sql is the condition with its places numbered.
func (q *query) sql() string { return numbered(q.text()) }

func (q *query) text() string { return strings.Join(q.conds, " AND ") }

// numbered numbers the places.
func numbered(sql string) string { return numberedAfter(0, sql) }

// numberedAfter numbers the places of a text that has some numbered ones already.
func numberedAfter(n int, sql string) string {
	var b strings.Builder
	for _, r := range sql {
		if r != '?' {
			b.WriteRune(r)
			continue
		}
		n++
		fmt.Fprintf(&b, "$%d", n)
	}
	return b.String()
}

// mostLooks bounds how many places are looked into one by one; who looks further looks everywhere.
const mostLooks = 200

// joinable looks into each place within reach along an index that has the areas in order, and merges what it finds: the cost does
// not grow with the register.
func joinable(v *kit.View, reach domain.Reach) ([]string, error) {
	places := placesOf(reach)
	if len(places) > mostLooks {
		places = []place{everywhere(reach)}
	}
	var looks []string
	var q query
	for _, at := range places {
		q.conds = nil
		q.and("t.territory = ? AND t.kind = ? AND t.on_market = TRUE", v.Actor.Territory, commonv1.AssetKind_ASSET_KIND_PLOT.String())
		at(&q)
		q.and("t.area_m2 < ? AND t.area_m2 >= ?", reach.LeastM2, reach.LeastM2/4)
		for _, scope := range VisibleAssets(v.Actor) {
			q.and(scope.SQL, scope.Args...)
		}
		looks = append(looks, fmt.Sprintf("SELECT * FROM (SELECT t.asset_id, t.area_m2 FROM asset_index t WHERE %s ORDER BY t.area_m2 DESC, t.asset_id LIMIT %d) l%d",
			strings.Join(q.conds, " AND "), mostJoinable, len(looks)))
	}
	all := "SELECT asset_id FROM (" + strings.Join(looks, " UNION ") + ") a ORDER BY area_m2 DESC, asset_id LIMIT " + strconv.Itoa(mostJoinable)
	return ids(v, numbered(all), q.args...)
}

func kindsOf(reach domain.Reach) (names []string) {
	for _, k := range reach.Kinds {
		names = append(names, k.String())
	}
	if len(names) > 0 {
		return names
	}
	for _, number := range slices.Sorted(maps.Keys(commonv1.AssetKind_name))[1:] {
		names = append(names, commonv1.AssetKind_name[number])
	}
	return names
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
	return atRisk(v, found)
}

// OnMarket are those of the assets that can be had now, whoever may know of them.
func OnMarket(v *kit.View, assetIDs []string) (found []string, err error) {
	if len(assetIDs) == 0 {
		return nil, nil
	}
	var q query
	q.and("territory = ? AND on_market", v.Actor.Territory)
	q.and(in("asset_id", assetIDs), anys(assetIDs)...)
	return ids(v, "SELECT asset_id FROM asset_index WHERE "+q.sql(), q.args...)
}

// batch bounds the arguments of one query.
const batch = 200

func assetsOf[A asset[M], M proto.Message](v *kit.View, table *kit.Table[A, M], assetIDs []string) (found []domain.Asset, err error) {
	for len(assetIDs) > 0 {
		n := min(batch, len(assetIDs))
		var q query
		q.and("territory = ?", v.Actor.Territory)
		q.and(in("id", assetIDs[:n]), anys(assetIDs[:n])...)
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

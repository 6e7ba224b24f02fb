package store

import (
	"fmt"
	"math/bits"
	"strconv"
	"strings"

	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

// Requests that wait are kept by kind × cell × power of two of the area, so that what comes on the market finds those that it
// may fit in a few looks at an index, however many wait. A row says besides which areas and which box the request reaches, so that
// no request is read that can't fit.
var waits = kit.Children{Table: "request_wait", Owner: "land_request_id", Columns: []string{
	"kind", "cell", "band", "from_m2", "to_m2", "south", "north", "west", "east",
}}.Open()

const (
	anyKind = ""
	// mostRows bounds the rows of one request: who looks in more places is found anywhere.
	mostRows = 600
	// largest is the band of the largest area that can be asked for. An asset that is larger still, as the inventory's may be, is in it, too.
	largest = 27
)

// projectWait keeps where a request is found; nowhere when it does not wait.
func projectWait(tx *kit.Tx, r *domain.LandRequest) error {
	if !r.Waits() {
		return waits.Clear(tx, r.ID)
	}
	reach := domain.ReachOf(r.State)
	kinds := []string{anyKind}
	if len(reach.Kinds) > 0 {
		kinds = kindsOf(reach)
	}
	from, to := bandOf(reach.FromM2), int64(largest)
	if reach.ToM2 > 0 {
		to = min(bandOf(reach.ToM2), largest)
	}
	cells, within := []int64{anywhere}, globe
	if len(reach.Communes) > 0 {
		if near := cellsOf(reach); len(near) > 0 && len(near)*len(kinds)*int(to-from+1) <= mostRows {
			cells, within = near, boxOf(reach, reach.KM)
		}
	}
	var rows [][]any
	for _, kind := range kinds {
		for _, cell := range cells {
			for band := from; band <= to; band++ {
				rows = append(rows, []any{kind, cell, band, reach.FromM2, reach.ToM2, within.south, within.north, within.west, within.east})
			}
		}
	}
	return waits.Set(tx, r.ID, rows)
}

// bandOf is the power of two that an area is below.
func bandOf(m2 int64) int64 { return int64(bits.Len64(uint64(max(m2, 0)))) }

// waiting selects the ids of the requests that an asset may fit, so many in their order or from the last one: each kind, cell and band
// that it may be found by is a look of its own, so that no look reads more than that.
func waiting(v *kit.View, a domain.Asset, most int, last bool, from string, conds ...page.Cond) (sql string, args []any) {
	at, _ := a.Position()
	lat, lon := microDegrees(at.Latitude), microDegrees(at.Longitude)
	first, until := min(bandOf(int64(a.LeastArea())), largest), min(bandOf(int64(a.AreaM2)), largest)
	if a.AreaM2 == 0 {
		first, until = 0, largest // nobody knows: any may be the one
	} else {
		conds = append(conds, page.Cond{SQL: "w.from_m2 <= ? AND (w.to_m2 = 0 OR w.to_m2 >= ?)", Args: []any{int64(a.AreaM2), int64(a.LeastArea())}})
	}
	order := " ORDER BY land_request_id LIMIT " + strconv.Itoa(most)
	if last {
		order = " ORDER BY land_request_id DESC LIMIT " + strconv.Itoa(most)
	}
	var looks []string
	for _, kind := range []string{a.Kind.String(), anyKind} {
		for _, cell := range []int64{cellOf(lat, lon), anywhere} {
			for band := first; band <= until; band++ {
				var q query
				q.and("w.territory = ? AND w.kind = ? AND w.cell = ? AND w.band = ?", v.Actor.Territory, kind, cell, band)
				q.and("w.south <= ? AND w.north >= ? AND w.west <= ? AND w.east >= ?", lat, lat, lon, lon)
				for _, c := range conds {
					q.and(c.SQL, c.Args...)
				}
				looks = append(looks, fmt.Sprintf("SELECT * FROM (SELECT w.land_request_id FROM request_wait w%s WHERE %s%s) l%d", from, strings.Join(q.conds, " AND "), order, len(looks)))
				args = append(args, q.args...)
			}
		}
	}
	return numbered("SELECT land_request_id FROM (" + strings.Join(looks, " UNION ") + ") a" + order), args
}

// SomebodyWaits says whether a request waits that the asset may fit.
func SomebodyWaits(v *kit.View, a domain.Asset) (bool, error) {
	sql, args := waiting(v, a, 1, false, "")
	found, err := ids(v, sql, args...)
	return len(found) > 0, err
}

// Waiting are the next requests, in the order of their ids after one of them, that the asset may fit.
func Waiting(v *kit.View, a domain.Asset, after string, limit int) ([]*domain.LandRequest, error) {
	sql, args := waiting(v, a, limit, false, "", page.Cond{SQL: "w.land_request_id > ?", Args: []any{after}})
	found, err := ids(v, sql, args...)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return requestsByID(v, found)
}

// mostSeen bounds how many requests an asset is held against when somebody asks.
const mostSeen = 200

// WaitingSeen are the newest requests that the asset may fit, of those that the actor may see; scope is the condition of a list of
// land requests.
func WaitingSeen(v *kit.View, a domain.Asset, scope []page.Cond) ([]*domain.LandRequest, error) {
	sql, args := waiting(v, a, mostSeen, true, " JOIN land_request t ON t.territory = w.territory AND t.id = w.land_request_id", scope...)
	found, err := ids(v, sql, args...)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return requestsByID(v, found)
}

func requestsByID(v *kit.View, requestIDs []string) (found []*domain.LandRequest, err error) {
	for len(requestIDs) > 0 {
		n := min(batch, len(requestIDs))
		var q query
		q.and("territory = ?", v.Actor.Territory)
		q.and(in("id", requestIDs[:n]), anys(requestIDs[:n])...)
		more, err := all(v, LandRequests, "SELECT id, version, head, record FROM land_request WHERE "+q.sql()+" ORDER BY id", q.args...)
		if err != nil {
			return nil, err
		}
		found, requestIDs = append(found, more...), requestIDs[n:]
	}
	return found, nil
}

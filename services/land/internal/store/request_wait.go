package store

import (
	"math/bits"
	"strings"

	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

// Requests that wait are kept by kind × cell × power of two of the area, so that what comes on the market finds those that it
// may fit in a few looks at an index, however many wait.
var waits = kit.Children{Table: "request_wait", Owner: "land_request_id", Columns: []string{"kind", "cell", "band"}}.Open()

const (
	anyKind = ""
	// mostRows bounds the rows of one request: who looks in more places is found anywhere.
	mostRows = 600
	// largest is the band of the largest area that the contract takes.
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
	cells := []int64{anywhere}
	if len(reach.Communes) > 0 {
		if near := cellsOf(reach); len(near) > 0 && len(near)*len(kinds)*int(to-from+1) <= mostRows {
			cells = near
		}
	}
	var rows [][]any
	for _, kind := range kinds {
		for _, cell := range cells {
			for band := from; band <= to; band++ {
				rows = append(rows, []any{kind, cell, band})
			}
		}
	}
	return waits.Set(tx, r.ID, rows)
}

// bandOf is the power of two that an area is below.
func bandOf(m2 int64) int64 { return int64(bits.Len64(uint64(max(m2, 0)))) }

// wait is the condition of the rows that an asset may fit.
func wait(a domain.Asset) (cond string, args []any) {
	at, _ := a.Position()
	cell := cellOf(microDegrees(at.Latitude), microDegrees(at.Longitude))
	args = []any{a.Kind.String(), anyKind, cell, int64(anywhere)}
	cond = "w.kind IN (?, ?) AND w.cell IN (?, ?)"
	if a.AreaM2 == 0 {
		return cond, args // nobody knows: any band may be the one
	}
	var bands []string
	for band := bandOf(int64(a.LeastArea())); band <= min(bandOf(int64(a.AreaM2)), largest); band++ {
		bands, args = append(bands, "?"), append(args, band)
	}
	return cond + " AND w.band IN (" + strings.Join(bands, ", ") + ")", args
}

// SomebodyWaits says whether a request waits that the asset may fit.
func SomebodyWaits(v *kit.View, a domain.Asset) (bool, error) {
	found, err := waiting(v, a, "", 1)
	return len(found) > 0, err
}

// Waiting are the next requests, in the order of their ids after one of them, that the asset may fit.
func Waiting(v *kit.View, a domain.Asset, after string, limit int) ([]*domain.LandRequest, error) {
	found, err := waiting(v, a, after, limit)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return requestsByID(v, found)
}

func waiting(v *kit.View, a domain.Asset, after string, limit int) ([]string, error) {
	var q query
	q.and("w.territory = ?", v.Actor.Territory)
	cond, args := wait(a)
	q.and(cond, args...)
	q.and("w.land_request_id > ?", after)
	q.args = append(q.args, limit)
	return ids(v, "SELECT DISTINCT w.land_request_id FROM request_wait w WHERE "+numbered(strings.Join(q.conds, " AND ")+" ORDER BY w.land_request_id LIMIT ?"), q.args...)
}

// mostSeen bounds how many requests an asset is held against when somebody asks.
const mostSeen = 500

// WaitingSeen are the newest requests that the asset may fit, of those that the actor may see; scope is the condition of a list of
// land requests.
func WaitingSeen(v *kit.View, a domain.Asset, scope []page.Cond) ([]*domain.LandRequest, error) {
	var q query
	cond, args := wait(a)
	q.and("t.territory = ?", v.Actor.Territory)
	q.and("t.id IN (SELECT w.land_request_id FROM request_wait w WHERE w.territory = ? AND "+cond+")", append([]any{v.Actor.Territory}, args...)...)
	for _, c := range scope {
		q.and(c.SQL, c.Args...)
	}
	q.args = append(q.args, mostSeen)
	return all(v, LandRequests, "SELECT t.id, t.version, t.head, t.record FROM land_request t WHERE "+numbered(strings.Join(q.conds, " AND ")+" ORDER BY t.id DESC LIMIT ?"), q.args...)
}

func requestsByID(v *kit.View, requestIDs []string) (found []*domain.LandRequest, err error) {
	for len(requestIDs) > 0 {
		n := min(batch, len(requestIDs))
		var q query
		q.and("territory = ?", v.Actor.Territory)
		q.and(in("id", requestIDs[:n]))
		for _, one := range requestIDs[:n] {
			q.args = append(q.args, one)
		}
		more, err := all(v, LandRequests, "SELECT id, version, head, record FROM land_request WHERE "+q.sql()+" ORDER BY id", q.args...)
		if err != nil {
			return nil, err
		}
		found, requestIDs = append(found, more...), requestIDs[n:]
	}
	return found, nil
}

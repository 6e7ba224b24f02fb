package store

import (
	"database/sql"
	"fmt"
	"math"
	"strings"

	"hup.example/services/kit/db"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

// What lies on the map: an asset with a geometry of its own, or a shape of a layer in use or being laid.
const (
	anAsset = "asset"
	aShape  = "shape"
)

// lying is something that lies on the map, with the box that it lies in.
type lying struct {
	ownerID string
	no      int64
	box     domain.Box
}

const deleteSquares = `DELETE FROM map_square WHERE territory = $1 AND owner_id = $2`

var insertSquares = db.NewInsert("map_square", strings.Fields("territory what square owner_id shape_no south north west east"), "")

// putSquares keeps where things lie.
func putSquares(tx *kit.Tx, what string, things ...lying) error {
	var rows [][]any
	for _, t := range things {
		b := outer(t.box)
		for _, square := range t.box.Squares() {
			rows = append(rows, []any{tx.Actor.Territory, what, square, t.ownerID, t.no, b.south, b.north, b.west, b.east})
		}
	}
	return insertSquares.Rows(tx.Ctx, tx, rows...)
}

// outer is the box in millionths of a degree that holds a box.
func outer(b domain.Box) box {
	down, up := func(degrees float64) int64 { return int64(math.Floor(degrees * 1e6)) }, func(degrees float64) int64 { return int64(math.Ceil(degrees * 1e6)) }
	return box{south: down(b.South), north: up(b.North), west: down(b.West), east: up(b.East)}
}

// spansAtOnce is how many spans of squares one query looks into: those of a box of some hundred metres.
const spansAtOnce = 6

// selectNear finds what lies in some spans of squares and in a box. Each span is a look of its own along the key: of conditions joined by OR
// an engine may make a look at all there is.
var selectNear = func() string {
	var looks []string
	for i := range spansAtOnce {
		looks = append(looks, fmt.Sprintf(`SELECT owner_id, shape_no FROM map_square WHERE territory = $1 AND what = $2 AND square BETWEEN $%d AND $%d
 AND south <= $3 AND north >= $4 AND west <= $5 AND east >= $6`, 7+2*i, 8+2*i))
	}
	return strings.Join(looks, " UNION ")
}()

// lyingNear is what may touch a box.
func lyingNear(v *kit.View, what string, within domain.Box) (found []lying, err error) {
	b, spans := outer(within), within.SquareSpans()
	seen := map[lying]bool{}
	for from := 0; from < len(spans); from += spansAtOnce {
		args := []any{v.Actor.Territory, what, b.north, b.south, b.east, b.west}
		for i := range spansAtOnce {
			span := domain.Span{From: 1} // of nothing
			if from+i < len(spans) {
				span = spans[from+i]
			}
			args = append(args, span.From, span.To)
		}
		more, err := scanned(v, func(row *sql.Rows) (one lying, err error) {
			err = row.Scan(&one.ownerID, &one.no)
			return one, err
		}, selectNear, args...)
		if err != nil {
			return nil, err
		}
		for _, one := range more {
			if !seen[one] {
				seen[one], found = true, append(found, one)
			}
		}
	}
	return found, nil
}

// AssetsNear are the assets with a geometry of their own that may touch a box.
func AssetsNear(v *kit.View, within domain.Box) (assetIDs []string, err error) {
	found, err := lyingNear(v, anAsset, within)
	for _, one := range found {
		assetIDs = append(assetIDs, one.ownerID)
	}
	return assetIDs, err
}

// PutAssetSquares keeps where an asset with a geometry of its own lies.
func PutAssetSquares(tx *kit.Tx, assetID string, within domain.Box) error {
	return putSquares(tx, anAsset, lying{ownerID: assetID, box: within})
}

// ForgetSquares drops where a layer or an asset lies.
func ForgetSquares(tx *kit.Tx, ownerID string) error { return each(tx, ownerID, deleteSquares) }

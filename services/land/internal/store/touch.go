package store

import (
	"strings"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

// Shape is one shape of a layer as it is kept.
type Shape struct {
	LayerID    string
	No         int64
	Key, Label string
	Kind       landv1.RiskLayerKind
	Flood      landv1.FloodRisk
	Plu        landv1.PluZone
	ReachM     int64
	// Geometry is GeoJSON.
	Geometry string
	// Laying says that its layer is not whole yet.
	Laying bool
}

const (
	insertShape   = `INSERT INTO risk_shape (territory, layer_id, shape_no, shape_key, label, kind, flood, plu, reach_m, geometry) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`
	insertSquare  = `INSERT INTO map_square (territory, what, square, owner_id, shape_no) VALUES ($1, $2, $3, $4, $5)`
	deleteSquares = `DELETE FROM map_square WHERE territory = $1 AND owner_id = $2`
	deleteShapes  = `DELETE FROM risk_shape WHERE territory = $1 AND layer_id = $2`
	deleteTouches = `DELETE FROM asset_touch WHERE territory = $1 AND layer_id = $2`
	deleteTouched = `DELETE FROM asset_touch WHERE territory = $1 AND asset_id = $2`
	upsertTouch   = `INSERT INTO asset_touch (territory, asset_id, layer_id, shape_no, kind, flood, plu, share_bp, touched_m2, distance_m, laying)
 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (territory, asset_id, layer_id, shape_no) DO UPDATE SET
 share_bp = excluded.share_bp, touched_m2 = excluded.touched_m2, distance_m = excluded.distance_m`
	selectTouches = `SELECT t.asset_id, t.layer_id, t.shape_no, t.kind, t.flood, t.plu, t.share_bp, t.touched_m2, t.distance_m FROM asset_touch t WHERE `
	selectShape   = `SELECT layer_id, shape_no, shape_key, label, kind, flood, plu, reach_m, geometry FROM risk_shape WHERE territory = $1 AND layer_id = $2 AND shape_no = $3`
	selectShapes  = `SELECT layer_id, shape_no, shape_key, label, kind, flood, plu, reach_m, geometry FROM risk_shape
 WHERE territory = $1 AND layer_id = $2 AND shape_no > $3 ORDER BY shape_no LIMIT $4`
	anyShape = `SELECT owner_id FROM map_square WHERE territory = $1 AND what IN ('shape', 'laying') LIMIT 1`
)

// PutShape keeps a shape of a layer; the layer is in use from then on.
func PutShape(tx *kit.Tx, s Shape, box domain.Box) error {
	_, err := tx.Exec(tx.Ctx, insertShape, tx.Actor.Territory, s.LayerID, s.No, s.Key, s.Label, int64(s.Kind), int64(s.Flood), int64(s.Plu), s.ReachM, s.Geometry)
	if err != nil {
		return err
	}
	return PutShapeSquares(tx, s, box)
}

// PutShapeSquares keeps where a shape lies.
func PutShapeSquares(tx *kit.Tx, s Shape, box domain.Box) error {
	what := "shape"
	if s.Laying {
		what = "laying"
	}
	return putSquares(tx, what, s.LayerID, s.No, box)
}

// PutAssetSquares keeps where an asset with a geometry of its own lies.
func PutAssetSquares(tx *kit.Tx, assetID string, box domain.Box) error {
	return putSquares(tx, "asset", assetID, 0, box)
}

func putSquares(tx *kit.Tx, what, ownerID string, no int64, box domain.Box) error {
	for _, square := range box.Squares() {
		if _, err := tx.Exec(tx.Ctx, insertSquare, tx.Actor.Territory, what, square, ownerID, no); err != nil {
			return err
		}
	}
	return nil
}

// UnlayShapes takes a layer out of use: its shapes are kept, and nothing touches them. A zone's go with its old boundary.
func UnlayShapes(tx *kit.Tx, layerID string, drop bool) error {
	queries := []string{deleteSquares, deleteTouches}
	if drop {
		queries = append(queries, deleteShapes)
	}
	return each(tx, layerID, queries...)
}

// ForgetTouches drops what an asset touches, and where it lies.
func ForgetTouches(tx *kit.Tx, assetID string) error {
	return each(tx, assetID, deleteSquares, deleteTouched)
}

func each(tx *kit.Tx, id string, queries ...string) error {
	for _, query := range queries {
		if _, err := tx.Exec(tx.Ctx, query, tx.Actor.Territory, id); err != nil {
			return err
		}
	}
	return nil
}

// PutTouch keeps that an asset touches a shape; laying says that the shape's layer is not whole yet.
func PutTouch(tx *kit.Tx, t domain.Touch, laying bool) error {
	_, err := tx.Exec(tx.Ctx, upsertTouch, tx.Actor.Territory, t.AssetID, t.LayerID, t.ShapeNo, int64(t.Kind), int64(t.Flood), int64(t.Plu), int64(t.ShareBP), t.AreaM2, int64(t.DistanceM), laying)
	return err
}

// AnyShapes says whether a layer is in use at all.
func AnyShapes(tx *kit.Tx) (bool, error) {
	found, err := ids(&tx.View, anyShape, tx.Actor.Territory)
	return len(found) > 0, err
}

// AssetsNear are the assets with a geometry of their own that may touch a box.
func AssetsNear(tx *kit.Tx, box domain.Box) ([]string, error) {
	where, args := squaresNear("asset", tx.Actor.Territory, box)
	return ids(&tx.View, "SELECT DISTINCT owner_id FROM map_square WHERE "+where, args...)
}

// ShapesNear are the shapes of layers in use, or being laid, that may touch a box.
func ShapesNear(tx *kit.Tx, box domain.Box) (found []Shape, err error) {
	for _, what := range []string{"shape", "laying"} {
		near, err := shapesNear(tx, what, box)
		if err != nil {
			return nil, err
		}
		found = append(found, near...)
	}
	return found, nil
}

func shapesNear(tx *kit.Tx, what string, box domain.Box) (found []Shape, err error) {
	where, args := squaresNear(what, tx.Actor.Territory, box)
	rows, err := tx.Query(tx.Ctx, "SELECT DISTINCT owner_id, shape_no FROM map_square WHERE "+where, args...)
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		var s Shape
		if err := rows.Scan(&s.LayerID, &s.No); err != nil {
			_ = rows.Close()
			return nil, err
		}
		found = append(found, s)
	}
	if err := rows.Close(); err != nil {
		return nil, err
	}
	for i, s := range found {
		if found[i], err = ShapeOf(&tx.View, s.LayerID, s.No); err != nil {
			return nil, err
		}
		found[i].Laying = what == "laying"
	}
	return found, rows.Err()
}

func squaresNear(what, territory string, box domain.Box) (string, []any) {
	var q query
	q.and("territory = ? AND what = ?", territory, what)
	var spans []string
	for _, s := range box.SquareSpans() {
		spans = append(spans, "square BETWEEN ? AND ?")
		q.args = append(q.args, s.From, s.To)
	}
	q.and("(" + strings.Join(spans, " OR ") + ")")
	return q.sql(), q.args
}

// ShapeOf reads a shape.
func ShapeOf(v *kit.View, layerID string, no int64) (s Shape, err error) {
	err = v.QueryRow(v.Ctx, selectShape, v.Actor.Territory, layerID, no).Scan(&s.LayerID, &s.No, &s.Key, &s.Label, &s.Kind, &s.Flood, &s.Plu, &s.ReachM, &s.Geometry)
	return s, err
}

// ShapesOf are so many shapes of a layer, in their order after one of them.
func ShapesOf(v *kit.View, layerID string, after int64, most int) (found []Shape, err error) {
	rows, err := v.Query(v.Ctx, selectShapes, v.Actor.Territory, layerID, after, most)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var s Shape
		if err := rows.Scan(&s.LayerID, &s.No, &s.Key, &s.Label, &s.Kind, &s.Flood, &s.Plu, &s.ReachM, &s.Geometry); err != nil {
			return nil, err
		}
		found = append(found, s)
	}
	return found, rows.Err()
}

// ForgetSquares drops where a layer or an asset lies.
func ForgetSquares(tx *kit.Tx, ownerID string) error { return each(tx, ownerID, deleteSquares) }

// TouchesOf are what assets touch.
func TouchesOf(v *kit.View, assetIDs ...string) ([]domain.Touch, error) {
	var q query
	q.and("t.territory = ? AND t.laying = FALSE", v.Actor.Territory)
	q.and(in("t.asset_id", assetIDs))
	for _, id := range assetIDs {
		q.args = append(q.args, id)
	}
	return touches(v, selectTouches+q.sql()+" ORDER BY t.share_bp DESC, t.layer_id, t.shape_no", q.args...)
}

// TouchedBy are the touches of a layer behind one, the largest shares first.
func TouchedBy(v *kit.View, layerID string, after *domain.Touch, most int) ([]domain.Touch, error) {
	where, args := "t.territory = $1 AND t.layer_id = $2", []any{v.Actor.Territory, layerID}
	if after != nil {
		where += " AND (t.share_bp, t.asset_id, t.shape_no) < ($4, $5, $6)"
		args = append(args, most, int64(after.ShareBP), after.AssetID, after.ShapeNo)
	} else {
		args = append(args, most)
	}
	return touches(v, selectTouches+where+" ORDER BY t.share_bp DESC, t.asset_id DESC, t.shape_no DESC LIMIT $3", args...)
}

func touches(v *kit.View, query string, args ...any) (found []domain.Touch, err error) {
	rows, err := v.Query(v.Ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var t domain.Touch
		if err := rows.Scan(&t.AssetID, &t.LayerID, &t.ShapeNo, &t.Kind, &t.Flood, &t.Plu, &t.ShareBP, &t.AreaM2, &t.DistanceM); err != nil {
			return nil, err
		}
		found = append(found, t)
	}
	return found, rows.Err()
}

// atRisk are the assets as the layers show them.
func atRisk(v *kit.View, found []domain.Asset) ([]domain.Asset, error) {
	for from := 0; from < len(found); from += batch {
		part := found[from:min(from+batch, len(found))]
		assetIDs := make([]string, len(part))
		for i, a := range part {
			assetIDs[i] = a.ID
		}
		all, err := TouchesOf(v, assetIDs...)
		if err != nil {
			return nil, err
		}
		of := map[string][]domain.Touch{}
		for _, t := range all {
			of[t.AssetID] = append(of[t.AssetID], t)
		}
		for i, a := range part {
			part[i] = a.AtRisk(of[a.ID])
		}
	}
	return found, nil
}

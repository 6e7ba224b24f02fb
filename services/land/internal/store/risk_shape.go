package store

import (
	"database/sql"
	"strings"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/db"
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
}

// PlacedShape is a shape with the box that it acts in.
type PlacedShape struct {
	Shape
	Box domain.Box
}

const (
	deleteShapes = `DELETE FROM risk_shape WHERE territory = $1 AND layer_id = $2`
	selectShape  = `SELECT layer_id, shape_no, shape_key, label, kind, flood, plu, reach_m, geometry FROM risk_shape WHERE territory = $1 AND layer_id = $2 AND shape_no = $3`
	selectShapes = `SELECT layer_id, shape_no, shape_key, label, kind, flood, plu, reach_m, geometry FROM risk_shape
 WHERE territory = $1 AND layer_id = $2 AND shape_no > $3 ORDER BY shape_no LIMIT CAST($4 AS bigint)`
)

var insertShapes = db.NewInsert("risk_shape", strings.Fields("territory layer_id shape_no shape_key label kind flood plu reach_m geometry"), "")

// PutShapes keeps shapes of a layer, and where they lie.
func PutShapes(tx *kit.Tx, shapes []PlacedShape) error {
	rows := make([][]any, len(shapes))
	for i, s := range shapes {
		rows[i] = []any{tx.Actor.Territory, s.LayerID, s.No, s.Key, s.Label, int64(s.Kind), int64(s.Flood), int64(s.Plu), s.ReachM, s.Geometry}
	}
	if err := insertShapes.Rows(tx.Ctx, tx, rows...); err != nil {
		return err
	}
	return PutShapeSquares(tx, shapes)
}

// PutShapeSquares keeps where shapes lie.
func PutShapeSquares(tx *kit.Tx, shapes []PlacedShape) error {
	things := make([]lying, len(shapes))
	for i, s := range shapes {
		things[i] = lying{s.LayerID, s.No, s.Box}
	}
	return putSquares(tx, aShape, things...)
}

// UnlayShapes takes a layer out of use: its shapes are kept, and nothing touches them. A zone's go with its old boundary.
func UnlayShapes(tx *kit.Tx, layerID string, drop bool) error {
	queries := []string{deleteSquares, deleteTouches, deleteParts}
	if drop {
		queries = append(queries, deleteShapes)
	}
	return each(tx, layerID, queries...)
}

// ShapesNear are the shapes of layers in use, or being laid, that may touch a box.
func ShapesNear(v *kit.View, within domain.Box) ([]Shape, error) {
	near, err := lyingNear(v, aShape, within)
	if err != nil {
		return nil, err
	}
	shapes := make([]Shape, len(near))
	for i, one := range near {
		if shapes[i], err = ShapeOf(v, one.ownerID, one.no); err != nil {
			return nil, err
		}
	}
	return shapes, nil
}

// ShapeOf reads a shape.
func ShapeOf(v *kit.View, layerID string, no int64) (Shape, error) {
	return scanShape(v.QueryRow(v.Ctx, selectShape, v.Actor.Territory, layerID, no))
}

// ShapesOf are so many shapes of a layer, in their order after one of them.
func ShapesOf(v *kit.View, layerID string, after int64, most int) ([]Shape, error) {
	return scanned(v, func(row *sql.Rows) (Shape, error) { return scanShape(row) }, selectShapes, v.Actor.Territory, layerID, after, most)
}

func scanShape(row interface{ Scan(into ...any) error }) (s Shape, err error) {
	err = row.Scan(&s.LayerID, &s.No, &s.Key, &s.Label, &s.Kind, &s.Flood, &s.Plu, &s.ReachM, &s.Geometry)
	return s, err
}

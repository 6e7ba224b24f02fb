package store

import (
	"database/sql"
	"strings"

	"hup.example/services/kit/db"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

const (
	deleteTouches = `DELETE FROM asset_touch WHERE territory = $1 AND layer_id = $2`
	deleteTouched = `DELETE FROM asset_touch WHERE territory = $1 AND asset_id = $2`
	selectTouches = `SELECT t.asset_id, t.layer_id, t.shape_no, t.kind, t.flood, t.plu, t.share_bp, t.touched_m2, t.distance_m FROM asset_touch t WHERE `
)

var insertTouches = db.NewInsert("asset_touch", strings.Fields("territory asset_id layer_id shape_no kind flood plu share_bp touched_m2 distance_m"),
	"ON CONFLICT (territory, asset_id, layer_id, shape_no) DO UPDATE SET share_bp = excluded.share_bp, touched_m2 = excluded.touched_m2, distance_m = excluded.distance_m")

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

// PutTouches keeps which assets touch which shapes.
func PutTouches(tx *kit.Tx, touches []domain.Touch) error {
	rows := make([][]any, len(touches))
	for i, t := range touches {
		rows[i] = []any{tx.Actor.Territory, t.AssetID, t.LayerID, t.ShapeNo, int64(t.Kind), int64(t.Flood), int64(t.Plu), int64(t.ShareBP), t.AreaM2, int64(t.DistanceM)}
	}
	return insertTouches.Rows(tx.Ctx, tx, rows...)
}

// TouchesOf are what assets touch, of the layers that are whole.
func TouchesOf(v *kit.View, assetIDs ...string) ([]domain.Touch, error) {
	var q query
	q.and("t.territory = ? AND t.layer_id NOT IN (SELECT l.layer_id FROM risk_laying l WHERE l.territory = ?)", v.Actor.Territory, v.Actor.Territory)
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
	return touches(v, selectTouches+where+" ORDER BY t.share_bp DESC, t.asset_id DESC, t.shape_no DESC LIMIT CAST($3 AS bigint)", args...)
}

func touches(v *kit.View, query string, args ...any) ([]domain.Touch, error) {
	return scanned(v, func(row *sql.Rows) (t domain.Touch, err error) {
		err = row.Scan(&t.AssetID, &t.LayerID, &t.ShapeNo, &t.Kind, &t.Flood, &t.Plu, &t.ShareBP, &t.AreaM2, &t.DistanceM)
		return t, err
	}, query, args...)
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

package app

import (
	"errors"
	"math"

	"hup.example/services/kit/actor"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
	"hup.example/services/land/internal/geo"
	"hup.example/services/land/internal/store"
)

// TouchAssets keeps which assets touch which shapes, and how much of each: when an asset changes, and when a layer does.
type TouchAssets struct{}

// Asset computes what an asset touches. One without a geometry of its own touches nothing: the centre of a commune is no place of it.
func (TouchAssets) Asset(tx *kit.Tx, a domain.Asset) error {
	if err := store.ForgetTouches(tx, a.ID); err != nil {
		return err
	}
	mine, ok := geometryOf(a)
	if !ok {
		return nil
	}
	if err := store.PutAssetSquares(tx, a.ID, boxOf(mine)); err != nil {
		return err
	}
	if any, err := store.AnyShapes(tx); err != nil || !any {
		return err
	}
	shapes, err := store.ShapesNear(tx, boxOf(mine))
	for _, s := range shapes {
		if err := touch(tx, a.ID, mine, s, nil); err != nil {
			return err
		}
	}
	return err
}

// Layer keeps shapes of a layer, and computes what touches them.
func (TouchAssets) Layer(tx *kit.Tx, shapes []LaidShape) error {
	seeing := tx.View
	seeing.Actor = actor.Of(tx.Actor.Territory, "land")
	for _, s := range shapes {
		box := s.box()
		if err := store.PutShape(tx, s.Shape, box); err != nil {
			return err
		}
		assetIDs, err := store.AssetsNear(tx, box)
		if err != nil || len(assetIDs) == 0 {
			if err != nil {
				return err
			}
			continue
		}
		assets, err := store.Assets(&seeing, assetIDs)
		if err != nil {
			return err
		}
		for _, a := range assets {
			if mine, ok := geometryOf(a); ok {
				if err := touch(tx, a.ID, mine, s.Shape, &s.Form); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// Zone puts the boundary of an activity zone to use as a layer of one shape: what lies in two zones is told.
func (t TouchAssets) Zone(tx *kit.Tx, z *domain.Zone) error {
	if err := store.UnlayShapes(tx, z.ID, true); err != nil || z.State.GetBoundaryGeojson() == "" {
		return err
	}
	form, _, err := geo.Area(z.State.GetBoundaryGeojson(), false)
	if err != nil {
		return wrong(err)
	}
	return t.Layer(tx, []LaidShape{{Form: form, Shape: store.Shape{LayerID: z.ID, Label: z.State.GetName(), Geometry: form.GeoJSON()}}})
}

// LaidShape is a shape of a layer with its geometry.
type LaidShape struct {
	store.Shape
	Form geo.Shape
}

// box is where the shape acts.
func (s LaidShape) box() domain.Box {
	if s.Form.IsPoint() {
		return boxOf(s.Form).Widened(float64(s.ReachM))
	}
	return boxOf(s.Form)
}

// Again keeps again where the shapes of a layer in use lie. What they touch follows from the assets.
func (TouchAssets) Again(tx *kit.Tx, layer *domain.RiskLayer) error {
	if err := store.ForgetSquares(tx, layer.ID); err != nil || !inUse(layer) {
		return err
	}
	for after := int64(0); ; {
		shapes, err := store.ShapesOf(&tx.View, layer.ID, after, 200)
		if err != nil || len(shapes) == 0 {
			return err
		}
		for _, s := range shapes {
			form, _, err := geo.Read(s.Geometry, false)
			if err != nil {
				return wrong(err)
			}
			if err := store.PutShapeSquares(tx, s, LaidShape{s, form}.box()); err != nil {
				return err
			}
		}
		after = shapes[len(shapes)-1].No
	}
}

// touch keeps that an asset touches a shape, if it does; form is the shape's geometry when it is known already.
func touch(tx *kit.Tx, assetID string, mine geo.Shape, s store.Shape, form *geo.Shape) error {
	if form == nil {
		read, _, err := geo.Read(s.Geometry, false)
		if err != nil {
			return wrong(err)
		}
		form = &read
	}
	t := domain.Touch{AssetID: assetID, LayerID: s.LayerID, ShapeNo: s.No, Kind: s.Kind, Flood: s.Flood, Plu: s.Plu}
	if form.IsPoint() {
		metres := mine.Distance(form.Centre())
		if metres > float64(s.ReachM) {
			return nil
		}
		t.DistanceM = int32(math.Round(metres))
	} else {
		share, area := mine.Inside(*form)
		t.ShareBP, t.AreaM2 = int32(math.Round(share*10_000)), int64(math.Round(area))
		if t.ShareBP == 0 && t.AreaM2 == 0 {
			return nil
		}
	}
	return store.PutTouch(tx, t, s.Laying)
}

// geometryOf is the boundary of an asset, or its own point.
func geometryOf(a domain.Asset) (geo.Shape, bool) {
	if a.Boundary != "" {
		if s, _, err := geo.Area(a.Boundary, false); err == nil {
			return s, true
		}
	}
	if a.Point == nil {
		return geo.Shape{}, false
	}
	return geo.Point(a.Point.GetLongitude(), a.Point.GetLatitude()), true
}

func boxOf(s geo.Shape) domain.Box {
	west, south, east, north := s.Box()
	return domain.Box{West: west, South: south, East: east, North: north}
}

// wrong is a kept geometry that can't be read: it was checked when it was written.
func wrong(err error) error { return errors.Join(errors.New("a kept geometry is wrong"), err) }

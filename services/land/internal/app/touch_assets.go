package app

import (
	"errors"
	"maps"
	"math"
	"slices"

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
	if err := store.LockAnyLaying(tx); err != nil {
		return err
	}
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
	shapes, err := store.ShapesNear(&tx.View, boxOf(mine))
	if err != nil {
		return err
	}
	var touches []domain.Touch
	for _, s := range shapes {
		form, err := geo.Kept(s.Geometry)
		if err != nil {
			return wrong(err)
		}
		if t, is := touch(a.ID, mine, LaidShape{s, form}); is {
			touches = append(touches, t)
		}
	}
	return store.PutTouches(tx, touches)
}

// Layer keeps shapes of a layer, and computes what touches them. An asset is read once, whatever it touches of them, and so many are in
// memory at a time.
func (TouchAssets) Layer(tx *kit.Tx, shapes []LaidShape) error {
	if err := store.PutShapes(tx, placed(shapes)); err != nil {
		return err
	}
	near := map[string][]int{}
	for i, s := range shapes {
		assetIDs, err := store.AssetsNear(&tx.View, s.box())
		if err != nil {
			return err
		}
		for _, assetID := range assetIDs {
			near[assetID] = append(near[assetID], i)
		}
	}
	seeing := tx.View
	seeing.Actor = actor.Of(tx.Actor.Territory, "land")
	for some := range slices.Chunk(slices.Sorted(maps.Keys(near)), assetsAtOnce) {
		assets, err := store.Assets(&seeing, some)
		if err != nil {
			return err
		}
		var touches []domain.Touch
		for _, a := range assets {
			mine, ok := geometryOf(a)
			for _, i := range near[a.ID] {
				if t, is := touch(a.ID, mine, shapes[i]); ok && is {
					touches = append(touches, t)
				}
			}
		}
		if err := store.PutTouches(tx, touches); err != nil {
			return err
		}
	}
	return nil
}

// assetsAtOnce is how many assets are held against shapes at a time.
const assetsAtOnce = 200

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

func placed(shapes []LaidShape) []store.PlacedShape {
	found := make([]store.PlacedShape, len(shapes))
	for i, s := range shapes {
		found[i] = store.PlacedShape{Shape: s.Shape, Box: s.box()}
	}
	return found
}

// Again keeps again where the shapes of a layer in use lie. What they touch follows from the assets.
func (TouchAssets) Again(tx *kit.Tx, layer *domain.RiskLayer) error {
	if err := store.ForgetSquares(tx, layer.ID); err != nil || !inUse(layer) {
		return err
	}
	for after := int64(0); ; {
		kept, err := store.ShapesOf(&tx.View, layer.ID, after, assetsAtOnce)
		if err != nil || len(kept) == 0 {
			return err
		}
		shapes := make([]LaidShape, len(kept))
		for i, s := range kept {
			form, err := geo.Kept(s.Geometry)
			if err != nil {
				return wrong(err)
			}
			shapes[i] = LaidShape{s, form}
		}
		if err := store.PutShapeSquares(tx, placed(shapes)); err != nil {
			return err
		}
		after = kept[len(kept)-1].No
	}
}

// touch is what an asset touches of a shape, if it does.
func touch(assetID string, mine geo.Shape, s LaidShape) (t domain.Touch, touches bool) {
	t = domain.Touch{AssetID: assetID, LayerID: s.LayerID, ShapeNo: s.No, Kind: s.Kind, Flood: s.Flood, Plu: s.Plu}
	if s.Form.IsPoint() {
		metres := mine.Distance(s.Form.Centre())
		t.DistanceM = int32(math.Round(metres))
		return t, metres <= float64(s.ReachM)
	}
	share, area := mine.Inside(s.Form)
	t.ShareBP, t.AreaM2 = int32(math.Round(share*10_000)), int64(math.Round(area))
	return t, t.ShareBP > 0 || t.AreaM2 > 0
}

// geometryOf is the boundary of an asset, or its own point.
func geometryOf(a domain.Asset) (geo.Shape, bool) {
	if a.Boundary != "" {
		if s, err := geo.Kept(a.Boundary); err == nil && !s.IsPoint() {
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

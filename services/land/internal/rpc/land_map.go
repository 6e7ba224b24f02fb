package rpc

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"google.golang.org/protobuf/types/known/structpb"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/reference"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
	"hup.example/services/land/internal/geo"
	"hup.example/services/land/internal/store"
)

// The bounds of an answer: assets one by one, assets alone in their square, and assets that filters look at.
const (
	mostAssets   = 200
	mostAlone    = 60
	mostLookedAt = 5_000
)

// LandMaps answers LandMapService.
type LandMaps struct {
	landv1.UnimplementedLandMapServiceServer
	Deps
	outlines outlines
}

// GetLandMap answers a part of the map.
func (s *LandMaps) GetLandMap(ctx context.Context, r *landv1.GetLandMapRequest) (*landv1.LandMap, error) {
	view, zoom := s.Store.View(ctx), int(r.GetZoom())
	box, err := mapBox(view, r)
	if err != nil {
		return nil, err
	}
	asked, err := mapAsked(r, box)
	if err != nil {
		return nil, err
	}
	if zoom == 0 {
		zoom = asked.Box.ScreenZoom()
	}
	answer := &landv1.LandMap{Type: "FeatureCollection", Communes: largest(box), Bbox: []float64{box.West, box.South, box.East, box.North}}
	if err := s.addZones(ctx, view, asked.Box, zoom, answer); err != nil {
		return nil, err
	}
	if err := s.addAssets(ctx, view, asked, asked.Box.MapZoom(zoom), answer); err != nil {
		return nil, err
	}
	answer.OffMarketCount, err = store.HiddenOnMarket(view)
	answer.Sentence = mapSentence(s.words(ctx), answer)
	return answer, err
}

// mapBox is the box asked for, or that around a commune, or else around all that the caller may know of.
func mapBox(v *kit.View, r *landv1.GetLandMapRequest) (domain.Box, error) {
	switch {
	case r.GetBbox() != "":
		return boxOf(r.GetBbox())
	case r.GetCommuneCode() == "":
		return store.MapExtent(v)
	}
	commune, ok := reference.Communes().Current(r.GetCommuneCode())
	if !ok {
		return domain.Box{}, badPlace("communeCode", "COMMUNE_UNKNOWN")
	}
	return domain.Around(commune.Point, defaultRadiusKM), nil
}

// mapAsked checks what no rule of one field can.
func mapAsked(r *landv1.GetLandMapRequest, box domain.Box) (domain.MapAsked, error) {
	switch {
	case box.West == box.East || box.South == box.North:
		return domain.MapAsked{}, badPlace("bbox", "BOX_EMPTY")
	case !geo.NearFrance(box.West, box.South, box.East, box.North):
		return domain.MapAsked{}, badPlace("bbox", "BOX_OUTSIDE")
	case r.GetMaxAreaM2() > 0 && r.GetMinAreaM2() > r.GetMaxAreaM2():
		return domain.MapAsked{}, badPlace("minAreaM2", "AREA_ORDER")
	}
	return domain.MapAsked{
		Box: box, Kinds: r.GetKinds(), Availabilities: r.GetAvailabilities(), Use: r.GetUse(), MinM2: r.GetMinAreaM2(), MaxM2: r.GetMaxAreaM2(),
		ZoneID: r.GetZoneId(), Layer: r.GetRiskLayerId(),
	}, nil
}

// addAssets counts by what is kept, and reads assets one by one only where they are few.
func (s *LandMaps) addAssets(ctx context.Context, v *kit.View, m domain.MapAsked, zoom int, answer *landv1.LandMap) error {
	squares, err := store.MapSquares(v, m, zoom)
	if err != nil {
		return err
	}
	total := int64(0)
	for _, q := range squares {
		total += q.Count
	}
	switch {
	case m.Counted() && total > mostAssets:
		alone, err := s.alone(v, m, zoom, squares)
		if err != nil {
			return err
		}
		return s.show(ctx, v, zoom, squares, alone, answer)
	case total <= mostLookedAt:
		spots, err := store.SpotsIn(v, m, m.Box.Spans(), mostLookedAt)
		if err != nil {
			return err
		}
		return s.showSpots(ctx, v, zoom, spots, answer)
	case m.ZoneID != "" || m.Layer != "":
		spots, all, err := store.SpotsOf(v, m, mostLookedAt)
		answer.TooMany = !all
		if err != nil {
			return err
		}
		return s.showSpots(ctx, v, zoom, spots, answer)
	}
	answer.TooMany = true
	return nil
}

// alone are the assets that have a square for themselves: each is shown as what it is.
func (s *LandMaps) alone(v *kit.View, m domain.MapAsked, zoom int, squares []store.MapSquare) ([]store.Spot, error) {
	var spans []domain.Span
	for _, q := range squares {
		if q.Count == 1 && len(spans) < mostAlone {
			spans = append(spans, domain.MapTiles(q.Square, zoom))
		}
	}
	m.Box = domain.Box{West: -180, South: -90, East: 180, North: 90} // a square is shown whole, so is what is alone in it
	return store.SpotsIn(v, m, spans, mostAlone)
}

// showSpots shows assets one by one when they are few, and else by squares.
func (s *LandMaps) showSpots(ctx context.Context, v *kit.View, zoom int, spots []store.Spot, answer *landv1.LandMap) error {
	if len(spots) <= mostAssets {
		return s.show(ctx, v, zoom, nil, spots, answer)
	}
	of := map[int64]*store.MapSquare{}
	first := map[int64]store.Spot{}
	for _, spot := range spots {
		key := domain.MapSquare(spot.Tile, zoom)
		if of[key] == nil {
			of[key], first[key] = &store.MapSquare{Square: key}, spot
		}
		q := of[key]
		q.Count, q.SumLat, q.SumLon = q.Count+1, q.SumLat+spot.Lat, q.SumLon+spot.Lon
	}
	var squares []store.MapSquare
	var alone []store.Spot
	for key, q := range of {
		squares = append(squares, *q)
		if q.Count == 1 && len(alone) < mostAlone {
			alone = append(alone, first[key])
		}
	}
	slices.SortFunc(squares, func(a, b store.MapSquare) int { return cmp.Compare(a.Square, b.Square) })
	return s.show(ctx, v, zoom, squares, alone, answer)
}

// show adds squares, but for those whose asset is shown itself, and assets.
func (s *LandMaps) show(ctx context.Context, v *kit.View, zoom int, squares []store.MapSquare, spots []store.Spot, answer *landv1.LandMap) error {
	shown := map[int64]bool{}
	ids := make([]string, len(spots))
	for i, spot := range spots {
		ids[i], shown[domain.MapSquare(spot.Tile, zoom)] = spot.AssetID, true
	}
	for _, q := range squares {
		if q.Count == 1 && shown[q.Square] {
			continue
		}
		answer.AssetCount += int32(q.Count) //nolint:gosec // a register
		answer.Features = append(answer.Features, square(q, zoom))
	}
	if len(ids) == 0 {
		return nil
	}
	assets, err := store.Assets(v, ids)
	for _, a := range assets {
		answer.AssetCount++
		answer.Features = append(answer.Features, s.asset(ctx, a))
	}
	return err
}

// square is shown in the middle of its assets, by the name of the nearest commune.
func square(q store.MapSquare, zoom int) *landv1.LandMapFeature {
	at := reference.Point{Latitude: float64(q.SumLat) / float64(q.Count) / 1e6, Longitude: float64(q.SumLon) / float64(q.Count) / 1e6}
	name := nearest(at)
	return &landv1.LandMapFeature{
		Type: "Feature", Id: fmt.Sprintf("%d/%d", zoom, q.Square), Geometry: point(at, 5),
		Properties: &landv1.LandMapProperties{Item: landv1.LandMapItem_LAND_MAP_ITEM_CLUSTER, Name: name, Count: int32(q.Count)}, //nolint:gosec // a register
	}
}

func (s *LandMaps) asset(ctx context.Context, a domain.Asset) *landv1.LandMapFeature {
	at, _ := a.Position()
	return &landv1.LandMapFeature{Type: "Feature", Id: a.ID, Geometry: point(at, 6), Properties: &landv1.LandMapProperties{
		Item: landv1.LandMapItem_LAND_MAP_ITEM_ASSET, Name: a.Name, Count: 1, Kind: a.Kind, KindLabel: s.Present.Word(ctx, a.Kind.String()),
		Availability: a.Availability, StatusLabel: s.Present.Word(ctx, a.Status), AreaM2: a.AreaM2, Commune: a.Commune,
		Approximate: a.Point == nil && a.Boundary == "", Demonstration: a.Demonstration,
	}}
}

// point is a GeoJSON point with so many decimals of a degree.
func point(at reference.Point, decimals int) *structpb.Struct {
	unit := math.Pow10(decimals)
	degree := func(d float64) *structpb.Value { return structpb.NewNumberValue(math.Round(d*unit) / unit) }
	return &structpb.Struct{Fields: map[string]*structpb.Value{
		"type":        structpb.NewStringValue("Point"),
		"coordinates": structpb.NewListValue(&structpb.ListValue{Values: []*structpb.Value{degree(at.Longitude), degree(at.Latitude)}}),
	}}
}

func mapSentence(w domain.Words, m *landv1.LandMap) string {
	text := counted(w, "map.here", int(m.GetAssetCount()))
	if m.GetTooMany() {
		text = w.Say("map.too_many", map[string]string{"most": w.Number(mostLookedAt)})
	}
	if n := int(m.GetOffMarketCount()); n > 0 {
		text += " " + counted(w, "map.off_market", n)
	}
	return text
}

// mostCommunes are enough to find one's way.
const mostCommunes = 12

// largest are the communes of the box with the most people, the largest first.
func largest(box domain.Box) (found []*landv1.LandMapCommune) {
	var within []reference.Commune
	for c := range reference.Communes().All() {
		if box.Holds(c.Point) {
			within = append(within, c)
		}
	}
	slices.SortStableFunc(within, func(a, b reference.Commune) int { return cmp.Compare(b.Population, a.Population) })
	for _, c := range within[:min(mostCommunes, len(within))] {
		at := &commonv1.Point{Latitude: c.Point.Latitude, Longitude: c.Point.Longitude}
		found = append(found, &landv1.LandMapCommune{CommuneCode: c.Code, Name: c.Name, Point: at})
	}
	return found
}

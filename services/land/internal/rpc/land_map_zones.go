package rpc

import (
	"context"
	"sync"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/types/known/structpb"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
	"hup.example/services/land/internal/geo"
	"hup.example/services/land/internal/store"
)

// The bounds of the zones: how many are drawn, how many bytes their outlines may have together, and how far the middle of one that is in
// sight may lie outside the box.
const (
	mostZones    = 100
	mostOutlines = 150_000
	widestZone   = 3_000
)

// firstOutlined is the zoom from which zones are drawn with their boundary; before, they are smaller than their name.
const firstOutlined = 12

// addZones adds the activity zones of the box.
func (s *LandMaps) addZones(ctx context.Context, v *kit.View, box domain.Box, zoom int, answer *landv1.LandMap) error {
	around := box
	if zoom >= firstOutlined {
		around = box.Widened(widestZone)
	}
	zones, more, err := store.ZonesIn(v, around, mostZones)
	answer.MoreZones = more
	if err != nil {
		return err
	}
	room := mostOutlines
	for _, z := range zones {
		at, ok := z.Position()
		if !ok {
			continue
		}
		geometry, touches := point(at, 5), box.Holds(at)
		if zoom >= firstOutlined && z.State.GetBoundaryGeojson() != "" {
			outline := s.outlines.of(z, geo.OutlineZoom(zoom))
			drawn := &structpb.Struct{}
			if len(outline.text) <= room && protojson.Unmarshal([]byte(outline.text), drawn) == nil {
				geometry, touches = drawn, box.Touches(outline.box)
				room -= len(outline.text)
			}
		}
		if !touches {
			continue
		}
		answer.Features = append(answer.Features, &landv1.LandMapFeature{Type: "Feature", Id: z.ID, Geometry: geometry, Properties: &landv1.LandMapProperties{
			Item: landv1.LandMapItem_LAND_MAP_ITEM_ZONE, Name: z.State.GetName(), StatusLabel: s.Present.Word(ctx, z.State.GetState().String()),
			AreaM2: z.State.GetGrossAreaM2(), Commune: z.State.GetCommune(), Demonstration: z.State.GetDemonstration(),
		}})
	}
	return nil
}

// outlines are those that were drawn, of each version of a zone. They are made once a process: a boundary may have thousands of corners.
type outlines struct {
	mu    sync.Mutex
	drawn map[outlineKey]outline
}

// outline is a boundary as it is drawn, and the box around it.
type outline struct {
	text string
	box  domain.Box
}

type outlineKey struct {
	territory, zoneID string
	version           int64
	zoom              int
}

// mostDrawn bounds what is kept; beyond, it begins anew.
const mostDrawn = 2_000

func (o *outlines) of(z *domain.Zone, zoom int) outline {
	key := outlineKey{z.Territory, z.ID, z.Version, zoom}
	o.mu.Lock()
	defer o.mu.Unlock()
	if drawn, ok := o.drawn[key]; ok {
		return drawn
	}
	if o.drawn == nil || len(o.drawn) >= mostDrawn {
		o.drawn = map[outlineKey]outline{}
	}
	var made outline
	if shape, _, err := geo.Area(z.State.GetBoundaryGeojson(), false); err == nil {
		made.text = shape.Outline(zoom)
		made.box.West, made.box.South, made.box.East, made.box.North = shape.Box()
	}
	o.drawn[key] = made
	return made
}

package rpc

import (
	"context"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
	"hup.example/services/land/internal/store"
)

// showTouches fills what an asset touches: the risk zones, and the activity zones when they are not the one it names.
func (d Deps) showTouches(ctx context.Context, v *kit.View, assetID string, seen protoreflect.Message) error {
	fields := seen.Descriptor().Fields()
	risks, zones := fields.ByName("touches"), fields.ByName("zone_overlaps")
	if risks == nil {
		return nil
	}
	touches, err := store.TouchesOf(v, assetID)
	if err != nil {
		return err
	}
	zoneID := ""
	if named := fields.ByName("zone_id"); named != nil {
		zoneID = seen.Get(named).String()
	}
	var overlaps []*landv1.ZoneOverlap
	for _, t := range touches {
		if strings.HasPrefix(t.LayerID, "zon_") {
			shape, err := store.ShapeOf(v, t.LayerID, t.ShapeNo)
			if err != nil {
				return err
			}
			overlaps = append(overlaps, &landv1.ZoneOverlap{ZoneId: t.LayerID, ZoneName: shape.Label, ShareBasisPoints: t.ShareBP})
			continue
		}
		layer, err := store.RiskLayers.Get(v, t.LayerID)
		if err != nil {
			return err
		}
		touch, err := d.touch(ctx, v, t, layer)
		if err != nil {
			return err
		}
		appendTo(seen, risks, touch)
	}
	if len(overlaps) == 1 && overlaps[0].GetZoneId() == zoneID {
		return nil
	}
	for _, o := range overlaps {
		appendTo(seen, zones, o)
	}
	return nil
}

func appendTo(m protoreflect.Message, list protoreflect.FieldDescriptor, one proto.Message) {
	m.Mutable(list).List().Append(protoreflect.ValueOfMessage(one.ProtoReflect()))
}

// touch is one touch as people read it.
func (d Deps) touch(ctx context.Context, v *kit.View, t domain.Touch, layer *domain.RiskLayer) (*landv1.AssetTouch, error) {
	shape, err := store.ShapeOf(v, t.LayerID, t.ShapeNo)
	if err != nil {
		return nil, err
	}
	l := layer.State
	touch := &landv1.AssetTouch{
		RiskLayerId: layer.ID, Kind: t.Kind, KindLabel: d.Present.Word(ctx, t.Kind.String()), ShapeId: shape.Key, ShapeLabel: shape.Label,
		ShareBasisPoints: t.ShareBP, AreaM2: int32(min(t.AreaM2, 1<<31-1)), DistanceM: t.DistanceM, FloodRisk: t.Flood, PluZone: t.Plu,
		SourceName: l.GetSourceName(), SourceDate: l.GetSourceDate(),
	}
	name := l.GetName()
	if shape.Label != "" {
		name += " (" + shape.Label + ")"
	}
	key := "touch.share"
	switch {
	case t.ShareBP == 0 && t.AreaM2 == 0:
		key = "touch.near"
	case t.AreaM2 == 0:
		key = "touch.point"
	}
	w := d.words(ctx)
	touch.Sentence = w.Say(key, map[string]string{
		"layer": name, "distance": w.Number(int64(t.DistanceM)), "area": w.Number(t.AreaM2), "percent": w.Decimal(int64(t.ShareBP+5)/10, 1),
	})
	return touch, nil
}

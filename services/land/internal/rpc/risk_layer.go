package rpc

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"google.golang.org/protobuf/proto"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/app"
	"hup.example/services/land/internal/domain"
	"hup.example/services/land/internal/store"
)

// RiskLayers answers RiskLayerService.
type RiskLayers struct {
	landv1.UnimplementedRiskLayerServiceServer
	records records[*domain.RiskLayer, *landv1.RiskLayer]
	lay     app.LayRisks
}

// NewRiskLayers makes the server.
func NewRiskLayers(d Deps) *RiskLayers {
	register := app.Register[*domain.RiskLayer, *landv1.RiskLayer]{Table: store.RiskLayers}
	return &RiskLayers{records: records[*domain.RiskLayer, *landv1.RiskLayer]{Deps: d, Register: register, list: store.RiskLayerList, id: "risk_layer_id"}.open()}
}

// GetRiskLayer answers one layer.
func (s *RiskLayers) GetRiskLayer(ctx context.Context, r *landv1.GetRiskLayerRequest) (*landv1.RiskLayer, error) {
	return s.records.get(ctx, r.GetRiskLayerId())
}

// ListRiskLayers lists the layers.
func (s *RiskLayers) ListRiskLayers(ctx context.Context, r *landv1.ListRiskLayersRequest) (*landv1.ListRiskLayersResponse, error) {
	found, next, err := s.records.page(ctx, r, r.GetFields())
	if err != nil {
		return nil, err
	}
	return &landv1.ListRiskLayersResponse{RiskLayers: found, NextPageToken: next}, nil
}

// CreateRiskLayer adds a layer with its shapes, or the next version of one.
func (s *RiskLayers) CreateRiskLayer(ctx context.Context, r *landv1.CreateRiskLayerRequest) (*landv1.RiskLayer, error) {
	said := clearOutput(proto.Clone(r.GetRiskLayer()).(*landv1.RiskLayer))
	if err := complete(said); err != nil {
		return nil, err
	}
	features, err := app.FeaturesOf(said.GetShapesGeojson())
	if err != nil {
		return nil, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "shapesGeojson", Reason: "GEOMETRY_UNREADABLE", Params: map[string]string{"kind": "shapes"}})
	}
	shapes, skipped, bad := app.Shapes(said, 0, features)
	if len(bad) > 0 || len(shapes) == 0 {
		return nil, badShapes(bad)
	}
	return kit.Write(ctx, s.records.Store, func(tx *kit.Tx) (*landv1.RiskLayer, error) {
		layer, err := s.lay.Do(tx, proto.Clone(said).(*landv1.RiskLayer), shapes, skipped)
		if err != nil {
			return nil, err
		}
		return s.records.answer(ctx, &tx.View, layer), nil
	})
}

// badShapes names each shape that can't be taken, by its number.
func badShapes(bad map[int]string) error {
	if len(bad) == 0 {
		return errs.Invalid("INVALID_FIELDS", errs.Field{Path: "shapesGeojson", Reason: "LAYER_EMPTY"})
	}
	var fields []errs.Field
	for no := 1; len(fields) < len(bad) && len(fields) < 100; no++ {
		if text, ok := bad[no]; ok {
			fields = append(fields, errs.Field{Path: fmt.Sprintf("shapesGeojson.features[%d]", no-1), Reason: "GEOMETRY_UNREADABLE", Message: text})
			delete(bad, no)
			bad[-no] = text
		}
	}
	return errs.Invalid("INVALID_FIELDS", fields...)
}

// UpdateRiskLayer changes what is said of a layer.
func (s *RiskLayers) UpdateRiskLayer(ctx context.Context, r *landv1.UpdateRiskLayerRequest) (*landv1.RiskLayer, error) {
	return s.records.update(ctx, r.GetRiskLayer().GetRiskLayerId(), r.GetRiskLayer(), r.GetUpdateMask())
}

// RetireRiskLayer takes a layer out of use.
func (s *RiskLayers) RetireRiskLayer(ctx context.Context, r *landv1.RetireRiskLayerRequest) (*landv1.RiskLayer, error) {
	return kit.Write(ctx, s.records.Store, func(tx *kit.Tx) (*landv1.RiskLayer, error) {
		layer, err := s.records.target(tx, r.GetRiskLayerId())
		if err != nil {
			return nil, err
		}
		if err := s.lay.Retire(tx, layer); err != nil {
			return nil, err
		}
		return s.records.answer(ctx, &tx.View, layer), nil
	})
}

// ListTouchedAssets answers the assets that touch a layer and that the caller may know of.
func (s *RiskLayers) ListTouchedAssets(ctx context.Context, r *landv1.ListTouchedAssetsRequest) (*landv1.ListTouchedAssetsResponse, error) {
	view := s.records.Store.View(ctx)
	layer, err := store.RiskLayers.Get(view, r.GetRiskLayerId())
	if err != nil {
		return nil, err
	}
	if layer.State.GetStatus() != landv1.RiskLayerStatus_RISK_LAYER_STATUS_CURRENT {
		return nil, errs.State("LAYER_NOT_CURRENT")
	}
	after, err := touchToken(r.GetPageToken())
	if err != nil {
		return nil, err
	}
	size := int(r.GetPageSize())
	if size == 0 {
		size = page.DefaultSize
	}
	touches, err := store.TouchedBy(view, layer.ID, after, size+1)
	if err != nil {
		return nil, err
	}
	answer := &landv1.ListTouchedAssetsResponse{}
	if len(touches) > size {
		last := touches[size-1]
		touches = touches[:size]
		answer.NextPageToken = fmt.Sprintf("%d.%s.%d", last.ShareBP, last.AssetID, last.ShapeNo)
	}
	return answer, s.fill(ctx, view, layer, touches, answer)
}

func (s *RiskLayers) fill(ctx context.Context, v *kit.View, layer *domain.RiskLayer, touches []domain.Touch, answer *landv1.ListTouchedAssetsResponse) error {
	assetIDs := make([]string, len(touches))
	for i, t := range touches {
		assetIDs[i] = t.AssetID
	}
	assets, err := store.Assets(v, assetIDs)
	if err != nil {
		return err
	}
	of := map[string]domain.Asset{}
	for _, a := range assets {
		of[a.ID] = a
	}
	for _, t := range touches {
		a, seen := of[t.AssetID]
		if !seen {
			continue // others may know of it
		}
		summary := a.Summary()
		s.records.label(ctx, summary)
		touch, err := s.records.touch(ctx, v, t, layer)
		if err != nil {
			return err
		}
		answer.TouchedAssets = append(answer.TouchedAssets, &landv1.TouchedAsset{Asset: summary, Touch: touch})
	}
	return nil
}

// touchToken reads where a page starts.
func touchToken(token string) (*domain.Touch, error) {
	if token == "" {
		return nil, nil
	}
	parts := strings.Split(token, ".")
	if len(parts) == 3 {
		share, err := strconv.ParseInt(parts[0], 10, 32)
		no, bad := strconv.ParseInt(parts[2], 10, 64)
		if err == nil && bad == nil {
			return &domain.Touch{ShareBP: int32(share), AssetID: parts[1], ShapeNo: no}, nil
		}
	}
	return nil, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "pageToken", Reason: "PAGE_TOKEN"})
}

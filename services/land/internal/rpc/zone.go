package rpc

import (
	"context"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/land/internal/app"
	"hup.example/services/land/internal/domain"
	"hup.example/services/land/internal/store"
)

// Zones answers ZoneService.
type Zones struct {
	landv1.UnimplementedZoneServiceServer
	records records[*domain.Zone, *landv1.Zone]
}

// NewZones makes the server over the register of activity zones.
func NewZones(d Deps, register app.Register[*domain.Zone, *landv1.Zone]) *Zones {
	return &Zones{records: records[*domain.Zone, *landv1.Zone]{
		Deps: d, Register: register, list: store.ZoneList, id: "zone_id", tell: domain.TellVacancy,
	}.open()}
}

// GetZone answers one record.
func (s *Zones) GetZone(ctx context.Context, r *landv1.GetZoneRequest) (*landv1.Zone, error) {
	return s.records.get(ctx, r.GetZoneId())
}

// ListZones lists the activity zones that the caller may see.
func (s *Zones) ListZones(ctx context.Context, r *landv1.ListZonesRequest) (*landv1.ListZonesResponse, error) {
	found, next, err := s.records.listed(ctx, r, r.GetFields())
	if err != nil {
		return nil, err
	}
	return &landv1.ListZonesResponse{Zones: found, NextPageToken: next}, nil
}

// CreateZone adds an activity zone to the register.
func (s *Zones) CreateZone(ctx context.Context, r *landv1.CreateZoneRequest) (*landv1.Zone, error) {
	return s.records.create(ctx, r.GetZone(), r.GetZone().GetClientRequestId())
}

// UpdateZone changes what the mask names.
func (s *Zones) UpdateZone(ctx context.Context, r *landv1.UpdateZoneRequest) (*landv1.Zone, error) {
	return s.records.update(ctx, r.GetZone().GetZoneId(), r.GetZone(), r.GetUpdateMask())
}

package rpc

import (
	"context"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/land/internal/app"
	"hup.example/services/land/internal/domain"
	"hup.example/services/land/internal/store"
)

// Premises answers PremisesService.
type Premises struct {
	landv1.UnimplementedPremisesServiceServer
	records records[*domain.Premises, *landv1.Premises]
}

// NewPremises makes the server over the register of premises.
func NewPremises(d Deps, register app.Register[*domain.Premises, *landv1.Premises]) *Premises {
	return &Premises{records: records[*domain.Premises, *landv1.Premises]{
		Deps: d, Register: register, list: store.PremisesList, id: "premises_id",
		scope: store.VisibleAssets,
	}.open()}
}

// GetPremises answers one record.
func (s *Premises) GetPremises(ctx context.Context, r *landv1.GetPremisesRequest) (*landv1.Premises, error) {
	return s.records.get(ctx, r.GetPremisesId())
}

// ListPremises lists the premises that the caller may see.
func (s *Premises) ListPremises(ctx context.Context, r *landv1.ListPremisesRequest) (*landv1.ListPremisesResponse, error) {
	found, next, err := s.records.listed(ctx, r, r.GetFields())
	if err != nil {
		return nil, err
	}
	return &landv1.ListPremisesResponse{Premises: found, NextPageToken: next}, nil
}

// CreatePremises adds premises to the register.
func (s *Premises) CreatePremises(ctx context.Context, r *landv1.CreatePremisesRequest) (*landv1.Premises, error) {
	return s.records.create(ctx, r.GetPremises(), r.GetPremises().GetClientRequestId())
}

// UpdatePremises changes what the mask names.
func (s *Premises) UpdatePremises(ctx context.Context, r *landv1.UpdatePremisesRequest) (*landv1.Premises, error) {
	return s.records.update(ctx, r.GetPremises().GetPremisesId(), r.GetPremises(), r.GetUpdateMask())
}

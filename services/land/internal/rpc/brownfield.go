package rpc

import (
	"context"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/land/internal/app"
	"hup.example/services/land/internal/domain"
	"hup.example/services/land/internal/store"
)

// Brownfields answers BrownfieldService.
type Brownfields struct {
	landv1.UnimplementedBrownfieldServiceServer
	records records[*domain.Brownfield, *landv1.Brownfield]
}

// NewBrownfields makes the server over the register of brownfields.
func NewBrownfields(d Deps, register app.Register[*domain.Brownfield, *landv1.Brownfield]) *Brownfields {
	return &Brownfields{records: records[*domain.Brownfield, *landv1.Brownfield]{
		Deps: d, Register: register, list: store.BrownfieldList, id: "brownfield_id",
		scope: store.VisibleAssets,
	}.open()}
}

// GetBrownfield answers one record.
func (s *Brownfields) GetBrownfield(ctx context.Context, r *landv1.GetBrownfieldRequest) (*landv1.Brownfield, error) {
	return s.records.get(ctx, r.GetBrownfieldId())
}

// ListBrownfields lists the brownfields that the caller may see.
func (s *Brownfields) ListBrownfields(ctx context.Context, r *landv1.ListBrownfieldsRequest) (*landv1.ListBrownfieldsResponse, error) {
	found, next, err := s.records.listed(ctx, r, r.GetFields())
	if err != nil {
		return nil, err
	}
	return &landv1.ListBrownfieldsResponse{Brownfields: found, NextPageToken: next}, nil
}

// CreateBrownfield adds a brownfield to the register.
func (s *Brownfields) CreateBrownfield(ctx context.Context, r *landv1.CreateBrownfieldRequest) (*landv1.Brownfield, error) {
	return s.records.create(ctx, r.GetBrownfield(), r.GetBrownfield().GetClientRequestId())
}

// UpdateBrownfield changes what the mask names.
func (s *Brownfields) UpdateBrownfield(ctx context.Context, r *landv1.UpdateBrownfieldRequest) (*landv1.Brownfield, error) {
	return s.records.update(ctx, r.GetBrownfield().GetBrownfieldId(), r.GetBrownfield(), r.GetUpdateMask())
}

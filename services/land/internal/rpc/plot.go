package rpc

import (
	"context"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/land/internal/app"
	"hup.example/services/land/internal/domain"
	"hup.example/services/land/internal/store"
)

// Plots answers PlotService.
type Plots struct {
	landv1.UnimplementedPlotServiceServer
	records records[*domain.Plot, *landv1.Plot]
}

// NewPlots makes the server over the register of plots.
func NewPlots(d Deps, register app.Register[*domain.Plot, *landv1.Plot]) *Plots {
	return &Plots{records: records[*domain.Plot, *landv1.Plot]{
		Deps: d, Register: register, list: store.PlotList, id: "plot_id",
		scope: store.VisibleAssets,
	}.open()}
}

// GetPlot answers one record.
func (s *Plots) GetPlot(ctx context.Context, r *landv1.GetPlotRequest) (*landv1.Plot, error) {
	return s.records.get(ctx, r.GetPlotId())
}

// ListPlots lists the plots that the caller may see.
func (s *Plots) ListPlots(ctx context.Context, r *landv1.ListPlotsRequest) (*landv1.ListPlotsResponse, error) {
	found, next, err := s.records.listed(ctx, r, r.GetFields())
	if err != nil {
		return nil, err
	}
	return &landv1.ListPlotsResponse{Plots: found, NextPageToken: next}, nil
}

// CreatePlot adds a plot to the register.
func (s *Plots) CreatePlot(ctx context.Context, r *landv1.CreatePlotRequest) (*landv1.Plot, error) {
	return s.records.create(ctx, r.GetPlot(), r.GetPlot().GetClientRequestId())
}

// UpdatePlot changes what the mask names.
func (s *Plots) UpdatePlot(ctx context.Context, r *landv1.UpdatePlotRequest) (*landv1.Plot, error) {
	return s.records.update(ctx, r.GetPlot().GetPlotId(), r.GetPlot(), r.GetUpdateMask())
}

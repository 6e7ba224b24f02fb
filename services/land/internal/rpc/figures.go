package rpc

import (
	"context"
	"time"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/errs"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/store"
)

// Land answers LandService: the other services and the facade.
type Land struct {
	landv1.UnimplementedLandServiceServer
	Deps
}

// ListFigures answers the figures that the dashboard shows of land: supply against demand.
func (s *Land) ListFigures(ctx context.Context, r *commonv1.ListFiguresRequest) (*commonv1.ListFiguresResponse, error) {
	from, err := calendar.ParseDay(r.GetFromDate())
	if err != nil {
		return nil, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "fromDate", Reason: "CODE_DATE"})
	}
	to, err := calendar.ParseDay(r.GetToDate())
	if err != nil || to.Before(from) {
		return nil, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "toDate", Reason: "figures.order"})
	}
	view := s.Store.View(actor.With(ctx, actor.Of(r.GetTerritory(), "land")))
	answer := &commonv1.ListFiguresResponse{}
	for _, figures := range []func(context.Context, *kit.View, time.Time, time.Time) ([]*commonv1.Figure, error){s.supply, s.demand, s.ended} {
		found, err := figures(ctx, view, from.Start(), to.AddDays(1).Start())
		if err != nil {
			return nil, err
		}
		answer.Figures = append(answer.Figures, found...)
	}
	return answer, nil
}

// supply is as it stands now: the register keeps no past. Brownfields are counted apart, for few are offered.
func (s *Land) supply(ctx context.Context, v *kit.View, _, _ time.Time) ([]*commonv1.Figure, error) {
	offered, err := store.Supply(v)
	if err != nil {
		return nil, err
	}
	brownfields, err := store.UnconvertedBrownfields(v)
	if err != nil {
		return nil, err
	}
	hidden, err := store.OffMarket(v)
	if err != nil {
		return nil, err
	}
	return []*commonv1.Figure{
		s.hectares(ctx, "land_supply_hectares", "kind", offered),
		s.hectares(ctx, "land_brownfield_hectares", "", brownfields),
		s.count(ctx, "land_off_market_assets", "", hidden),
	}, nil
}

func (s *Land) demand(ctx context.Context, v *kit.View, from, until time.Time) ([]*commonv1.Figure, error) {
	asked, err := store.Demand(v, from, until)
	return []*commonv1.Figure{
		s.count(ctx, "land_requests", "", asked),
		s.hectares(ctx, "land_demand_hectares", "", asked),
	}, err
}

func (s *Land) ended(ctx context.Context, v *kit.View, from, until time.Time) ([]*commonv1.Figure, error) {
	met, err := store.Ended(v, from, until, landv1.LandRequestStatus_LAND_REQUEST_STATUS_SIGNED)
	if err != nil {
		return nil, err
	}
	failed, err := store.Ended(v, from, until, landv1.LandRequestStatus_LAND_REQUEST_STATUS_FAILED)
	return []*commonv1.Figure{
		s.count(ctx, "land_requests_met", "", met),
		s.hectares(ctx, "land_met_hectares", "", met),
		s.count(ctx, "land_requests_failed", "reason", failed),
		s.hectares(ctx, "land_failed_hectares", "reason", failed),
	}, err
}

func (s *Land) count(ctx context.Context, code, dimension string, sums []store.Sum) *commonv1.Figure {
	f := s.figure(ctx, code, commonv1.FigureUnit_FIGURE_UNIT_COUNT)
	s.fill(ctx, f, dimension, sums, func(sum store.Sum) float64 { return float64(sum.Count) })
	return f
}

func (s *Land) hectares(ctx context.Context, code, dimension string, sums []store.Sum) *commonv1.Figure {
	f := s.figure(ctx, code, commonv1.FigureUnit_FIGURE_UNIT_HECTARES)
	s.fill(ctx, f, dimension, sums, func(sum store.Sum) float64 { return float64(sum.AreaM2) / 10_000 })
	return f
}

// figure is one that is named and explained in the caller's language, without its value.
func (s *Land) figure(ctx context.Context, code string, unit commonv1.FigureUnit) *commonv1.Figure {
	w := s.words(ctx)
	return &commonv1.Figure{Code: code, Label: w.Say("figure."+code+".label", nil), Formula: w.Say("figure."+code+".formula", nil), Unit: unit}
}

// fill adds the parts up; they are shown when they are cut by something.
func (s *Land) fill(ctx context.Context, f *commonv1.Figure, dimension string, sums []store.Sum, of func(store.Sum) float64) {
	total := 0.0
	for _, sum := range sums {
		value := of(sum)
		total += value
		if dimension != "" {
			f.Breakdown = append(f.Breakdown, &commonv1.FigurePart{Code: sum.Code, Label: s.Present.Word(ctx, sum.Code), Value: &value, Dimension: dimension})
		}
	}
	f.Value = &total
}

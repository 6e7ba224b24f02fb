package rpc

import (
	"context"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	recruitmentv1 "hup.example/proto/gen/go/hup/recruitment/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
	"hup.example/services/recruitment/internal/store"
)

// Recruitment answers RecruitmentService: the other services and the facade.
type Recruitment struct {
	recruitmentv1.UnimplementedRecruitmentServiceServer
	Store   *kit.Store
	Present *present.Presenter
}

// ListFigures answers the figures that the dashboard shows of recruitment.
func (s *Recruitment) ListFigures(ctx context.Context, r *commonv1.ListFiguresRequest) (*commonv1.ListFiguresResponse, error) {
	from, err := calendar.ParseDay(r.GetFromDate())
	if err != nil {
		return nil, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "fromDate", Reason: "CODE_DATE"})
	}
	to, err := calendar.ParseDay(r.GetToDate())
	if err != nil || to.Before(from) {
		return nil, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "toDate", Reason: "figures.order"})
	}
	ctx = actor.With(ctx, actor.Of(r.GetTerritory(), "recruitment"))
	counts, err := store.Count(s.Store.View(ctx), from.Start(), to.AddDays(1).Start())
	if err != nil {
		return nil, err
	}
	return &commonv1.ListFiguresResponse{Figures: []*commonv1.Figure{
		s.byStatus(ctx, counts),
		s.count(ctx, "recruitment_positions", counts.Positions),
		s.count(ctx, "recruitment_hires", counts.Hires),
		s.ratio(ctx, "recruitment_filled_ratio", counts.Hires, counts.Positions),
	}}, nil
}

func (s *Recruitment) byStatus(ctx context.Context, counts store.Counts) *commonv1.Figure {
	f := s.count(ctx, "recruitment_needs", counts.Needs)
	for _, part := range counts.ByStatus {
		value := float64(part.Needs)
		f.Breakdown = append(f.Breakdown, &commonv1.FigurePart{
			Code: part.Status, Label: s.Present.Word(ctx, part.Status), Value: &value, Dimension: "status",
		})
	}
	return f
}

func (s *Recruitment) count(ctx context.Context, code string, n int64) *commonv1.Figure {
	f, value := s.figure(ctx, code, commonv1.FigureUnit_FIGURE_UNIT_COUNT), float64(n)
	f.Value, f.Numerator = &value, n
	return f
}

// ratio has no value when there is nothing to divide by.
func (s *Recruitment) ratio(ctx context.Context, code string, part, whole int64) *commonv1.Figure {
	f := s.figure(ctx, code, commonv1.FigureUnit_FIGURE_UNIT_RATIO)
	f.Numerator, f.Denominator = part, whole
	if whole > 0 {
		value := float64(part) / float64(whole)
		f.Value = &value
	}
	return f
}

// figure is one that is named and explained in the caller's language, without its value.
func (s *Recruitment) figure(ctx context.Context, code string, unit commonv1.FigureUnit) *commonv1.Figure {
	return &commonv1.Figure{Code: code, Label: s.Present.Word(ctx, "figure."+code+".label"), Formula: s.Present.Word(ctx, "figure."+code+".formula"), Unit: unit}
}

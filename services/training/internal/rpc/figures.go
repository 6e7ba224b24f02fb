package rpc

import (
	"context"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
	"hup.example/services/training/internal/store"
)

// Training answers TrainingService: the other services and the facade.
type Training struct {
	trainingv1.UnimplementedTrainingServiceServer
	Store   *kit.Store
	Present *present.Presenter
}

// ListFigures answers the figures that the dashboard shows of training.
func (s *Training) ListFigures(ctx context.Context, r *commonv1.ListFiguresRequest) (*commonv1.ListFiguresResponse, error) {
	from, err := calendar.ParseDay(r.GetFromDate())
	if err != nil {
		return nil, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "fromDate", Reason: "CODE_DATE"})
	}
	to, err := calendar.ParseDay(r.GetToDate())
	if err != nil || to.Before(from) {
		return nil, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "toDate", Reason: "figures.order"})
	}
	ctx = actor.With(ctx, actor.Of(r.GetTerritory(), "training"))
	view := s.Store.View(ctx)
	needs, err := store.CountNeeds(view, from.Start(), to.AddDays(1).Start())
	if err != nil {
		return nil, err
	}
	sessions, err := store.CountSessions(view, from.String(), to.String())
	if err != nil {
		return nil, err
	}
	offers, err := store.CountOffers(view)
	if err != nil {
		return nil, err
	}
	return &commonv1.ListFiguresResponse{Figures: []*commonv1.Figure{
		s.byStatus(ctx, "training_needs", needs),
		s.count(ctx, "training_people_asked", people(needs)),
		s.count(ctx, "training_people_trained", trained(needs)),
		s.byStatus(ctx, "training_sessions", sessions),
		s.byStatus(ctx, "training_offers", offers),
	}}, nil
}

func (s *Training) byStatus(ctx context.Context, code string, counts []store.StatusCount) *commonv1.Figure {
	var total int64
	var parts []*commonv1.FigurePart
	for _, c := range counts {
		total += c.Records
		value := float64(c.Records)
		parts = append(parts, &commonv1.FigurePart{Code: c.Status, Label: s.Present.Word(ctx, c.Status), Value: &value, Dimension: "status"})
	}
	f := s.count(ctx, code, total)
	f.Breakdown = parts
	return f
}

func people(counts []store.StatusCount) (sum int64) {
	for _, c := range counts {
		sum += c.People
	}
	return sum
}

func trained(counts []store.StatusCount) (sum int64) {
	for _, c := range counts {
		sum += c.Trained
	}
	return sum
}

// count is a number that is named and explained in the caller's language.
func (s *Training) count(ctx context.Context, code string, n int64) *commonv1.Figure {
	value := float64(n)
	return &commonv1.Figure{
		Code: code, Label: s.Present.Word(ctx, "figure."+code+".label"), Formula: s.Present.Word(ctx, "figure."+code+".formula"),
		Value: &value, Unit: commonv1.FigureUnit_FIGURE_UNIT_COUNT, Numerator: n,
	}
}

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
		count("recruitment_positions", "Postes demandés", "Somme des postes des besoins de recrutement créés dans la période, annulés compris.", counts.Positions),
		count("recruitment_hires", "Embauches déclarées", "Somme des embauches déclarées, à ce jour, sur les besoins créés dans la période.", counts.Hires),
		ratio("recruitment_filled_ratio", "Part des postes pourvus",
			"Embauches déclarées ÷ postes demandés, pour les besoins créés dans la période.", counts.Hires, counts.Positions),
	}}, nil
}

func (s *Recruitment) byStatus(ctx context.Context, counts store.Counts) *commonv1.Figure {
	f := count("recruitment_needs", "Besoins de recrutement", "Nombre de besoins de recrutement créés dans la période, par statut à ce jour.", counts.Needs)
	for _, part := range counts.ByStatus {
		value := float64(part.Needs)
		f.Breakdown = append(f.Breakdown, &commonv1.FigurePart{
			Code: part.Status, Label: s.Present.Word(ctx, part.Status), Value: &value, Dimension: "status",
		})
	}
	return f
}

func count(code, label, formula string, n int64) *commonv1.Figure {
	value := float64(n)
	return &commonv1.Figure{Code: code, Label: label, Formula: formula, Value: &value, Unit: commonv1.FigureUnit_FIGURE_UNIT_COUNT, Numerator: n}
}

// ratio has no value when there is nothing to divide by.
func ratio(code, label, formula string, part, whole int64) *commonv1.Figure {
	f := &commonv1.Figure{
		Code: code, Label: label, Formula: formula, Unit: commonv1.FigureUnit_FIGURE_UNIT_RATIO, Numerator: part, Denominator: whole,
	}
	if whole > 0 {
		value := float64(part) / float64(whole)
		f.Value = &value
	}
	return f
}

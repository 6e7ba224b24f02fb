package rpc

import (
	"context"
	"time"

	"google.golang.org/protobuf/proto"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	"hup.example/services/kit/calendar"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/store"
)

// figure is a figure of the dashboard: what is counted, and how it is said.
type figure struct {
	code, label, formula, dimension string
	// ratio divides what is counted by what it is counted among.
	ratio bool
	count func(*kit.View, store.Window) ([]store.Count, error)
}

var figures = []figure{
	{"requests_by_status", "Demandes reçues", "Nombre de demandes reçues entre les deux jours, selon leur état d'aujourd'hui.", "status", false, store.ByStatus},
	{"requests_by_origin", "Demandes reçues par origine", "Nombre de demandes reçues entre les deux jours, selon la porte d'entrée.", "origin", false, store.ByOrigin},
	{"requests_by_subject", "Besoins par sujet", "Nombre de demandes reçues entre les deux jours et qui portent sur le sujet ; une demande à plusieurs sujets compte dans chacun.", "subjectCode", false, store.BySubject},
	{"referrals_sent", "Mises en relation envoyées", "Nombre de mises en relation envoyées entre les deux jours, par organisme sollicité.", "bodyId", false, sentOnly},
	{"answered_in_time_ratio", "Mises en relation traitées dans les délais", "Mises en relation envoyées entre les deux jours et ayant reçu une réponse dans leur délai de 5 jours ouvrés, pauses mises à part, divisées par toutes les mises en relation envoyées : sans réponse, refusées et expirées comprises.", "bodyId", true, store.Answered},
	{"gaps_recorded", "Besoins sans offre", "Nombre de demandes reçues entre les deux jours et closes en constatant qu'aucune offre n'existe, par sujet.", "subjectCode", false, store.Gaps},
}

// sentOnly counts the referrals sent by body.
func sentOnly(v *kit.View, w store.Window) ([]store.Count, error) {
	found, err := store.Answered(v, w)
	for i := range found {
		found[i].Of = found[i].Among
	}
	return found, err
}

// ListFigures answers the figures that the dashboard shows of support.
func (s *Support) ListFigures(ctx context.Context, r *commonv1.ListFiguresRequest) (*commonv1.ListFiguresResponse, error) {
	from, err := calendar.ParseDay(r.GetFromDate())
	if err != nil {
		return nil, err
	}
	to, err := calendar.ParseDay(r.GetToDate())
	if err != nil {
		return nil, err
	}
	view := s.Records.Store.View(in(ctx, r.GetTerritory()))
	window := store.Window{From: from.Start(), To: to.End().Add(time.Second - time.Microsecond)}
	answer := &commonv1.ListFiguresResponse{}
	for _, f := range figures {
		counted, err := f.count(view, window)
		if err != nil {
			return nil, err
		}
		answer.Figures = append(answer.Figures, f.of(counted))
	}
	return answer, nil
}

// of is the figure with its parts and their sum. There is no ratio of nothing.
func (f figure) of(counted []store.Count) *commonv1.Figure {
	made := &commonv1.Figure{Code: f.code, Label: f.label, Formula: f.formula, Unit: commonv1.FigureUnit_FIGURE_UNIT_COUNT}
	for _, c := range counted {
		part := float64(c.Of)
		if f.ratio {
			part /= float64(c.Among)
		}
		made.Numerator, made.Denominator = made.Numerator+c.Of, made.Denominator+c.Among
		made.Breakdown = append(made.Breakdown, &commonv1.FigurePart{Code: c.Code, Value: &part, Dimension: f.dimension})
	}
	switch {
	case !f.ratio:
		made.Value, made.Denominator = proto.Float64(float64(made.GetNumerator())), 0
	case made.GetDenominator() > 0:
		made.Unit, made.Value = commonv1.FigureUnit_FIGURE_UNIT_RATIO, proto.Float64(float64(made.GetNumerator())/float64(made.GetDenominator()))
	default:
		made.Unit = commonv1.FigureUnit_FIGURE_UNIT_RATIO
	}
	return made
}

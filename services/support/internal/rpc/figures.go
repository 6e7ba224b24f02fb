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
	count                           func(*kit.View, store.Window) ([]store.Count, error)
}

var figures = []figure{
	{"requests_by_status", "Demandes reçues", "Nombre de demandes reçues entre les deux jours, selon leur état d'aujourd'hui.", "status", store.ByStatus},
	{"requests_by_origin", "Demandes reçues par origine", "Nombre de demandes reçues entre les deux jours, selon la porte d'entrée.", "origin", store.ByOrigin},
	{"requests_by_subject", "Besoins par sujet", "Nombre de demandes reçues entre les deux jours et qui portent sur le sujet ; une demande à plusieurs sujets compte dans chacun.", "subjectCode", store.BySubject},
	{"gaps_recorded", "Besoins sans offre", "Nombre de demandes reçues entre les deux jours et closes en constatant qu'aucune offre n'existe, par sujet.", "subjectCode", store.Gaps},
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
	referred, err := s.referred(view, window)
	if err != nil {
		return nil, err
	}
	missed, err := noShows(view, window)
	answer.Figures = append(append(answer.Figures, referred...), missed)
	return answer, err
}

// of is the figure with its parts and their sum.
func (f figure) of(counted []store.Count) *commonv1.Figure {
	made := &commonv1.Figure{Code: f.code, Label: f.label, Formula: f.formula, Unit: commonv1.FigureUnit_FIGURE_UNIT_COUNT}
	for _, c := range counted {
		made.Numerator += c.Of
		made.Breakdown = append(made.Breakdown, &commonv1.FigurePart{Code: c.Code, Value: proto.Float64(float64(c.Of)), Dimension: f.dimension})
	}
	made.Value = proto.Float64(float64(made.GetNumerator()))
	return made
}

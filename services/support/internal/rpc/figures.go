package rpc

import (
	"context"
	"time"

	"google.golang.org/protobuf/proto"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	"hup.example/services/kit/calendar"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// figure is a figure of the dashboard: what is counted, and what it is cut by.
type figure struct {
	code, dimension string
	count           func(*kit.View, store.Window) ([]store.Count, error)
}

var figures = []figure{
	{"requests_by_status", "status", store.ByStatus},
	{"requests_by_origin", "origin", store.ByOrigin},
	{"requests_by_subject", "subjectCode", store.BySubject},
	{"gaps_recorded", "subjectCode", store.Gaps},
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
	words, answer := wordsOf(ctx, s.Present), &commonv1.ListFiguresResponse{}
	for _, f := range figures {
		counted, err := f.count(view, window)
		if err != nil {
			return nil, err
		}
		answer.Figures = append(answer.Figures, f.of(words, counted))
	}
	referred, err := s.referred(words, view, window)
	if err != nil {
		return nil, err
	}
	missed, err := noShows(words, view, window)
	answer.Figures = append(append(answer.Figures, referred...), missed)
	return answer, err
}

// of is the figure with its parts and their sum.
func (f figure) of(w domain.Words, counted []store.Count) *commonv1.Figure {
	made := named(w, f.code, commonv1.FigureUnit_FIGURE_UNIT_COUNT)
	for _, c := range counted {
		made.Numerator += c.Of
		made.Breakdown = append(made.Breakdown, &commonv1.FigurePart{Code: c.Code, Value: proto.Float64(float64(c.Of)), Dimension: f.dimension})
	}
	made.Value = proto.Float64(float64(made.GetNumerator()))
	return made
}

// named is a figure in the words of who reads it, without its value.
func named(w domain.Words, code string, unit commonv1.FigureUnit) *commonv1.Figure {
	return &commonv1.Figure{Code: code, Label: w.Say("figure."+code+".label", nil), Formula: w.Say("figure."+code+".formula", nil), Unit: unit}
}

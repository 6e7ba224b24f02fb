package facade

import (
	"context"

	"google.golang.org/grpc"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	recruitmentv1 "hup.example/proto/gen/go/hup/recruitment/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	hupv1 "hup.example/proto/gen/go/hup/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/errs"
)

// longest is how many days a dashboard covers at most: five years.
const longest = 5*366 + 1

// figures is a service's call for its figures.
type figures func(context.Context, *commonv1.ListFiguresRequest, ...grpc.CallOption) (*commonv1.ListFiguresResponse, error)

// GetDashboard puts the figures of the services one after the other.
func (f *Facade) GetDashboard(ctx context.Context, r *hupv1.GetDashboardRequest) (*hupv1.Dashboard, error) {
	from, to, err := f.period(r)
	if err != nil {
		return nil, err
	}
	asked := &commonv1.ListFiguresRequest{Territory: actor.From(ctx).Territory, FromDate: from, ToDate: to}
	sources := []struct {
		name string
		list figures
	}{
		{"support", supportv1.NewSupportServiceClient(f.Peer("support")).ListFigures},
		{"land", landv1.NewLandServiceClient(f.Peer("land")).ListFigures},
		{"recruitment", recruitmentv1.NewRecruitmentServiceClient(f.Peer("recruitment")).ListFigures},
		{"training", trainingv1.NewTrainingServiceClient(f.Peer("training")).ListFigures},
	}
	answers := make([]*commonv1.ListFiguresResponse, len(sources))
	var parts []part
	for i, s := range sources {
		parts = append(parts, part{name: s.name, required: s.name == "support", load: func(ctx context.Context) (err error) {
			answers[i], err = s.list(ctx, asked)
			return err
		}})
	}
	d := &hupv1.Dashboard{From: from, To: to}
	if d.Missing, err = f.gather(ctx, parts...); err != nil {
		return nil, err
	}
	for _, a := range answers {
		d.Figures = append(d.Figures, a.GetFigures()...)
	}
	return d, nil
}

// period is the time asked for: this month until today when nothing was said.
func (f *Facade) period(r *hupv1.GetDashboardRequest) (from, to string, err error) {
	today := calendar.DayOf(f.Clock.Now())
	last, first := today, calendar.Day{}
	if r.GetTo() != "" {
		last = calendar.MustDay(r.GetTo()) // validated
	}
	first = calendar.Day{Year: last.Year, Month: last.Month, Day: 1}
	if r.GetFrom() != "" {
		first = calendar.MustDay(r.GetFrom())
	}
	switch {
	case last.Before(first):
		return "", "", errs.Invalid("INVALID_FIELDS", errs.Field{Path: "to", Reason: "dashboard.order"})
	case first.DaysUntil(last) > longest:
		return "", "", errs.Invalid("PERIOD_TOO_LONG", errs.Field{Path: "from", Reason: "PERIOD_TOO_LONG"})
	}
	return first.String(), last.String(), nil
}

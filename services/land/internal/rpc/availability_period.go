package rpc

import (
	"context"
	"strconv"
	"strings"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/page"
	"hup.example/services/land/internal/domain"
	"hup.example/services/land/internal/store"
)

// ListAvailabilityPeriods answers how an asset stood, day by day.
func (s *LandBalances) ListAvailabilityPeriods(ctx context.Context, r *landv1.ListAvailabilityPeriodsRequest) (*landv1.ListAvailabilityPeriodsResponse, error) {
	view := s.Store.View(ctx)
	assets, err := store.Assets(view, []string{r.GetAssetId()})
	if err != nil {
		return nil, err
	}
	if len(assets) == 0 {
		return nil, errs.NotFound("asset")
	}
	past, err := store.PastOf(view, r.GetAssetId())
	if err != nil {
		return nil, err
	}
	var periods []*landv1.AvailabilityPeriod
	for _, p := range domain.Periods(assets[0], past, view.Actor, calendar.DayOf(view.Now)) {
		periods = append(periods, s.period(ctx, p))
	}
	list := page.Computed[*landv1.AvailabilityPeriod]{Name: "availability_periods", Of: r.GetAssetId(), Place: func(p *landv1.AvailabilityPeriod) (int64, string) {
		day, _ := strconv.ParseInt(strings.ReplaceAll(p.GetFromDate(), "-", ""), 10, 64) // of our own writing
		return day, p.GetFromDate()
	}}
	shown, next, err := list.Slice(view, s.Signer, periods, r)
	if err != nil {
		return nil, err
	}
	return &landv1.ListAvailabilityPeriodsResponse{Periods: shown, NextPageToken: next}, page.Trim(shown, r.GetFields())
}

func (s *LandBalances) period(ctx context.Context, p domain.Period) *landv1.AvailabilityPeriod {
	said := &landv1.AvailabilityPeriod{
		FromDate: p.From.String(), DayCount: int32(p.Days()), Availability: p.Availability, Offered: p.Offered, //nolint:gosec // days of some years
		AvailabilityLabel: s.Present.Word(ctx, p.Word()),
	}
	if !p.Present {
		said.ToDate = p.To.String()
	}
	return said
}

package rpc

import (
	"cmp"
	"context"
	"slices"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/errs"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
	"hup.example/services/land/internal/store"
)

// LandBalances answers LandBalanceService.
type LandBalances struct {
	landv1.UnimplementedLandBalanceServiceServer
	Deps
}

// GetLandBalance answers supply against demand of a year.
func (s *LandBalances) GetLandBalance(ctx context.Context, r *landv1.GetLandBalanceRequest) (*landv1.LandBalance, error) {
	view := s.Store.View(ctx)
	today := calendar.DayOf(view.Now)
	year := int(r.GetYear())
	if year == 0 {
		year = today.Year
	}
	if year < 2000 || year > today.Year {
		return nil, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "year", Reason: "YEAR_OUT_OF_RANGE"})
	}
	first := calendar.Day{Year: year, Month: 1, Day: 1}
	last := calendar.Day{Year: year, Month: 12, Day: 31}
	offerDay := last
	if today.Before(last) {
		offerDay = today
	}
	lines, err := s.lines(view, first, last, offerDay, r.GetZoneId())
	if err != nil {
		return nil, err
	}
	answer := &landv1.LandBalance{Year: int32(year), OfferDate: offerDay.String(), Total: &landv1.LandBalanceLine{}, Lines: lines}
	for _, line := range lines {
		domain.AddLine(answer.Total, line)
	}
	if err := s.label(ctx, view, append([]*landv1.LandBalanceLine{answer.Total}, lines...)); err != nil {
		return nil, err
	}
	w := s.words(ctx)
	answer.Sentence = domain.BalanceSentence(w, answer)
	for _, figure := range []string{"asked", "offered", "met", "failed"} {
		answer.Formulas = append(answer.Formulas, &landv1.LandBalanceFormula{Figure: figure, Formula: w.Say("balance.formula."+figure, nil)})
	}
	return answer, nil
}

// lines are the amounts by zone and use, the zones in the order of their ids.
func (s *LandBalances) lines(v *kit.View, first, last, offerDay calendar.Day, zoneID string) ([]*landv1.LandBalanceLine, error) {
	table := domain.BalanceTable{}
	from, until := first.Start(), last.AddDays(1).Start()
	for _, part := range []struct {
		read func() ([]store.Cut, error)
		add  func(*landv1.LandBalanceLine, domain.Amount, landv1.LandObstacle)
	}{
		{func() ([]store.Cut, error) { return store.Asked(v, from, until) }, domain.AddAsked},
		{func() ([]store.Cut, error) { return store.Offered(v, offerDay.String()) }, domain.AddOffered},
		{func() ([]store.Cut, error) { return store.Met(v, from, until) }, domain.AddMet},
		{func() ([]store.Cut, error) { return store.Failed(v, from, until) }, domain.AddFailed},
	} {
		cuts, err := part.read()
		if err != nil {
			return nil, err
		}
		for _, c := range cuts {
			if zoneID != "" && c.ZoneID != zoneID || c.Count == 0 && c.AreaM2 == 0 {
				continue
			}
			line := table.Line(c.ZoneID, landv1.LandUse(landv1.LandUse_value[c.Use]))
			part.add(line, domain.Amount{Count: c.Count, AreaM2: c.AreaM2}, landv1.LandObstacle(landv1.LandObstacle_value[c.Reason]))
		}
	}
	var lines []*landv1.LandBalanceLine
	for _, line := range table {
		lines = append(lines, line)
	}
	slices.SortFunc(lines, func(a, b *landv1.LandBalanceLine) int {
		return cmp.Or(cmp.Compare(a.GetZoneId(), b.GetZoneId()), cmp.Compare(a.GetUse(), b.GetUse()))
	})
	return lines, nil
}

// label puts zones, uses and obstacles in words.
func (s *LandBalances) label(ctx context.Context, v *kit.View, lines []*landv1.LandBalanceLine) error {
	names := map[string]string{"": ""}
	for _, line := range lines {
		name, known := names[line.GetZoneId()]
		if !known {
			zone, err := store.Zones.Get(v, line.GetZoneId())
			if err != nil && !errs.Is(err, "NOT_FOUND") {
				return err
			}
			if err == nil {
				name = zone.State.GetName()
			}
			names[line.GetZoneId()] = name
		}
		line.ZoneName, line.UseLabel = name, s.Present.Word(ctx, line.GetUse().String())
		for _, failed := range line.GetFailedByReason() {
			failed.ReasonLabel = s.Present.Word(ctx, failed.GetReason().String())
		}
	}
	return nil
}

// mostDays bounds how many days are told at once.
const mostDays = 400

// ListAvailabilityDays answers what was on the market on each day.
func (s *LandBalances) ListAvailabilityDays(ctx context.Context, r *landv1.ListAvailabilityDaysRequest) (*landv1.ListAvailabilityDaysResponse, error) {
	view := s.Store.View(ctx)
	from, to, err := span(r, calendar.DayOf(view.Now))
	if err != nil {
		return nil, err
	}
	changes, err := store.DaysUntil(view, to.String(), r.GetZoneId())
	if err != nil {
		return nil, err
	}
	answer := &landv1.ListAvailabilityDaysResponse{}
	var sum domain.Amount
	next := 0
	for day := from; !day.After(to); day = day.AddDays(1) {
		for ; next < len(changes) && changes[next].On <= day.String(); next++ {
			sum.Count, sum.AreaM2 = sum.Count+changes[next].Count, sum.AreaM2+changes[next].AreaM2
		}
		answer.Days = append(answer.Days, &landv1.AvailabilityDay{Date: day.String(), Offered: sum.Message()})
	}
	slices.Reverse(answer.Days)
	return answer, nil
}

// span is the first and the last day asked for.
func span(r *landv1.ListAvailabilityDaysRequest, today calendar.Day) (from, to calendar.Day, err error) {
	to = today
	if r.GetToDate() != "" {
		to, _ = calendar.ParseDay(r.GetToDate()) // its shape was checked at the edge
	}
	from = to.AddDays(-30)
	if r.GetFromDate() != "" {
		from, _ = calendar.ParseDay(r.GetFromDate())
	}
	switch {
	case to.Before(from):
		err = errs.Invalid("INVALID_FIELDS", errs.Field{Path: "toDate", Reason: "DATE_ORDER"})
	case from.DaysUntil(to) >= mostDays:
		err = errs.Invalid("INVALID_FIELDS", errs.Field{Path: "fromDate", Reason: "DAYS_TOO_MANY"})
	case to.After(today):
		err = errs.Invalid("INVALID_FIELDS", errs.Field{Path: "toDate", Reason: "DATE_FUTURE"})
	}
	return from, to, err
}

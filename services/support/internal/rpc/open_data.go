package rpc

import (
	"context"
	"fmt"
	"sync"
	"time"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// OpenData answers OpenDataService.
type OpenData struct {
	supportv1.UnimplementedOpenDataServiceServer
	Store   *kit.Store
	Present *present.Presenter

	mu sync.Mutex
	// told are the rows of the quarters that were asked for, by territory, quarter and language. A quarter that is over hardly changes,
	// and anybody may ask as often as it likes: it is counted once a day.
	told map[string]toldQuarter
}

type toldQuarter struct {
	day   calendar.Day
	rates []*supportv1.ReferralRate
}

const (
	// openQuarters is how many quarters are published.
	openQuarters = 8
	// settledAfter is how many business days after its end all referrals of a quarter have been answered or have expired.
	settledAfter = 15
)

// ListOpenDatasets answers the catalogue.
func (o *OpenData) ListOpenDatasets(ctx context.Context, _ *supportv1.ListOpenDatasetsRequest) (*supportv1.ListOpenDatasetsResponse, error) {
	w := wordsOf(ctx, o.Present)
	return &supportv1.ListOpenDatasetsResponse{Datasets: []*supportv1.OpenDataset{{
		Dataset: "referral-rates", Title: w.Say("open.referral_rates", nil),
		Description: w.Say(inTimeFormula, nil), Licence: "Licence Ouverte 2.0 (Etalab)", Withholding: w.Say("open.withholding", nil),
		CsvPath: "/v1/open-data/referral-rates.csv", JsonPath: "/v1/open-data/referral-rates.json",
	}}}, nil
}

// ListReferralRates answers the table.
func (o *OpenData) ListReferralRates(ctx context.Context, r *supportv1.ListReferralRatesRequest) (*supportv1.ListReferralRatesResponse, error) {
	v, w := o.Store.View(in(ctx, r.GetTerritory())), wordsOf(ctx, o.Present)
	answer := &supportv1.ListReferralRatesResponse{Formula: w.Say(inTimeFormula, nil), Withholding: w.Say("open.withholding", nil)}
	for _, q := range settledQuarters(calendar.DayOf(v.Now)) {
		rates, err := o.quarter(w, v, q)
		if err != nil {
			return nil, err
		}
		answer.Rates = append(answer.Rates, rates...)
	}
	return answer, nil
}

// quarter are the rows of a quarter, counted today or taken from what was counted today. One counts at a time.
func (o *OpenData) quarter(w domain.Words, v *kit.View, first calendar.Day) ([]*supportv1.ReferralRate, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	key, today := fmt.Sprint(v.Actor.Territory, " ", first, w.English), calendar.DayOf(v.Now)
	if told, ok := o.told[key]; ok && told.day == today {
		return told.rates, nil
	}
	rates, err := countQuarter(w, v, first)
	if err != nil || len(rates) == 0 { // what has no rows costs little, and made-up territories would fill the memory
		return nil, err
	}
	if o.told == nil {
		o.told = map[string]toldQuarter{}
	}
	o.told[key] = toldQuarter{today, rates}
	return rates, nil
}

// settledQuarters are the first days of the quarters to publish, the newest first.
func settledQuarters(today calendar.Day) (firsts []calendar.Day) {
	first := calendar.Day{Year: today.Year, Month: (today.Month-1)/3*3 + 1, Day: 1}
	for len(firsts) < openQuarters {
		last := first.AddDays(-1)
		first = calendar.Day{Year: last.Year, Month: last.Month - 2, Day: 1}
		if calendar.AddBusinessDays(last, settledAfter).Before(today) {
			firsts = append(firsts, first)
		}
	}
	return firsts
}

// countQuarter counts and withholds.
func countQuarter(words domain.Words, v *kit.View, first calendar.Day) (rates []*supportv1.ReferralRate, err error) {
	next := first
	for range 3 { // months of at most 31 days
		next = next.AddDays(31)
		next.Day = 1
	}
	w := store.Window{From: first.Start(), To: next.Start().Add(-time.Microsecond)}
	name := fmt.Sprintf("%d-Q%d", first.Year, (first.Month+2)/3)
	for _, d := range openDimensions {
		cells, err := d.count(v, w)
		if err != nil {
			return nil, err
		}
		if len(rates) == 0 { // the sum, which each referral is once in: it has one body
			var sum domain.OpenCell
			for _, c := range cells {
				sum.Add(c)
			}
			if len(sum.Askers) < domain.PublishedLeast {
				return nil, nil
			}
			rates = append(rates, rateOf(name, "all", sum, words.Say("open.all", nil)))
		}
		for _, c := range domain.Publishable(cells) {
			label, err := d.labelOf(words, v, c)
			if err != nil {
				return nil, err
			}
			rates = append(rates, rateOf(name, d.name, c, label))
		}
	}
	return rates, nil
}

// openDimensions are what the table is cut by; bodies come first.
var openDimensions = []openDimension{
	{"bodyId", store.OpenByBody, func(v *kit.View, code string) (string, error) {
		b, err := store.PartnerBodies.Get(v, code)
		if err != nil {
			return "", err
		}
		return b.State.GetName(), nil
	}},
	{"subjectCode", store.OpenBySubject, func(v *kit.View, code string) (string, error) {
		s, err := store.Subjects.Get(v, code)
		if err != nil {
			return "", err
		}
		return s.State.GetLabel(), nil
	}},
	{"communeCode", store.OpenByCommune, func(_ *kit.View, code string) (string, error) {
		return zoneOf(code).Name, nil
	}},
}

type openDimension struct {
	name  string
	count func(*kit.View, store.Window) ([]domain.OpenCell, error)
	label func(v *kit.View, code string) (string, error)
}

// labelOf is the name of a row; of what is no longer in the directory its code.
func (d openDimension) labelOf(w domain.Words, v *kit.View, c domain.OpenCell) (string, error) {
	if c.Cells > 0 {
		return w.Say("open.grouped", map[string]string{"n": fmt.Sprint(c.Cells)}), nil
	}
	if c.Code == "" {
		return w.Say("figure.commune_unknown", nil), nil
	}
	label, err := d.label(v, c.Code)
	if errs.Is(err, "NOT_FOUND") || err == nil && label == "" {
		return c.Code, nil
	}
	return label, err
}

func rateOf(quarter, dimension string, c domain.OpenCell, label string) *supportv1.ReferralRate {
	return &supportv1.ReferralRate{
		Quarter: quarter, Dimension: dimension, Code: c.Code, Label: label, WithheldCellCount: int32(c.Cells),
		SentCount: c.Sent, AnsweredInTimeCount: c.InTime, Rate: float64(c.InTime) / float64(c.Sent),
		UnansweredCount: c.Unanswered, PausedCount: c.Paused, PausedBusinessDays: c.PausedDays,
	}
}

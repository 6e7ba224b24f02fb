package rpc

import (
	"maps"
	"slices"

	"google.golang.org/protobuf/proto"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/reference"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// rate is a figure of the referrals: of how many they are, and among how many when it is a ratio.
type rate struct {
	code      string
	unit      commonv1.FigureUnit
	of, among func(store.Referred) int64
}

func allSent(r store.Referred) int64 { return r.Sent }

// inTime is the promise, as a figure.
const (
	inTime        = "answered_in_time_ratio"
	inTimeFormula = "figure." + inTime + ".formula"
)

var rates = []rate{
	{"referrals_sent", commonv1.FigureUnit_FIGURE_UNIT_COUNT, allSent, nil},
	{inTime, commonv1.FigureUnit_FIGURE_UNIT_RATIO, func(r store.Referred) int64 { return r.InTime }, allSent},
	{"referrals_unanswered", commonv1.FigureUnit_FIGURE_UNIT_COUNT, func(r store.Referred) int64 { return r.Unanswered }, nil},
	{"referrals_paused", commonv1.FigureUnit_FIGURE_UNIT_RATIO, func(r store.Referred) int64 { return r.Paused }, allSent},
	{"paused_business_days", commonv1.FigureUnit_FIGURE_UNIT_BUSINESS_DAYS, func(r store.Referred) int64 { return r.PausedDays }, nil},
}

// dimensions are what the figures of referrals are cut by: the body that was asked, the intercommunal body of the
// company's commune, and the month of the sending.
var dimensions = []struct {
	name string
	code func(store.Referred) string
}{
	{"bodyId", func(r store.Referred) string { return r.BodyID }},
	{"epciCode", func(r store.Referred) string { return zoneOf(r.CommuneCode).EPCISIREN }},
	{"month", func(r store.Referred) string { return r.Month }},
}

// zoneOf is the commune of today that a code stands for.
func zoneOf(communeCode string) reference.Commune {
	commune, _ := reference.Communes().Current(communeCode)
	return commune
}

// referred are the figures of the referrals sent in a window.
func (s *Support) referred(words domain.Words, v *kit.View, w store.Window) ([]*commonv1.Figure, error) {
	rows, err := store.ReferredIn(v, w)
	if err != nil {
		return nil, err
	}
	labels, err := labelsOf(words, v, rows)
	if err != nil {
		return nil, err
	}
	var made []*commonv1.Figure
	for _, r := range rates {
		f := named(words, r.code, r.unit)
		f.Numerator, f.Denominator, f.Value = r.sum(rows)
		for _, d := range dimensions {
			f.Breakdown = append(f.Breakdown, r.cut(rows, d.name, d.code, labels)...)
		}
		made = append(made, f)
	}
	return made, nil
}

// sum is the figure over rows. There is no ratio of nothing.
func (r rate) sum(rows []store.Referred) (of, among int64, value *float64) {
	for _, row := range rows {
		of += r.of(row)
		if r.among != nil {
			among += r.among(row)
		}
	}
	switch {
	case r.among == nil:
		return of, 0, proto.Float64(float64(of))
	case among == 0:
		return of, among, nil
	}
	return of, among, proto.Float64(float64(of) / float64(among))
}

// cut is the figure for each code of a dimension, in the order of the codes.
func (r rate) cut(rows []store.Referred, dimension string, code func(store.Referred) string, labels map[string]string) []*commonv1.FigurePart {
	by := map[string][]store.Referred{}
	for _, row := range rows {
		by[code(row)] = append(by[code(row)], row)
	}
	var parts []*commonv1.FigurePart
	for _, c := range slices.Sorted(maps.Keys(by)) {
		p := &commonv1.FigurePart{Code: c, Label: labels[c], Dimension: dimension}
		p.Numerator, p.Denominator, p.Value = r.sum(by[c])
		parts = append(parts, p)
	}
	return parts
}

// labelsOf are the names of the bodies and zones, by code.
func labelsOf(words domain.Words, v *kit.View, rows []store.Referred) (map[string]string, error) {
	labels := map[string]string{}
	for _, r := range rows {
		zone := zoneOf(r.CommuneCode)
		labels[zone.EPCISIREN] = zone.EPCIName
		if _, known := labels[r.BodyID]; known {
			continue
		}
		body, err := store.PartnerBodies.Get(v, r.BodyID)
		if err != nil && !errs.Is(err, "NOT_FOUND") {
			return nil, err
		}
		if body != nil {
			labels[r.BodyID] = body.State.GetName()
		}
	}
	labels[""] = words.Say("figure.commune_unknown", nil)
	return labels, nil
}

package domain

import (
	"math"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/reference"
)

// Asked is what a request asks for, made ready once to hold many assets against it.
type Asked struct {
	need    *commonv1.LandNeed
	asks    *landv1.LandRequirements
	use     landv1.LandUse
	zoneIDs []string
	// wanted are the communes wanted whose centre is known; radius and reach are how far around them is asked, and comes near.
	wanted        []reference.Commune
	radius, reach float64
	// neededBy is the day it is needed and latest the last that comes near, as ISO writes them: they sort as they are.
	neededBy, latest string
}

// NewAsked reads a request.
func NewAsked(r *landv1.LandRequest) *Asked {
	q := &Asked{
		need: r.GetNeed(), asks: r.GetRequirements(), use: r.GetUse(), zoneIDs: r.GetZoneIds(),
		radius: float64(r.GetNeed().GetRadiusKm()), reach: ReachOf(r).KM,
	}
	for _, code := range q.need.GetCommuneCodes() {
		if commune, known := reference.Communes().Current(code); known {
			q.wanted = append(q.wanted, commune)
		}
	}
	if day, err := calendar.ParseDay(q.need.GetNeededByDate()); err == nil {
		q.neededBy, q.latest = day.String(), day.AddDays(closeDays).String()
	}
	return q
}

// nearest is the name of the commune wanted whose centre is nearest to the asset, as the crow flies, and how far it is.
func (q *Asked) nearest(a *Asset) (name string, km float64) {
	km = math.Inf(1)
	at, ok := a.Position()
	if !ok {
		return "", km
	}
	for i := range q.wanted {
		if d := reference.Distance(at, q.wanted[i].Point); d < km {
			name, km = q.wanted[i].Name, d
		}
	}
	return name, km
}

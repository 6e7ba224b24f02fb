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
	spots         []spot
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
			q.wanted, q.spots = append(q.wanted, commune), append(q.spots, spotOf(commune.Point))
		}
	}
	if day, err := calendar.ParseDay(q.need.GetNeededByDate()); err == nil {
		q.neededBy, q.latest = day.String(), day.AddDays(closeDays).String()
	}
	return q
}

// spot is a place as three coordinates in a ball: the chord between two says which is nearer without an angle.
type spot [3]float64

func spotOf(p reference.Point) spot {
	sinLat, cosLat := math.Sincos(p.Latitude * math.Pi / 180)
	sinLon, cosLon := math.Sincos(p.Longitude * math.Pi / 180)
	return spot{cosLat * cosLon, cosLat * sinLon, sinLat}
}

func (s spot) chord(to spot) float64 {
	x, y, z := s[0]-to[0], s[1]-to[1], s[2]-to[2]
	return x*x + y*y + z*z
}

// nearest is the name of the commune wanted whose centre is nearest to the asset, as the crow flies, and how far it is.
func (q *Asked) nearest(a *Asset) (name string, km float64) {
	at, ok := a.Position()
	if !ok || len(q.wanted) == 0 {
		return "", math.Inf(1)
	}
	first, shortest := 0, math.Inf(1)
	for i, from := 0, spotOf(at); i < len(q.spots); i++ {
		if chord := from.chord(q.spots[i]); chord < shortest {
			first, shortest = i, chord
		}
	}
	return q.wanted[first].Name, reference.Distance(at, q.wanted[first].Point)
}

package store

import (
	"maps"
	"math"
	"slices"
	"strings"

	"hup.example/services/kit/reference"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

const (
	// spotE6 is the side of a spot: a tenth of a degree, some 11 by 8 kilometres in France. What lies in one is about as far from a
	// commune wanted, so that a search ends where nothing better can be.
	spotE6 = 100_000
	// mostSpots bounds how many places are looked into one by one; who looks further looks everywhere.
	mostSpots = 400
)

// spotOf is the spot of a position in millionths of a degree. The migration that made the column says the same in SQL.
func spotOf(latE6, lonE6 int64) int64 {
	return (latE6+90_000_000)/spotE6*10_000 + (lonE6+180_000_000)/spotE6
}

// looksOf are the ways to come upon what is within reach: for each kind, in each place, what has the area that is asked apart from
// what misses it closely.
func looksOf(v *kit.View, reach domain.Reach) (looks []*look) {
	places := lookedInto(reach)
	for _, kind := range kindsOf(reach) {
		for _, at := range places {
			for _, missed := range []bool{false, true} {
				if missed && reach.LeastM2 == 0 && reach.MostM2 == 0 {
					continue
				}
				l := &look{bound: domain.Bound{KM: at.km, Miss: missed}}
				l.and("t.territory = ? AND t.kind = ? AND t.on_market = TRUE", v.Actor.Territory, kind)
				at.where(&l.query)
				l.area(reach, missed)
				for _, scope := range VisibleAssets(v.Actor) {
					l.and(scope.SQL, scope.Args...)
				}
				looks = append(looks, l)
			}
		}
	}
	return looks
}

// area keeps what has the area asked for, or what misses it closely: smaller, larger, or not known.
func (q *query) area(reach domain.Reach, missed bool) {
	asked, args := "t.area_m2 >= ?", []any{reach.LeastM2}
	if reach.MostM2 > 0 {
		asked, args = asked+" AND t.least_m2 <= ?", append(args, reach.MostM2)
	}
	if !missed {
		q.and(asked, args...)
		return
	}
	q.and("NOT ("+asked+")", args...)
	q.and("(t.area_m2 >= ? OR t.area_m2 = 0)", reach.FromM2)
	if reach.ToM2 > 0 {
		q.and("t.least_m2 <= ?", reach.ToM2)
	}
}

// lookPlace is a place that is looked into, and how far from a commune wanted it is at least; less than nothing in one, and for
// who wants none.
type lookPlace struct {
	km    float64
	where place
}

// lookedInto are the communes wanted, and the spots around them or, when they are too many, all that is in the box around them.
func lookedInto(reach domain.Reach) (places []lookPlace) {
	if len(reach.Communes) == 0 {
		return []lookPlace{{-1, func(*query) {}}}
	}
	codes := make([]any, len(reach.Communes))
	for i, code := range reach.Communes {
		codes[i] = code
		places = append(places, lookPlace{-1, func(q *query) { q.and("t.commune_code = ?", code) }})
	}
	outside := "t.commune_code NOT IN (?" + strings.Repeat(", ?", len(codes)-1) + ")"
	spots := spotsOf(reach)
	if len(spots)*len(kindsOf(reach)) > mostSpots {
		return append(places, lookPlace{0, func(q *query) {
			q.and(outside, codes...)
			near(q, reach)
		}})
	}
	for _, spot := range slices.Sorted(maps.Keys(spots)) {
		places = append(places, lookPlace{spots[spot], func(q *query) {
			q.and("t.spot = ?", spot)
			q.and(outside, codes...)
		}})
	}
	return places
}

// spotsOf are the spots within reach of the communes wanted, and how far each is from the nearest of them at least.
func spotsOf(reach domain.Reach) map[int64]float64 {
	found := map[int64]float64{}
	for _, code := range reach.Communes {
		commune, ok := reference.Communes().Current(code)
		if !ok {
			continue
		}
		b := around(commune.Point, reach.KM)
		for lat := b.south - spotE6; lat <= b.north+spotE6; lat += spotE6 {
			for lon := b.west - spotE6; lon <= b.east+spotE6; lon += spotE6 {
				spot := spotOf(lat, lon)
				km := leastKM(commune.Point, spot)
				if before, known := found[spot]; km <= reach.KM && (!known || km < before) {
					found[spot] = km
				}
			}
		}
	}
	return found
}

// leastKM is less than the distance from a point to any place in a spot, by little: the nearest place has the nearest longitude, but
// not quite the nearest latitude.
func leastKM(from reference.Point, spot int64) float64 {
	south, west := float64(spot/10_000)/10-90, float64(spot%10_000)/10-180
	nearest := reference.Point{
		Latitude:  math.Max(south, math.Min(from.Latitude, south+0.1)),
		Longitude: math.Max(west, math.Min(from.Longitude, west+0.1)),
	}
	return math.Max(0, reference.Distance(from, nearest)*0.999-0.01)
}

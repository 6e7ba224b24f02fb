package store

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"

	"hup.example/services/kit/reference"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

const (
	// spotE6 is the side of a spot: a twentieth of a degree, some 5 by 4 kilometres in France. What lies in one is about as far from a
	// commune wanted, so that a search ends where nothing better can be.
	spotE6 = 50_000
	// mostSpots bounds how many spots are looked into; who looks further looks everywhere.
	mostSpots = 800
	// ringKM is the least width of a ring of spots that are looked into together.
	ringKM = 2.5
)

// spotOf is the spot of a position in millionths of a degree. The migration that made the column says the same in SQL.
func spotOf(latE6, lonE6 int64) int64 {
	return (latE6+90_000_000)/spotE6*10_000 + (lonE6+180_000_000)/spotE6
}

// looksOf are the ways to come upon what is in some places: in each, what has the area that is asked apart from what misses it
// closely.
func looksOf(v *kit.View, reach domain.Reach, places []lookPlace) (looks []*look) {
	for _, at := range places {
		for _, missed := range []bool{false, true} {
			if missed && reach.LeastM2 == 0 && reach.MostM2 == 0 {
				continue
			}
			l := &look{bound: at.bound, lookOrder: at.lookOrder}
			l.bound.Miss = missed
			for _, part := range areas(reach, missed) {
				q := query{}
				q.and("t.territory = ?", v.Actor.Territory)
				at.where(&q)
				q.and("t.on_market = TRUE")
				q.and(part.text(), part.args...)
				for _, scope := range VisibleAssets(v.Actor) {
					q.and(scope.SQL, scope.Args...)
				}
				l.parts = append(l.parts, q)
			}
			looks = append(looks, l)
		}
	}
	return looks
}

// lookPlace is a place that is looked into, and what those in it lose at least by lying there.
type lookPlace struct {
	bound domain.Bound
	where func(*query)
	lookOrder
}

// communesOf are the communes wanted.
func communesOf(reach domain.Reach) []lookPlace {
	codes := padded(reach.Communes)
	return []lookPlace{{domain.Bound{}, func(q *query) {
		q.and(in("t.commune_code", codes), anys(codes)...)
		q.kinds(reach)
	}, inCommunes}}
}

// aroundCommunes are rings around the communes wanted, or all there is for who looks very far.
func aroundCommunes(reach domain.Reach) (places []lookPlace) {
	codes := padded(reach.Communes)
	outside := func(q *query) { q.and("NOT "+in("t.commune_code", codes), anys(codes)...) }
	spots := spotsOf(reach)
	if spots == nil {
		order := away(reach, 0)
		order.order = byIndex.order
		return everywhereOf(reach, order, outside)
	}
	for _, r := range ringsOf(reach, spots) {
		spots := padded(r.spots)
		lost, beyond := reach.PlaceLost(r.km)
		places = append(places, lookPlace{domain.Bound{Lost: lost, Outside: beyond}, func(q *query) {
			q.and(in("t.spot", spots), anys(spots)...)
			q.kinds(reach)
			outside(q)
		}, away(reach, lost)})
	}
	return places
}

// everywhereOf looks at each kind along an index that has what is lost whatever is asked, and then the areas, in order: so the best of
// very many are found without passing by all others.
func everywhereOf(reach domain.Reach, order lookOrder, where func(*query)) (places []lookPlace) {
	for _, kind := range kindsOf(reach) {
		for lost := range int64(domain.MostLostByItself + 1) {
			places = append(places, lookPlace{domain.Bound{Lost: lost}, func(q *query) {
				q.and("t.kind = ? AND t.lost = ?", kind, lost)
				where(q)
			}, order})
		}
	}
	return places
}

func (q *query) kinds(reach domain.Reach) {
	kinds := kindsOf(reach)
	q.and(in("t.kind", kinds), anys(kinds)...)
}

// areas keeps what has the area asked for, or what misses it closely: smaller, larger, or not known. What is had as a whole is a part of
// its own, for the indexes that tell it apart: of it only the areas asked are read.
func areas(reach domain.Reach, missed bool) []query {
	from, to, largest := reach.LeastM2, reach.MostM2, int64(math.MaxInt32)
	if missed {
		from, to = reach.FromM2, reach.ToM2
	}
	var whole, rest query
	whole.and("t.whole = TRUE AND t.area_m2 BETWEEN ? AND ?", from, cmp.Or(to, largest))
	rest.and("t.whole = FALSE AND t.least_m2 <= ?", cmp.Or(to, largest))
	asked, args := "t.area_m2 >= ? AND t.least_m2 <= ?", []any{reach.LeastM2, cmp.Or(reach.MostM2, largest)}
	if !missed {
		rest.and(asked, args...)
		return []query{whole, rest}
	}
	whole.and("NOT ("+asked+")", args...)
	rest.and("NOT ("+asked+")", args...)
	rest.and("(t.area_m2 >= ? OR t.area_m2 = 0)", reach.FromM2)
	return []query{whole, rest}
}

// ring are spots about as far from the communes wanted.
type ring struct {
	km    float64
	spots []int64
}

// ringsOf puts the spots into rings, the nearest first.
func ringsOf(reach domain.Reach, spots map[int64]float64) (rings []ring) {
	width := math.Max(ringKM, reach.KM/8)
	byRing := map[int]ring{}
	for _, spot := range slices.Sorted(maps.Keys(spots)) {
		km := spots[spot]
		at := int(math.Ceil(km / width))
		r, there := byRing[at]
		if !there || km < r.km {
			r.km = km
		}
		r.spots = append(r.spots, spot)
		byRing[at] = r
	}
	for _, at := range slices.Sorted(maps.Keys(byRing)) {
		rings = append(rings, byRing[at])
	}
	return rings
}

// spotsOf are the spots within reach of the communes wanted, and how far each is from the nearest of them at least; nil when they
// are too many.
func spotsOf(reach domain.Reach) map[int64]float64 {
	found := map[int64]float64{}
	for _, code := range reach.Communes {
		commune, ok := reference.Communes().Current(code)
		if !ok {
			continue
		}
		b := around(commune.Point, reach.KM)
		if (b.north-b.south)/spotE6*(b.east-b.west)/spotE6 > 2*mostSpots {
			return nil
		}
		for lat := b.south - spotE6; lat <= b.north+spotE6; lat += spotE6 {
			for lon := b.west - spotE6; lon <= b.east+spotE6; lon += spotE6 {
				spot := spotOf(lat, lon)
				km := leastKM(commune.Point, spot)
				if before, known := found[spot]; km <= reach.KM && (!known || km < before) {
					found[spot] = km
				}
			}
		}
		if len(found) > mostSpots {
			return nil
		}
	}
	return found
}

// leastKM is less than the distance from a point to any place in a spot, by little: the nearest place has the nearest longitude, but
// not quite the nearest latitude.
func leastKM(from reference.Point, spot int64) float64 {
	side := spotE6 / 1e6
	south, west := float64(spot/10_000)*side-90, float64(spot%10_000)*side-180
	nearest := reference.Point{
		Latitude:  math.Max(south, math.Min(from.Latitude, south+side)),
		Longitude: math.Max(west, math.Min(from.Longitude, west+side)),
	}
	return math.Max(0, reference.Distance(from, nearest)*0.999-0.01)
}

// padded repeats the last of some values until they are a power of two, so that texts with lists of places are few.
func padded[T any](some []T) []T {
	most := 1
	for most < len(some) {
		most *= 2
	}
	return append(slices.Clone(some), slices.Repeat(some[len(some)-1:], most-len(some))...)
}

func anys[T any](some []T) []any {
	all := make([]any, len(some))
	for i, one := range some {
		all[i] = one
	}
	return all
}

func in[T any](column string, values []T) string {
	return column + " IN (?" + strings.Repeat(", ?", len(values)-1) + ")"
}

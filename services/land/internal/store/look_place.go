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
	// mostSpots bounds how many spots are looked into; who looks further looks into cells, and further still everywhere.
	mostSpots = 800
	// ringKM is the least width of a ring of spots that are looked into together.
	ringKM = 2.5
)

// spotOf is the spot of a position in millionths of a degree. The migration that made the column says the same in SQL.
func spotOf(latE6, lonE6 int64) int64 {
	return (latE6+90_000_000)/spotE6*10_000 + (lonE6+180_000_000)/spotE6
}

// looksOf are the ways to come upon what is within reach: in each place, what has the area that is asked apart from what misses it
// closely.
func looksOf(v *kit.View, reach domain.Reach) (looks []*look) {
	for _, at := range lookedInto(reach) {
		for _, missed := range []bool{false, true} {
			if missed && reach.LeastM2 == 0 && reach.MostM2 == 0 {
				continue
			}
			l := &look{bound: at.bound, away: at.bound.Lost, lookOrder: at.lookOrder}
			l.bound.Miss = missed
			for _, part := range at.areas(reach, missed) {
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
	// areas are the conditions of the area, each along the index of the place.
	areas func(reach domain.Reach, missed bool) []query
	lookOrder
}

// lookedInto are the communes wanted, and rings around them.
func lookedInto(reach domain.Reach) (places []lookPlace) {
	if len(reach.Communes) == 0 {
		return everywhereOf(reach, func(*query) {})
	}
	codes := padded(reach.Communes)
	places = append(places, lookPlace{domain.Bound{}, func(q *query) {
		q.and(in("t.commune_code", codes), anys(codes)...)
		q.kinds(reach)
	}, apart, inCommunes})
	outside := func(q *query) { q.and("NOT "+in("t.commune_code", codes), anys(codes)...) }
	for _, of := range []squaring{{"t.spot", spotE6, apart}, {"t.cell", cellE6, together}} {
		rings := ringsOf(reach, of.sideE6)
		for _, r := range rings {
			places = append(places, of.look(reach, r, outside))
		}
		if rings != nil {
			return places
		}
	}
	return append(places, everywhereOf(reach, func(q *query) {
		outside(q)
		near(q, reach)
	})...)
}

// squaring is a way to part the country into squares, and how an index of them has the areas.
type squaring struct {
	column string
	sideE6 int64
	areas  func(domain.Reach, bool) []query
}

func (of squaring) look(reach domain.Reach, r ring, outside func(*query)) lookPlace {
	squares := padded(r.squares)
	lost, beyond := reach.PlaceLost(r.km)
	order := awayByRing(lost)
	if only, known := reference.Communes().Current(reach.Communes[0]); known && len(reach.Communes) == 1 {
		order = awayFrom(only.Point)
	}
	return lookPlace{domain.Bound{Lost: lost, Outside: beyond}, func(q *query) {
		q.and(in(of.column, squares), anys(squares)...)
		q.kinds(reach)
		outside(q)
	}, of.areas, order}
}

// everywhereOf looks at each kind along an index that has what is lost whatever is asked in order.
func everywhereOf(reach domain.Reach, where func(*query)) (places []lookPlace) {
	for _, kind := range kindsOf(reach) {
		places = append(places, lookPlace{domain.Bound{}, func(q *query) {
			q.and("t.kind = ?", kind)
			where(q)
		}, together, byIndex})
	}
	return places
}

func (q *query) kinds(reach domain.Reach) {
	kinds := kindsOf(reach)
	q.and(in("t.kind", kinds), anys(kinds)...)
}

// together keeps what has the area asked for, or what misses it closely: smaller, larger, or not known.
func together(reach domain.Reach, missed bool) []query {
	var q query
	asked, args := "t.area_m2 >= ?", []any{reach.LeastM2}
	if reach.MostM2 > 0 {
		asked, args = asked+" AND t.least_m2 <= ?", append(args, reach.MostM2)
	}
	if !missed {
		q.and(asked, args...)
		return []query{q}
	}
	q.and("NOT ("+asked+")", args...)
	q.and("(t.area_m2 >= ? OR t.area_m2 = 0)", reach.FromM2)
	if reach.ToM2 > 0 {
		q.and("t.least_m2 <= ?", reach.ToM2)
	}
	return []query{q}
}

// apart does the same in two parts, for an index that tells apart what is had as a whole: of those, only the areas asked are read.
func apart(reach domain.Reach, missed bool) []query {
	from, to := reach.LeastM2, cmp.Or(reach.MostM2, math.MaxInt32)
	if missed {
		from, to = reach.FromM2, cmp.Or(reach.ToM2, math.MaxInt32)
	}
	var whole query
	whole.and("t.whole = TRUE AND t.area_m2 BETWEEN ? AND ?", from, to)
	if missed {
		whole.and("NOT t.area_m2 BETWEEN ? AND ?", reach.LeastM2, cmp.Or(reach.MostM2, math.MaxInt32))
	}
	rest := together(reach, missed)[0]
	rest.and("t.whole = FALSE")
	return []query{whole, rest}
}

// ring are squares about as far from the communes wanted.
type ring struct {
	km      float64
	squares []int64
}

// ringsOf are the squares with such a side that are within reach, the nearest ring first; nil when they are too many.
func ringsOf(reach domain.Reach, sideE6 int64) (rings []ring) {
	squares := squaresOf(reach, sideE6)
	if squares == nil {
		return nil
	}
	width := math.Max(ringKM, reach.KM/8)
	byRing := map[int]ring{}
	for _, square := range slices.Sorted(maps.Keys(squares)) {
		km := squares[square]
		at := int(math.Ceil(km / width))
		r, there := byRing[at]
		if !there || km < r.km {
			r.km = km
		}
		r.squares = append(r.squares, square)
		byRing[at] = r
	}
	rings = []ring{}
	for _, at := range slices.Sorted(maps.Keys(byRing)) {
		rings = append(rings, byRing[at])
	}
	return rings
}

// squaresOf are the squares within reach of the communes wanted, and how far each is from the nearest of them at least; nil when they
// are too many.
func squaresOf(reach domain.Reach, sideE6 int64) map[int64]float64 {
	found := map[int64]float64{}
	for _, code := range reach.Communes {
		commune, ok := reference.Communes().Current(code)
		if !ok {
			continue
		}
		b := around(commune.Point, reach.KM)
		if (b.north-b.south+b.east-b.west)/sideE6 > mostSpots {
			return nil
		}
		for lat := b.south - sideE6; lat <= b.north+sideE6; lat += sideE6 {
			for lon := b.west - sideE6; lon <= b.east+sideE6; lon += sideE6 {
				square := squareOf(lat, lon, sideE6)
				km := leastKM(commune.Point, lat, lon, sideE6)
				if before, known := found[square]; km <= reach.KM && (!known || km < before) {
					found[square] = km
				}
			}
		}
		if len(found) > mostSpots {
			return nil
		}
	}
	return found
}

func squareOf(latE6, lonE6, sideE6 int64) int64 {
	if sideE6 == cellE6 {
		return cellOf(latE6, lonE6)
	}
	return spotOf(latE6, lonE6)
}

// leastKM is less than the distance from a point to any place in the square of a position, by little: the nearest place has the nearest
// longitude, but not quite the nearest latitude.
func leastKM(from reference.Point, latE6, lonE6, sideE6 int64) float64 {
	side := float64(sideE6) / 1e6
	south, west := float64((latE6+90_000_000)/sideE6*sideE6)/1e6-90, float64((lonE6+180_000_000)/sideE6*sideE6)/1e6-180
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

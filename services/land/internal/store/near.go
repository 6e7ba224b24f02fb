package store

import (
	"math"
	"slices"

	"hup.example/services/kit/reference"
	"hup.example/services/land/internal/domain"
)

const kmOfDegree = 111.1 // a little less than it has, for boxes to hold all

// globe is the box of who looks everywhere.
var globe = box{south: -90_000_000, north: 90_000_000, west: -180_000_000, east: 180_000_000}

// anywhere is the cell of who looks everywhere.
const anywhere = -1

// around is the box that holds every place within some kilometres of a point.
func around(p reference.Point, km float64) box {
	lat := km / kmOfDegree
	lon := lat / math.Max(0.1, math.Cos((math.Abs(p.Latitude)+lat)*math.Pi/180))
	return box{
		south: microDegrees(p.Latitude - lat), north: microDegrees(p.Latitude + lat),
		west: microDegrees(p.Longitude - lon), east: microDegrees(p.Longitude + lon),
	}
}

// boxOf is the box around the communes wanted that holds every place within some kilometres.
func boxOf(reach domain.Reach, km float64) box {
	whole := box{south: math.MaxInt64, north: math.MinInt64, west: math.MaxInt64, east: math.MinInt64}
	for _, code := range reach.Communes {
		if commune, ok := reference.Communes().Current(code); ok {
			b := around(commune.Point, km)
			whole = box{min(whole.south, b.south), max(whole.north, b.north), min(whole.west, b.west), max(whole.east, b.east)}
		}
	}
	return whole
}

// near keeps the communes wanted and the box around them that holds every place within reach.
func near(q *query, reach domain.Reach) {
	whole := boxOf(reach, reach.KM)
	args := append(anys(reach.Communes), whole.south, whole.north, whole.west, whole.east)
	q.and("("+in("t.commune_code", reach.Communes)+" OR t.lat_e6 BETWEEN ? AND ? AND t.lon_e6 BETWEEN ? AND ?)", args...)
}

// place narrows a look to a part of the register.
type place func(*query)

// everywhere looks at all that is within reach at once.
func everywhere(reach domain.Reach) place {
	return func(q *query) {
		if len(reach.Communes) > 0 {
			near(q, reach)
		}
	}
}

// placesOf are where assets within reach may be: in a commune wanted, which may be larger than the reach, or in a cell around it.
func placesOf(reach domain.Reach) (places []place) {
	if len(reach.Communes) == 0 {
		return []place{everywhere(reach)}
	}
	for _, code := range reach.Communes {
		places = append(places, func(q *query) { q.and("t.commune_code = ?", code) })
	}
	cells := cellsOf(reach)
	if cells == nil {
		return []place{everywhere(reach)}
	}
	for _, cell := range cells {
		places = append(places, func(q *query) {
			q.and("t.cell = ?", cell)
			near(q, reach)
		})
	}
	return places
}

// cellsOf are the cells around the communes wanted; nil when they are too many.
func cellsOf(reach domain.Reach) (cells []int64) {
	cells = []int64{}
	for _, code := range reach.Communes {
		commune, ok := reference.Communes().Current(code)
		if !ok {
			continue
		}
		found := around(commune.Point, reach.KM).cells(mostLooks)
		if found == nil {
			return nil
		}
		for _, cell := range found {
			if !slices.Contains(cells, cell) {
				cells = append(cells, cell)
			}
		}
		if len(cells) > mostLooks {
			return nil
		}
	}
	slices.Sort(cells)
	return cells
}

package rpc

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"hup.example/services/kit/reference"
)

// southToNorth are all communes: an answer names hundreds of squares, and looks only at what lies about as far north as each.
var southToNorth = sync.OnceValue(func() []reference.Commune {
	all := slices.Collect(reference.Communes().All())
	slices.SortStableFunc(all, func(a, b reference.Commune) int { return cmp.Compare(a.Point.Latitude, b.Point.Latitude) })
	return all
})

// nearest is the name of the commune whose centre is nearest, as the crow flies on a flat map.
func nearest(at reference.Point) (name string) {
	all, least, narrow := southToNorth(), math.Inf(1), math.Cos(at.Latitude*math.Pi/180)
	north, _ := slices.BinarySearchFunc(all, at.Latitude, func(c reference.Commune, lat float64) int { return cmp.Compare(c.Point.Latitude, lat) })
	look := func(c reference.Commune) (further bool) {
		dx, dy := (c.Point.Longitude-at.Longitude)*narrow, c.Point.Latitude-at.Latitude
		if d := dx*dx + dy*dy; d < least {
			least, name = d, c.Name
		}
		return dy*dy <= least
	}
	for i := north; i < len(all) && look(all[i]); i++ {
	}
	for i := north - 1; i >= 0 && look(all[i]); i-- {
	}
	return name
}

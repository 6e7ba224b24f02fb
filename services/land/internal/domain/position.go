package domain

import (
	"encoding/json"
	"math"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	"hup.example/services/kit/reference"
)

// positionOf is where something is: its point, or else the middle of its boundary, or else the centre of its commune.
func positionOf(point *commonv1.Point, boundary, communeCode string) (reference.Point, bool) {
	if point != nil {
		return reference.Point{Latitude: point.GetLatitude(), Longitude: point.GetLongitude()}, true
	}
	if at, ok := middleOf(boundary); ok {
		return at, true
	}
	commune, ok := reference.Communes().Current(communeCode)
	return commune.Point, ok
}

// middleOf is the middle of the box around a boundary, which was checked when it was written.
func middleOf(boundary string) (reference.Point, bool) {
	var shape struct{ Coordinates any }
	if boundary == "" || json.Unmarshal([]byte(boundary), &shape) != nil {
		return reference.Point{}, false
	}
	b := Box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	b.include(shape.Coordinates)
	if b.West > b.East {
		return reference.Point{}, false
	}
	return reference.Point{Latitude: (b.South + b.North) / 2, Longitude: (b.West + b.East) / 2}, true
}

// include widens the box by the corners of nested lists.
func (b *Box) include(coordinates any) {
	list, _ := coordinates.([]any)
	if len(list) >= 2 {
		x, isX := list[0].(float64)
		y, isY := list[1].(float64)
		if isX && isY {
			*b = Box{min(b.West, x), min(b.South, y), max(b.East, x), max(b.North, y)}
			return
		}
	}
	for _, inner := range list {
		b.include(inner)
	}
}

// Position is where the zone is.
func (z *Zone) Position() (reference.Point, bool) {
	return positionOf(z.State.GetPoint(), z.State.GetBoundaryGeojson(), z.State.GetCommuneCode())
}

// Position is where the plot is.
func (p *Plot) Position() (reference.Point, bool) { return p.Asset().Position() }

// Position is where the premises are.
func (p *Premises) Position() (reference.Point, bool) { return p.Asset().Position() }

// Position is where the brownfield is.
func (b *Brownfield) Position() (reference.Point, bool) { return b.Asset().Position() }

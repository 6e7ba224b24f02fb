package domain

import (
	"math"
	"slices"

	"hup.example/services/kit/reference"
)

// Circle is the places within some kilometres of a point.
type Circle struct {
	Centre reference.Point
	KM     float64
}

// Holds says whether a place lies in the circle.
func (c Circle) Holds(p reference.Point) bool { return reference.Distance(c.Centre, p) <= c.KM }

// meets says whether the circle may reach into a box: its nearest place is nearly that of the same latitude and longitude.
func (c Circle) meets(b Box) bool {
	nearest := reference.Point{Latitude: max(b.South, min(b.North, c.Centre.Latitude)), Longitude: max(b.West, min(b.East, c.Centre.Longitude))}
	return reference.Distance(c.Centre, nearest) <= c.KM*1.005
}

// covers says whether all of a box lies in the circle: its corners are farthest.
func (c Circle) covers(b Box) bool {
	for _, corner := range []reference.Point{{Latitude: b.South, Longitude: b.West}, {Latitude: b.South, Longitude: b.East}, {Latitude: b.North, Longitude: b.West}, {Latitude: b.North, Longitude: b.East}} {
		if !c.Holds(corner) {
			return false
		}
	}
	return true
}

// Walk goes through the squares of the map that a box, or the circle in it, touches, in the order of the map. Whoever walks takes a square
// apart where there is much in it: what lies beside a circle is then hardly looked at, and where there is little, there are few squares.
type Walk struct {
	west, north, east, south int64
	circle                   *Circle
	from                     int64
	at                       square
	// left are the squares to come, the next one last.
	left []square
}

// mostFirst bounds the squares that a walk has before it looks how much is in them.
const mostFirst = 6

// NewWalk goes through a box, or the circle in it, from a tile on.
func NewWalk(b Box, c *Circle, from int64) *Walk {
	w := &Walk{circle: c, from: from}
	w.west, w.north = mercator(reference.Point{Latitude: b.North, Longitude: b.West})
	w.east, w.south = mercator(reference.Point{Latitude: b.South, Longitude: b.East})
	squares := []square{{0, 0, tileSide}}
	for {
		var finer []square
		for _, s := range squares {
			finer = append(finer, w.quarters(s)...)
		}
		if len(finer) > mostFirst || squares[0].side == 1 {
			break
		}
		squares = finer
	}
	slices.Reverse(squares)
	w.left = squares
	return w
}

// Next is the tiles of the next square, and whether all of it is in the part that is gone through.
func (w *Walk) Next() (tiles Span, whole, more bool) {
	for len(w.left) > 0 {
		w.at, w.left = w.left[len(w.left)-1], w.left[:len(w.left)-1]
		if tiles = w.at.span(); tiles.To >= w.from {
			tiles.From = max(tiles.From, w.from)
			return tiles, w.at.side == 1 || w.at.inside(w.west, w.north, w.east, w.south) && (w.circle == nil || w.circle.covers(w.at.box())), true
		}
	}
	return tiles, false, false
}

// Split goes through the quarters of the square instead.
func (w *Walk) Split() {
	quarters := w.quarters(w.at)
	slices.Reverse(quarters)
	w.left = append(w.left, quarters...)
}

// quarters are those of a square that are touched; a tile has none but itself.
func (w *Walk) quarters(s square) (touched []square) {
	if s.side == 1 {
		return []square{s}
	}
	for _, q := range s.quarters() {
		if q.touches(w.west, w.north, w.east, w.south) && (w.circle == nil || w.circle.meets(q.box())) {
			touched = append(touched, q)
		}
	}
	return touched
}

// span is the tiles of the square.
func (s square) span() Span {
	first := interleave(s.x) | interleave(s.y)<<1
	return Span{first, first + s.side*s.side - 1}
}

// box is where the square lies.
func (s square) box() Box {
	north, south := latitudeOf(s.y), latitudeOf(s.y+s.side)
	return Box{West: float64(s.x)/tileSide*360 - 180, South: south, East: float64(s.x+s.side)/tileSide*360 - 180, North: north}
}

// latitudeOf is the latitude of the northern side of a row of tiles.
func latitudeOf(y int64) float64 {
	return math.Atan(math.Sinh(math.Pi*(1-2*float64(y)/tileSide))) * 180 / math.Pi
}

package domain

import (
	"math"
	"slices"

	"hup.example/services/kit/reference"
)

// A tile is a square of the web map at zoom 24, some two metres wide: its two numbers, bit by bit in turn (Z order), so that the tiles
// of a square at any zoom follow each other. It makes one index serve boxes, radii and clusters on both engines.
const (
	tileZoom = 24
	tileSide = 1 << tileZoom
	// mostSpans bounds how many looks into the index a box takes.
	mostSpans = 24
)

// TileOf is the tile of a place.
func TileOf(p reference.Point) int64 {
	x, y := mercator(p)
	return interleave(x) | interleave(y)<<1
}

// mercator are the numbers of the tile of a place.
func mercator(p reference.Point) (x, y int64) {
	lat := math.Max(-85.05, math.Min(85.05, p.Latitude)) * math.Pi / 180
	fx, fy := (p.Longitude+180)/360, (1-math.Asinh(math.Tan(lat))/math.Pi)/2
	within := func(f float64) int64 { return max(0, min(tileSide-1, int64(f*tileSide))) }
	return within(fx), within(fy)
}

// interleave puts a zero before each bit.
func interleave(n int64) (spread int64) {
	for i := range tileZoom {
		spread |= n >> i & 1 << (2 * i)
	}
	return spread
}

// Box is a part of the globe, in degrees.
type Box struct{ West, South, East, North float64 }

// Holds says whether a place lies in the box.
func (b Box) Holds(p reference.Point) bool {
	return p.Longitude >= b.West && p.Longitude <= b.East && p.Latitude >= b.South && p.Latitude <= b.North
}

// Around is the box of all places within some kilometres of a point.
func Around(p reference.Point, km float64) Box {
	lat := km / 111.1
	lon := lat / math.Max(0.1, math.Cos((math.Abs(p.Latitude)+lat)*math.Pi/180))
	return Box{p.Longitude - lon, p.Latitude - lat, p.Longitude + lon, p.Latitude + lat}
}

// Span is tiles that follow each other, both ends in it.
type Span struct{ From, To int64 }

// Spans are the tiles that the box touches, and few others: at most 24 spans, in the order of the map.
func (b Box) Spans() []Span {
	west, north := mercator(reference.Point{Latitude: b.North, Longitude: b.West})
	east, south := mercator(reference.Point{Latitude: b.South, Longitude: b.East})
	squares := []square{{0, 0, tileSide}}
	for {
		var finer []square
		split := false
		for _, s := range squares {
			if s.side == 1 || s.inside(west, north, east, south) {
				finer = append(finer, s)
				continue
			}
			split = true
			for _, q := range s.quarters() {
				if q.touches(west, north, east, south) {
					finer = append(finer, q)
				}
			}
		}
		if !split || len(finer) > mostSpans {
			return spansOf(squares)
		}
		squares = finer
	}
}

// square is a square of tiles.
type square struct{ x, y, side int64 }

func (s square) quarters() []square {
	h := s.side / 2
	return []square{{s.x, s.y, h}, {s.x + h, s.y, h}, {s.x, s.y + h, h}, {s.x + h, s.y + h, h}}
}

func (s square) touches(west, north, east, south int64) bool {
	return s.x <= east && s.x+s.side > west && s.y <= south && s.y+s.side > north
}

func (s square) inside(west, north, east, south int64) bool {
	return s.x >= west && s.x+s.side-1 <= east && s.y >= north && s.y+s.side-1 <= south
}

// spansOf joins the squares that follow each other.
func spansOf(squares []square) (spans []Span) {
	for _, s := range squares {
		spans = append(spans, s.span())
	}
	slices.SortFunc(spans, func(a, b Span) int { return int(min(1, max(-1, a.From-b.From))) })
	joined := spans[:0]
	for _, s := range spans {
		if n := len(joined); n > 0 && joined[n-1].To+1 == s.From {
			joined[n-1].To = s.To
		} else {
			joined = append(joined, s)
		}
	}
	return joined
}

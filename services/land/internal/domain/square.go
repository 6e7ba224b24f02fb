package domain

import "hup.example/services/kit/reference"

// The zooms at which squares of the map are kept: some 1.7, 55 and 1,800 kilometres wide in France.
var squareZooms = []int{14, 9, 4}

// mostSquares is how many squares a box may lie in; more, and larger squares are taken.
const mostSquares = 32

// squareKey names a square: its zoom, and the tiles in it without their last bits.
func squareKey(zoom int, tile int64) int64 { return int64(zoom)<<50 | tile>>(2*(tileZoom-zoom)) }

// Squares are the squares that the box lies in, at the finest zoom at which they are few.
func (b Box) Squares() (keys []int64) {
	west, north := mercator(reference.Point{Latitude: b.North, Longitude: b.West})
	east, south := mercator(reference.Point{Latitude: b.South, Longitude: b.East})
	for _, zoom := range squareZooms {
		shift := tileZoom - zoom
		if wide, high := east>>shift-west>>shift+1, south>>shift-north>>shift+1; wide*high > mostSquares && zoom != squareZooms[len(squareZooms)-1] {
			continue
		}
		for x := west >> shift; x <= east>>shift; x++ {
			for y := north >> shift; y <= south>>shift; y++ {
				keys = append(keys, squareKey(zoom, interleave(x<<shift)|interleave(y<<shift)<<1))
			}
		}
		return keys
	}
	return nil
}

// SquareSpans are the squares, of all zooms, of whatever may touch the box.
func (b Box) SquareSpans() (spans []Span) {
	for _, zoom := range squareZooms {
		for _, s := range b.Spans() {
			span := Span{squareKey(zoom, s.From), squareKey(zoom, s.To)}
			if n := len(spans); n > 0 && spans[n-1].To >= span.From && spans[n-1].From <= span.From {
				spans[n-1].To = max(spans[n-1].To, span.To)
				continue
			}
			spans = append(spans, span)
		}
	}
	return spans
}

// Widened is the box with so many metres around it.
func (b Box) Widened(metres float64) Box {
	low, high := Around(reference.Point{Longitude: b.West, Latitude: b.South}, metres/1000), Around(reference.Point{Longitude: b.East, Latitude: b.North}, metres/1000)
	return Box{min(low.West, high.West+b.West-b.East), low.South, max(high.East, low.East+b.East-b.West), high.North}
}

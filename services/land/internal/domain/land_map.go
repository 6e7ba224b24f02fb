package domain

import (
	"math"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/reference"
)

// MapZooms are those at which the assets of squares are counted: from the width of France to some 100 metres.
var MapZooms = []int{4, 6, 8, 10, 12, 14, 16, 18}

// mostMapSquares bounds how many squares an answer of the map may have.
const mostMapSquares = 256

// MapZoom is the zoom of the squares that a map at some zoom shows: a quarter or half as wide as its tiles, and not too many in the box.
func (b Box) MapZoom(zoom int) int {
	finest := MapZooms[0]
	for _, z := range MapZooms {
		if z <= zoom+2 && b.squaresAt(z) <= mostMapSquares {
			finest = z
		}
	}
	return finest
}

// squaresAt is how many squares of a zoom the box touches.
func (b Box) squaresAt(zoom int) int64 {
	west, north := mercator(reference.Point{Latitude: b.North, Longitude: b.West})
	east, south := mercator(reference.Point{Latitude: b.South, Longitude: b.East})
	shift := tileZoom - zoom
	return (east>>shift - west>>shift + 1) * (south>>shift - north>>shift + 1)
}

// ScreenZoom is the zoom at which the box is some 1,000 pixels wide.
func (b Box) ScreenZoom() int {
	return max(0, min(22, int(math.Log2(1000*360/256/(b.East-b.West)))))
}

// Touches says whether two boxes have a place in common.
func (b Box) Touches(other Box) bool {
	return b.West <= other.East && b.East >= other.West && b.South <= other.North && b.North >= other.South
}

// MapSquare is the square of a zoom that a tile lies in.
func MapSquare(tile int64, zoom int) int64 { return tile >> (2 * (tileZoom - zoom)) }

// MapTiles are the tiles of a square of a zoom.
func MapTiles(square int64, zoom int) Span {
	shift := 2 * (tileZoom - zoom)
	return Span{square << shift, (square+1)<<shift - 1}
}

// MapSpans are the squares of a zoom that the box touches, and few others.
func (b Box) MapSpans(zoom int) (spans []Span) {
	for _, s := range b.Spans() {
		span := Span{MapSquare(s.From, zoom), MapSquare(s.To, zoom)}
		if n := len(spans); n > 0 && spans[n-1].To >= span.From {
			spans[n-1].To = max(spans[n-1].To, span.To)
			continue
		}
		spans = append(spans, span)
	}
	return spans
}

// MapAsked is what a map shows of the assets in its box.
type MapAsked struct {
	Box            Box
	Kinds          []commonv1.AssetKind
	Availabilities []landv1.AssetAvailability
	Use            landv1.LandUse
	MinM2, MaxM2   int32
	ZoneID, Layer  string
}

// Counted says whether what is kept of squares answers it: kinds and availabilities alone.
func (m MapAsked) Counted() bool {
	return m.Use == 0 && m.MinM2 == 0 && m.MaxM2 == 0 && m.ZoneID == "" && m.Layer == ""
}

// UseMask are the uses allowed, one bit each; 0 when none is known.
func UseMask(uses []landv1.LandUse) (mask int64) {
	for _, u := range uses {
		mask |= 1 << u
	}
	return mask
}

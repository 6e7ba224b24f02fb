package geo

import "math"

// outlineZooms are the zooms that outlines are made for: what is made for one serves the two before it.
var outlineZooms = []int{13, 16, 19}

// OutlineZoom is the zoom of the outline that a map at some zoom shows.
func OutlineZoom(zoom int) int {
	for _, z := range outlineZooms {
		if zoom <= z {
			return z
		}
	}
	return outlineZooms[len(outlineZooms)-1]
}

// Outline is the shape with the corners that a map shows at a zoom: what is left out is less than half a pixel. Fewer corners can
// make a ring cross itself or a neighbour: then more are kept, and all of them in the end.
func (s Shape) Outline(zoom int) string {
	pixel := 360 / (256 * math.Exp2(float64(zoom)))
	decimals := int(math.Ceil(-math.Log10(pixel / 4)))
	for tolerance := pixel / 2; tolerance > pixel/20; tolerance /= 2 {
		simple, err := s.g.Simplify(tolerance)
		if err != nil || simple.IsEmpty() {
			continue
		}
		if snapped := simple.SnapToGrid(decimals); !snapped.IsEmpty() && snapped.Validate() == nil {
			if text, err := snapped.MarshalJSON(); err == nil {
				return string(text)
			}
		}
	}
	return s.GeoJSON()
}

package geo

import (
	"math"
	"slices"

	"github.com/peterstace/simplefeatures/geom"
)

// The ellipsoid of WGS 84; that of GRS 80 differs by a tenth of a millimetre.
const (
	equator      = 6378137.0
	eccentricity = 0.08181919084262149
)

// plane is the cylindrical equal-area projection of the ellipsoid (Snyder 1987, p. 76): an area in it is the area on the
// ellipsoid, but for sides, which are straight in degrees and not quite here.
func plane(at geom.XY) geom.XY {
	lon, sin := at.X*math.Pi/180, math.Sin(at.Y*math.Pi/180)
	e := eccentricity
	q := (1 - e*e) * (sin/(1-e*e*sin*sin) - math.Log((1-e*sin)/(1+e*sin))/(2*e))
	return geom.XY{X: equator * lon, Y: equator * q / 2}
}

// longest is the longest side in degrees, some 150 m, that is taken for straight in both. It leaves an error of some millionths
// of the area, far below that of any survey; a test holds it below a hundred-thousandth.
const longest = 0.002

// ground is a shape in the plane that it is measured in.
type ground struct {
	geom.Geometry
	// sides are the sides of all its rings.
	sides []side
}

func groundOf(g geom.Geometry) ground {
	flat := ground{Geometry: g.Densify(longest).TransformXY(plane)}
	parts, _ := partsOf(flat.Geometry) // a point and areas are all there is
	for _, rings := range parts {
		for _, r := range rings {
			for i := 1; i < len(r); i++ {
				flat.sides = append(flat.sides, side{r[i-1], r[i]})
			}
		}
	}
	return flat
}

// AreaM2 is the area on the ellipsoid, without the holes.
func (s Shape) AreaM2() float64 { return s.ground().Area() }

// Inside is how much of the shape lies in another one: its share from 0 to 1 and the area in square metres. A point is in it
// whole or not at all, and has no area.
func (s Shape) Inside(of Shape) (share, areaM2 float64) {
	if !s.g.Envelope().Intersects(of.g.Envelope()) || of.IsPoint() {
		return 0, 0
	}
	if s.IsPoint() {
		if geom.Intersects(s.g, of.g) {
			return 1, 0
		}
		return 0, 0
	}
	mine, theirs := s.ground(), of.ground()
	if !theirs.crosses(mine.Envelope()) {
		if geom.Intersects(mine.sides[0].from.AsPoint().AsGeometry(), theirs.Geometry) {
			return 1, mine.Area()
		}
		return 0, 0
	}
	common, err := geom.Intersection(mine.Geometry, theirs.Geometry)
	if err != nil { // sides that nearly coincide: to the millimetre they do
		common, err = geom.Intersection(mine.SnapToGrid(3), theirs.SnapToGrid(3))
	}
	if err != nil {
		return 0, 0
	}
	areaM2 = common.Area()
	return min(1, areaM2/mine.Area()), areaM2
}

// side is a side of a ring.
type side struct{ from, to geom.XY }

// crosses says whether a side of the shape may come into a box. Where none does, what is in the box lies in the shape whole or not at all.
func (g ground) crosses(box geom.Envelope) bool {
	least, most, _ := box.MinMaxXYs()
	return slices.ContainsFunc(g.sides, func(s side) bool {
		return min(s.from.X, s.to.X) <= most.X && max(s.from.X, s.to.X) >= least.X && min(s.from.Y, s.to.Y) <= most.Y && max(s.from.Y, s.to.Y) >= least.Y
	})
}

// Distance is how far the shape is from a point, in metres; 0 inside. A local plane around the point: below a thousandth of
// the distance within five kilometres.
func (s Shape) Distance(longitude, latitude float64) float64 {
	metre := math.Pi / 180 * 6371008.8
	narrow := math.Cos(latitude * math.Pi / 180)
	local := s.g.TransformXY(func(at geom.XY) geom.XY {
		return geom.XY{X: (at.X - longitude) * metre * narrow, Y: (at.Y - latitude) * metre}
	})
	d, _ := geom.Distance(local, geom.XY{}.AsPoint().AsGeometry())
	return d
}

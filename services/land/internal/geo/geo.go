// Package geo reads the geometries of files and clients, says in French what is wrong with them, and measures them. It stands
// on simplefeatures, not on orb: what lies of a plot in a flood zone is an intersection of polygons with holes, which orb
// has not.
package geo

import (
	"fmt"
	"strings"
	"sync"

	"github.com/peterstace/simplefeatures/geom"
)

// Problem is why a geometry can't be taken: a reason of the contract, and a sentence that says where.
type Problem struct{ Reason, Text string }

func (p *Problem) Error() string { return p.Text }

// Shape is a point, a polygon or a multipolygon that is right, in degrees of WGS 84.
type Shape struct {
	g geom.Geometry
	// ground is the shape as it is measured, made when it is first asked for.
	ground func() ground
}

func shape(g geom.Geometry) Shape {
	return Shape{g, sync.OnceValue(func() ground { return groundOf(g) })}
}

// Point is a shape of one place.
func Point(longitude, latitude float64) Shape {
	return shape(geom.XY{X: longitude, Y: latitude}.AsPoint().AsGeometry())
}

// IsPoint says whether the shape has no area.
func (s Shape) IsPoint() bool { return s.g.IsPoint() }

// IsZero says whether there is no shape.
func (s Shape) IsZero() bool { return s.g.IsEmpty() }

// Box is west, south, east and north of the shape.
func (s Shape) Box() (west, south, east, north float64) {
	least, most, _ := s.g.Envelope().MinMaxXYs()
	return least.X, least.Y, most.X, most.Y
}

// Centre is a place of the shape, inside it also where its centre of gravity is not.
func (s Shape) Centre() (longitude, latitude float64) {
	at, _ := s.g.PointOnSurface().XY()
	return at.X, at.Y
}

// decimals of a degree are kept: a centimetre.
const decimals = 7

// GeoJSON is the geometry with the decimals that are kept.
func (s Shape) GeoJSON() string {
	text, err := s.kept().MarshalJSON()
	if err != nil {
		panic(err) // it holds numbers
	}
	return string(text)
}

// WKT is the geometry with the decimals that are kept.
func (s Shape) WKT() string { return s.kept().AsText() }

// kept is the geometry as it is written down. What has an area was brought to it when it was read.
func (s Shape) kept() geom.Geometry {
	if s.IsPoint() {
		return s.g.SnapToGrid(decimals)
	}
	return s.g
}

// Kept reads a geometry of GeoJSON that was right when it was written down.
func Kept(text string) (Shape, error) {
	g, err := decode(text)
	return shape(g), err
}

// Read reads a geometry of GeoJSON, a GeoJSON feature, or WKT. It closes what is not closed, reads Lambert 93, and tells in
// notes what it did. Longitude and latitude that are swapped are put right and told when repair is set, and else refused.
func Read(text string, repair bool) (Shape, []string, error) {
	raw, err := decode(text)
	if err != nil {
		return Shape{}, nil, err
	}
	parts, err := partsOf(raw)
	if err != nil {
		return Shape{}, nil, err
	}
	notes, err := frame(parts, repair)
	if err != nil {
		return Shape{}, nil, err
	}
	if raw.IsPoint() {
		return Point(parts[0][0][0].X, parts[0][0][0].Y), notes, nil
	}
	closed, err := close(parts)
	if err != nil {
		return Shape{}, nil, err
	}
	if closed > 0 {
		notes = append(notes, fmt.Sprintf("%d contour(s) non fermé(s) : le premier point a été répété à la fin.", closed))
	}
	made := build(parts)
	if kept := made.SnapToGrid(decimals); kept.Validate() == nil {
		return shape(kept), notes, nil
	}
	// So fine that it is right only with all its decimals, or wrong.
	if err := made.Validate(); err != nil {
		return Shape{}, nil, invalid(err)
	}
	return shape(made), notes, nil
}

// Area reads a geometry that must have an area.
func Area(text string, repair bool) (Shape, []string, error) {
	s, notes, err := Read(text, repair)
	if err == nil && s.IsPoint() {
		err = &Problem{"GEOMETRY_NO_AREA", "La géométrie est un point : donnez un contour (Polygon ou MultiPolygon)."}
	}
	return s, notes, err
}

// ring is the corners of a ring.
type ring []geom.XY

// decode reads what is written, right or wrong.
func decode(text string) (g geom.Geometry, err error) {
	text = strings.TrimSpace(text)
	if strings.HasPrefix(text, "{") {
		if g, err = geom.UnmarshalGeoJSON([]byte(text), geom.NoValidate{}); err != nil {
			var f geom.GeoJSONFeature
			if again := f.UnmarshalJSON([]byte(text)); again == nil {
				g, err = f.Geometry, nil
			}
		}
	} else {
		g, err = geom.UnmarshalWKT(text, geom.NoValidate{})
	}
	if err != nil {
		return g, &Problem{"GEOMETRY_UNREADABLE", "La géométrie ne se lit pas : donnez un Polygon ou un MultiPolygon en GeoJSON ou en WKT."}
	}
	if g.IsEmpty() {
		return g, &Problem{"GEOMETRY_EMPTY", "La géométrie est vide."}
	}
	return g.Force2D(), nil
}

// partsOf takes a geometry apart: the rings of each polygon, the outer one first.
func partsOf(g geom.Geometry) (parts [][]ring, err error) {
	switch {
	case g.IsPoint():
		at, _ := g.MustAsPoint().XY()
		return [][]ring{{{at}}}, nil
	case g.IsPolygon():
		return [][]ring{ringsOf(g.MustAsPolygon())}, nil
	case g.IsMultiPolygon():
		for _, p := range g.MustAsMultiPolygon().Dump() {
			parts = append(parts, ringsOf(p))
		}
		return parts, nil
	}
	return nil, &Problem{"GEOMETRY_NO_AREA", "La géométrie est de type " + g.Type().String() + " : donnez un Point, un Polygon ou un MultiPolygon."}
}

func ringsOf(p geom.Polygon) (rings []ring) {
	for _, line := range p.DumpRings() {
		seq := line.Coordinates()
		corners := make(ring, seq.Length())
		for i := range corners {
			corners[i] = seq.GetXY(i)
		}
		rings = append(rings, corners)
	}
	return rings
}

// close repeats the first corner of the rings that are open.
func close(parts [][]ring) (closed int, err error) {
	for _, rings := range parts {
		for i, r := range rings {
			if len(r) > 0 && r[0] != r[len(r)-1] {
				rings[i] = append(r, r[0])
				closed++
			}
			if len(rings[i]) < 4 {
				return closed, &Problem{"GEOMETRY_EMPTY", "Un contour a moins de trois sommets."}
			}
		}
	}
	return closed, nil
}

func build(parts [][]ring) geom.Geometry {
	polygons := make([]geom.Polygon, len(parts))
	for i, rings := range parts {
		lines := make([]geom.LineString, len(rings))
		for j, r := range rings {
			numbers := make([]float64, 0, 2*len(r))
			for _, at := range r {
				numbers = append(numbers, at.X, at.Y)
			}
			lines[j] = geom.NewLineString(geom.NewSequence(numbers, geom.DimXY))
		}
		polygons[i] = geom.NewPolygon(lines)
	}
	if len(polygons) == 1 {
		return polygons[0].AsGeometry()
	}
	return geom.NewMultiPolygon(polygons).AsGeometry()
}

// invalid puts what the library finds in French, with the place, which it writes as {X Y}.
func invalid(err error) *Problem {
	text := err.Error()
	place := ""
	if _, at, found := strings.Cut(text, "(at or near {"); found {
		if x, y, ok := strings.Cut(strings.TrimRight(at, "})"), " "); ok {
			place = " près de " + x + ", " + y
		}
	}
	switch {
	case strings.Contains(text, "not simple"):
		return &Problem{"GEOMETRY_CROSSES", "Un contour se croise lui-même" + place + " : redessinez-le."}
	case strings.Contains(text, "interior ring outside"):
		return &Problem{"GEOMETRY_CROSSES", "Un trou sort de son contour" + place + " : redessinez-le."}
	case strings.Contains(text, "child polygons"):
		return &Problem{"GEOMETRY_CROSSES", "Deux parties se recouvrent" + place + " : réunissez-les."}
	case strings.Contains(text, "distinct XY"):
		return &Problem{"GEOMETRY_EMPTY", "Un contour tient en un seul point."}
	}
	return &Problem{"GEOMETRY_CROSSES", "Des contours se croisent" + place + " : redessinez-les."}
}

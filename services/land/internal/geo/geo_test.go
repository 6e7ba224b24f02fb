package geo_test

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"hup.example/services/land/internal/geo"
)

const square = `{"type":"Polygon","coordinates":[[[4,44],[4.01,44],[4.01,44.01],[4,44.01],[4,44]]]}`

func TestRead_saysWhatIsWrongAndWhere(t *testing.T) {
	for name, c := range map[string]struct{ text, reason, says string }{
		"crosses itself": {`{"type":"Polygon","coordinates":[[[4,44],[4.01,44.01],[4.01,44],[4,44.01],[4,44]]]}`, "GEOMETRY_CROSSES", "près de 4, 44"},
		"hole outside":   {`{"type":"Polygon","coordinates":[[[4,44],[4.01,44],[4.01,44.01],[4,44]],[[5,45],[5.1,45],[5.1,45.1],[5,45]]]}`, "GEOMETRY_CROSSES", "trou"},
		"parts overlap":  {`{"type":"MultiPolygon","coordinates":[[[[4,44],[4.1,44],[4.1,44.1],[4,44]]],[[[4,44],[4.2,44],[4.2,44.1],[4,44]]]]}`, "GEOMETRY_CROSSES", "recouvrent"},
		"swapped":        {`{"type":"Polygon","coordinates":[[[44,4],[44,4.01],[44.01,4.01],[44,4]]]}`, "GEOMETRY_SWAPPED", "inversées"},
		"elsewhere":      {`{"type":"Point","coordinates":[-73.9,40.7]}`, "GEOMETRY_OUTSIDE", "France"},
		"empty":          {`{"type":"Polygon","coordinates":[]}`, "GEOMETRY_EMPTY", "vide"},
		"two corners":    {`{"type":"Polygon","coordinates":[[[4,44],[4.01,44]]]}`, "GEOMETRY_EMPTY", "trois"},
		"no geometry":    {`POLYGON((49.33 3.95, 49.38 3.89, ...))`, "GEOMETRY_UNREADABLE", "WKT"},
		"a line":         {`{"type":"LineString","coordinates":[[4,44],[4.01,44]]}`, "GEOMETRY_NO_AREA", "LineString"},
	} {
		_, _, err := geo.Read(c.text, false)
		var p *geo.Problem
		if !errors.As(err, &p) || p.Reason != c.reason || !strings.Contains(p.Text, c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRead_repairsAndTells(t *testing.T) {
	for name, c := range map[string]struct{ text, says string }{
		"open":      {`{"type":"Polygon","coordinates":[[[4,44],[4.01,44],[4.01,44.01]]]}`, "fermé"},
		"swapped":   {`POLYGON((44 4, 44 4.01, 44.01 4.01, 44 4))`, "inversées"},
		"a feature": {`{"type":"Feature","properties":{},"geometry":` + square + `}`, ""},
	} {
		s, notes, err := geo.Read(c.text, true)
		if err != nil || !strings.Contains(strings.Join(notes, " "), c.says) || (c.says == "") != (len(notes) == 0) {
			t.Errorf("%s: %v, %v", name, notes, err)
			continue
		}
		if west, south, east, north := s.Box(); west != 4 || south != 44 || east != 4.01 || north > 44.01 {
			t.Errorf("%s: %v %v %v %v", name, west, south, east, north)
		}
	}
}

// The place is Notre-Dame of Paris; the figures are IGN's own converter's, to the decimetre.
func TestRead_knowsLambert93(t *testing.T) {
	s, notes, err := geo.Read(`POINT(652381.0 6862047.0)`, false)
	if err != nil || len(notes) != 1 {
		t.Fatal(notes, err)
	}
	if lon, lat := s.Centre(); math.Abs(lon-2.35) > 0.01 || math.Abs(lat-48.853) > 0.01 {
		t.Errorf("%v, %v", lon, lat)
	}
	// The origin of the projection is exact: 3° E, 46.5° N.
	s, _, err = geo.Read(`POINT(700000 6600000)`, false)
	if lon, lat := s.Centre(); err != nil || math.Abs(lon-3) > 1e-9 || math.Abs(lat-46.5) > 1e-8 {
		t.Errorf("%v, %v, %v", lon, lat, err)
	}
}

func TestAreaM2_isThatOfTheEllipsoid(t *testing.T) {
	shape := read(t, square)
	// Between two parallels and two meridians the area is known in closed form; here from the radii of curvature at the middle.
	const e2, a, rad = 0.00669437999014, 6378137.0, math.Pi / 180
	sin := math.Sin(44.005 * rad)
	m, n := a*(1-e2)/math.Pow(1-e2*sin*sin, 1.5), a/math.Sqrt(1-e2*sin*sin)
	want := m * n * math.Cos(44.005*rad) * (0.01 * rad) * (0.01 * rad)
	if got := shape.AreaM2(); math.Abs(got-want)/want > 1e-6 {
		t.Errorf("%f, want %f", got, want)
	}
}

// A side of a GeoJSON polygon is straight in degrees. With a thousand corners on each side the plane hardly matters.
func TestAreaM2_hardlyDependsOnTheSides(t *testing.T) {
	corners := [][2]float64{{4, 44}, {4.1, 44.02}, {4.05, 44.1}, {4, 44}}
	var sparse, dense strings.Builder
	for i, c := range corners {
		fmt.Fprintf(&sparse, "%v %v,", c[0], c[1])
		for k := range 1000 {
			if i+1 < len(corners) {
				f := float64(k) / 1000
				fmt.Fprintf(&dense, "%v %v,", c[0]+f*(corners[i+1][0]-c[0]), c[1]+f*(corners[i+1][1]-c[1]))
			}
		}
	}
	few := read(t, "POLYGON(("+strings.TrimSuffix(sparse.String(), ",")+"))").AreaM2()
	many := read(t, "POLYGON(("+dense.String()+"4 44))").AreaM2()
	if math.Abs(few-many)/many > 1e-5 {
		t.Errorf("%f m², with more corners %f m²", few, many)
	}
	t.Logf("of a triangle of 10 km: %.1e", math.Abs(few-many)/many)
}

func TestInside_countsHolesAndParts(t *testing.T) {
	asset := read(t, square)
	for name, c := range map[string]struct {
		shape string
		want  float64
	}{
		"all":       {`{"type":"Polygon","coordinates":[[[3.9,43.9],[4.2,43.9],[4.2,44.2],[3.9,44.2],[3.9,43.9]]]}`, 1},
		"half":      {`{"type":"Polygon","coordinates":[[[4.005,43.9],[4.2,43.9],[4.2,44.2],[4.005,44.2],[4.005,43.9]]]}`, 0.5},
		"a hole":    {`{"type":"Polygon","coordinates":[[[3.9,43.9],[4.2,43.9],[4.2,44.2],[3.9,44.2],[3.9,43.9]],[[4,44],[4.005,44],[4.005,44.01],[4,44.01],[4,44]]]}`, 0.5},
		"two ends":  {`{"type":"MultiPolygon","coordinates":[[[[3.9,43.9],[4.001,43.9],[4.001,44.2],[3.9,44.2],[3.9,43.9]]],[[[4.009,43.9],[4.2,43.9],[4.2,44.2],[4.009,44.2],[4.009,43.9]]]]}`, 0.2},
		"in a hole": {`{"type":"Polygon","coordinates":[[[3.9,43.9],[4.2,43.9],[4.2,44.2],[3.9,44.2],[3.9,43.9]],[[3.99,43.99],[4.05,43.99],[4.05,44.05],[3.99,44.05],[3.99,43.99]]]}`, 0},
		"within":    {`{"type":"Polygon","coordinates":[[[4.002,44.002],[4.007,44.002],[4.007,44.004],[4.002,44.004],[4.002,44.002]]]}`, 0.1},
		"elsewhere": {`{"type":"Polygon","coordinates":[[[5,45],[5.1,45],[5.1,45.1],[5,45]]]}`, 0},
		"beside":    {`{"type":"Polygon","coordinates":[[[4.01,44],[4.02,44],[4.02,44.01],[4.01,44.01],[4.01,44]]]}`, 0},
	} {
		share, area := asset.Inside(read(t, c.shape))
		if math.Abs(share-c.want) > 1e-5 || math.Abs(area-share*asset.AreaM2()) > 1 {
			t.Errorf("%s: %f, %f m²", name, share, area)
		}
	}
	if share, area := geo.Point(4.005, 44.005).Inside(asset); share != 1 || area != 0 {
		t.Errorf("a point inside: %f, %f", share, area)
	}
}

func TestDistance_isZeroInsideAndKnownOutside(t *testing.T) {
	asset := read(t, square)
	if d := asset.Distance(4.005, 44.005); d != 0 {
		t.Errorf("inside: %f", d)
	}
	if d := asset.Distance(4.005, 44.02); math.Abs(d-1112) > 2 {
		t.Errorf("a hundredth of a degree north: %f", d)
	}
}

func read(t *testing.T, text string) geo.Shape {
	t.Helper()
	s, _, err := geo.Read(text, false)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Whatever is simplified stays valid, keeps its holes and parts that can be seen, and nearly its area.
func TestOutline_isValidAndHasFewerCorners(t *testing.T) {
	circle := func(lon, lat, radius float64) string {
		var ring strings.Builder
		for i := range 721 {
			angle := float64(i%720) * math.Pi / 360
			r := radius * (1 + .0005*float64(i%2))
			fmt.Fprintf(&ring, ",[%.7f,%.7f]", lon+r*math.Cos(angle), lat+r*math.Sin(angle))
		}
		return "[" + ring.String()[1:] + "]"
	}
	for name, text := range map[string]string{
		"a hole":      `{"type":"Polygon","coordinates":[` + circle(4, 44, .01) + "," + circle(4, 44, .004) + `]}`,
		"close parts": `{"type":"MultiPolygon","coordinates":[[` + circle(4, 44, .01) + "],[" + circle(4.02004, 44, .01) + `]]}`,
		"small":       `{"type":"Polygon","coordinates":[[[4,44],[4.00001,44],[4.00001,44.00001],[4,44]]]}`,
		"a needle":    `{"type":"Polygon","coordinates":[[[4,44],[4.01,44.0000004],[4.01,44.0000001],[4,44]]]}`,
	} {
		whole := read(t, text)
		for _, zoom := range []int{13, 16, 19} {
			light := whole.Outline(zoom)
			drawn := read(t, light) // checks that it is valid
			if len(light) > len(text) {
				t.Errorf("%s at zoom %d: %d bytes of %d", name, zoom, len(light), len(text))
			}
			if name == "small" || name == "a needle" {
				continue
			}
			if area := drawn.AreaM2() / whole.AreaM2(); math.Abs(area-1) > .02 || len(light) > len(text)/3 && zoom == 13 {
				t.Errorf("%s at zoom %d: %.4f of its area, %d bytes of %d", name, zoom, area, len(light), len(text))
			}
			if strings.Count(light, "[[") != strings.Count(text, "[[") || strings.Count(light, "]],[[") != strings.Count(text, "]],[[") {
				t.Errorf("%s at zoom %d: rings or parts are gone: %.300s", name, zoom, light)
			}
		}
	}
}

package domain_test

import (
	"testing"

	"pgregory.net/rapid"

	"hup.example/services/kit/reference"
	"hup.example/services/land/internal/domain"
)

// Whatever the box, each place in it lies in one span, and the spans are few, sorted and apart.
func TestSpans_holdEveryPlaceOfTheBox(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		west, south := rapid.Float64Range(-10, 20).Draw(t, "west"), rapid.Float64Range(35, 55).Draw(t, "south")
		box := domain.Box{West: west, South: south, East: west + rapid.Float64Range(0, 5).Draw(t, "wide"), North: south + rapid.Float64Range(0, 5).Draw(t, "high")}
		spans := box.Spans()
		if len(spans) == 0 || len(spans) > 24 {
			t.Fatalf("%d spans", len(spans))
		}
		for i := 1; i < len(spans); i++ {
			if spans[i].From <= spans[i-1].To+1 {
				t.Fatalf("%v", spans)
			}
		}
		at := reference.Point{Longitude: box.West + rapid.Float64Range(0, 1).Draw(t, "x")*(box.East-box.West), Latitude: box.South + rapid.Float64Range(0, 1).Draw(t, "y")*(box.North-box.South)}
		tile, in := domain.TileOf(at), false
		for _, s := range spans {
			in = in || tile >= s.From && tile <= s.To
		}
		if !in {
			t.Fatalf("%v of %v is in none of %v", at, box, spans)
		}
	})
}

func TestAround_holdsTheCircle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		centre := reference.Point{Longitude: rapid.Float64Range(-5, 9).Draw(t, "lon"), Latitude: rapid.Float64Range(41, 51).Draw(t, "lat")}
		km := rapid.Float64Range(0.1, 100).Draw(t, "km")
		at := reference.Point{Longitude: centre.Longitude + rapid.Float64Range(-2, 2).Draw(t, "dx"), Latitude: centre.Latitude + rapid.Float64Range(-1, 1).Draw(t, "dy")}
		if reference.Distance(centre, at) <= km && !domain.Around(centre, km).Holds(at) {
			t.Fatalf("%v is within %f km of %v", at, km, centre)
		}
	})
}

package rpc

import (
	"math"
	"math/rand/v2"
	"testing"

	"hup.example/services/kit/reference"
)

// least is how far the nearest of all communes is, and those of a name.
func least(at reference.Point, name string) (ofAll, ofName float64) {
	ofAll, ofName = math.Inf(1), math.Inf(1)
	narrow := math.Cos(at.Latitude * math.Pi / 180)
	for c := range reference.Communes().All() {
		dx, dy := (c.Point.Longitude-at.Longitude)*narrow, c.Point.Latitude-at.Latitude
		d := dx*dx + dy*dy
		ofAll = min(ofAll, d)
		if c.Name == name {
			ofName = min(ofName, d)
		}
	}
	return ofAll, ofName
}

func TestNearest_isThatOfAllCommunes(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		at := reference.Point{Latitude: 41 + 10*chance.Float64(), Longitude: -5 + 14*chance.Float64()}
		name := nearest(at)
		if ofAll, ofName := least(at, name); ofAll != ofName {
			t.Errorf("at %v: %q is %f away, another %f", at, name, ofName, ofAll)
		}
	}
}

func BenchmarkNearest(b *testing.B) {
	at := reference.Point{Latitude: 44.12, Longitude: 4.08}
	b.Run("by latitude", func(b *testing.B) {
		for b.Loop() {
			nearest(at)
		}
	})
	b.Run("all", func(b *testing.B) {
		for b.Loop() {
			least(at, "")
		}
	})
}

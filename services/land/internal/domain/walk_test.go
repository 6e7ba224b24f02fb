package domain_test

import (
	"math/rand/v2"
	"testing"

	"hup.example/services/kit/reference"
	"hup.example/services/land/internal/domain"
)

// However squares are taken apart, they come in the order of the map, hold every place of the box or circle once, and where one is whole all
// places in it are.
func TestWalk_comesToEveryPlaceOnceInTheOrderOfTheMap(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for round := range 60 {
		centre := reference.Point{Longitude: 3 + 2*random.Float64(), Latitude: 43 + 2*random.Float64()}
		circle := &domain.Circle{Centre: centre, KM: 1 + 99*random.Float64()}
		box := domain.Around(centre, circle.KM)
		if round%3 == 0 {
			circle = nil
		}
		holds := func(p reference.Point) bool { return box.Holds(p) && (circle == nil || circle.Holds(p)) }
		places := map[int64]reference.Point{}
		for range 400 {
			p := reference.Point{Longitude: box.West + (box.East-box.West)*random.Float64()*1.1, Latitude: box.South + (box.North-box.South)*random.Float64()*1.1}
			places[domain.TileOf(p)] = p
		}
		walk, last, splits := domain.NewWalk(box, circle, 0), int64(-1), 0
		for tiles, whole, more := walk.Next(); more; tiles, whole, more = walk.Next() {
			if tiles.From <= last {
				t.Fatalf("tiles from %d after %d", tiles.From, last)
			}
			if !whole && splits < 200 && random.IntN(3) > 0 {
				walk.Split()
				splits++
				continue
			}
			last = tiles.To
			for tile, p := range places {
				if tile < tiles.From || tile > tiles.To {
					continue
				}
				if whole && !holds(p) {
					t.Errorf("%v is in a square that is whole, and not in the place", p)
				}
				delete(places, tile)
			}
		}
		for _, p := range places {
			if holds(p) {
				t.Errorf("%v of %v km around %v is in no square", p, circle, centre)
			}
		}
	}
}

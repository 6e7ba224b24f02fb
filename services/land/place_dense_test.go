package land_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/reference"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
	"hup.example/services/land/internal/store"
)

// Where there is much in a square it is taken apart, and the pages are the same: every plot of the circle once, in the order of the map.
func TestListPlots_byPlaceAreInTheOrderOfTheMapWhereTheyAreMany(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		type plot struct {
			name string
			at   reference.Point
		}
		var all []plot
		random := rand.New(rand.NewPCG(1, 2))
		(&filled{bench: b}).each(t, 1500, nil, func(tx *kit.Tx, i int) error {
			one := plot{fmt.Sprint("Lot ", i), reference.Point{Longitude: 4 + random.Float64()/5, Latitude: 44 + random.Float64()/5}}
			all = append(all, one)
			p, err := domain.RegisterPlot(tx.Actor, &landv1.Plot{Name: one.name, CommuneCode: "30007", AreaM2: 900, Availability: forSale, Confidentiality: public,
				Point: &commonv1.Point{Longitude: one.at.Longitude, Latitude: one.at.Latitude}}, tx.Now)
			if err != nil {
				return err
			}
			return store.Plots.Put(tx, p)
		})
		all = all[len(all)-1500:] // a unit of work may run twice
		slices.SortStableFunc(all, func(a, b plot) int { return cmp.Compare(domain.TileOf(a.at), domain.TileOf(b.at)) })
		centre := reference.Point{Longitude: 4.1, Latitude: 44.1}
		for km, size := range map[int32]int32{1: 50, 5: 37, 8: 200, 30: 111} {
			var want []string
			for _, one := range all {
				if reference.Distance(centre, one.at) <= float64(km) {
					want = append(want, one.name)
				}
			}
			if got := b.pages(&landv1.ListPlotsRequest{Near: "4.1,44.1", RadiusKm: km, PageSize: size}); !slices.Equal(got, want) || len(want) == 0 {
				t.Errorf("%d km: %d plots, want %d in their order", km, len(got), len(want))
			}
		}
	})
}

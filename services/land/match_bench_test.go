package land_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/db"
	"hup.example/services/kit/id"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/reference"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
	"hup.example/services/land/internal/store"
)

// sizes are how many there are of what is looked through: HUP_BENCH_SIZES=10000,1000000 asks for others.
func sizes(b *testing.B, usual ...int) (found []int) {
	named := os.Getenv("HUP_BENCH_SIZES")
	if named == "" {
		return usual
	}
	for _, word := range strings.Split(named, ",") {
		n, err := strconv.Atoi(word)
		if err != nil {
			b.Fatal(err)
		}
		found = append(found, n)
	}
	return found
}

// layouts are where the assets and the requests are: as dense as 10,000 in the Gard, or all of them there.
var layouts = map[string]func(n int) []reference.Commune{
	"same_density": func(n int) []reference.Commune { return communesOf(n/28 + 1) },
	"one_district": func(int) []reference.Commune { return communesOf(1) },
}

// communesOf are the communes nearest to Alès, as many as the Gard has for each part.
func communesOf(parts int) []reference.Commune {
	var all []reference.Commune
	for c := range reference.Communes().All() {
		all = append(all, c)
	}
	centre, _ := reference.Communes().Current("30007")
	slices.SortStableFunc(all, func(a, b reference.Commune) int {
		return int(1000 * (reference.Distance(centre.Point, a.Point) - reference.Distance(centre.Point, b.Point)))
	})
	return all[:min(len(all), max(350, parts))]
}

// BenchmarkListMatches asks for the matches of a request among more and more assets.
func BenchmarkListMatches(t *testing.B) {
	for layout, places := range layouts {
		for _, n := range sizes(t, 10_000) {
			t.Run(fmt.Sprintf("%s/%d", layout, n), func(t *testing.B) {
				for _, engine := range engines() {
					t.Run(engine.name, func(t *testing.B) {
						b := openBench(t, engine.url(t))
						b.fill(t, n, places(n))
						view := b.store.View(b.worker())
						r := &domain.LandRequest{State: &landv1.LandRequest{Need: workshop()}}
						report(t, func() int { return len(b.candidates(t, view, r)) })
					})
				}
			})
		}
	}
}

// BenchmarkWaiting asks which of more and more requests a new asset may fit.
func BenchmarkWaiting(t *testing.B) {
	for layout, places := range layouts {
		for _, n := range sizes(t, 1_000) {
			t.Run(fmt.Sprintf("%s/%d", layout, n), func(t *testing.B) {
				b := openBench(t, kittest.SQLite(t))
				b.ask(t, n, places(n))
				view := b.store.View(b.worker())
				commune, _ := reference.Communes().Current("30007")
				asset := domain.Asset{
					ID: "prm_1", Kind: commonv1.AssetKind_ASSET_KIND_WORKSHOP, CommuneCode: "30007", AreaM2: 900, ToRent: true,
					Point: &commonv1.Point{Latitude: commune.Point.Latitude, Longitude: commune.Point.Longitude},
				}
				report(t, func() int {
					found, err := store.Waiting(view, asset, "", 200)
					if err != nil {
						t.Fatal(err)
					}
					return len(found)
				})
			})
		}
	}
}

// report measures the median of a call, and how much it answered.
func report(t *testing.B, call func() int) {
	t.Helper()
	var took []time.Duration
	found := call()
	t.ResetTimer()
	for t.Loop() {
		start := time.Now()
		found = call()
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	t.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	t.ReportMetric(float64(found), "found")
}

type engine struct {
	name string
	url  func(testing.TB) string
}

func engines() []engine { return []engine{{"sqlite", kittest.SQLite}, {"postgres", kittest.Postgres}} }

// large is the module on a database that a benchmark fills.
type large struct{ store *kit.Store }

func openBench(t *testing.B, url string) large {
	t.Helper()
	d, err := db.Open(t.Context(), "land", url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	migrated(t, d)
	if err := d.OpenSearch(t.Context()); err != nil {
		t.Fatal(err)
	}
	return large{kit.New(d, kittest.Clock(), facts)}
}

func (l large) worker() context.Context {
	return actor.With(context.Background(), actor.Actor{Kind: actor.Person, ID: "per_1", Territory: "ales", BodyID: "agglo", Roles: []actor.Role{actor.HupAdvisor}})
}

func (l large) candidates(t *testing.B, view *kit.View, r *domain.LandRequest) []domain.Asset {
	found, err := store.Candidates(view, domain.ReachOf(r.State))
	if err != nil {
		t.Fatal(err)
	}
	for _, asset := range found {
		domain.Judge(r.State, asset)
	}
	return found
}

var someKindsOfAssets = []commonv1.AssetKind{
	commonv1.AssetKind_ASSET_KIND_WORKSHOP, commonv1.AssetKind_ASSET_KIND_WAREHOUSE, commonv1.AssetKind_ASSET_KIND_OFFICE, commonv1.AssetKind_ASSET_KIND_SHOP,
}

// fill writes premises and what they are found by, without their journal: a million of them are many.
func (l large) fill(t *testing.B, n int, places []reference.Commune) {
	t.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	records := db.NewInsert("premises", strings.Fields(`territory id version head record external_id name_key availability confidentiality kind zone_id
 commune_code area_m2 tenure available_from_on body_id demonstration created_us updated_us`), "")
	index := db.NewInsert("asset_index", strings.Fields(`territory asset_id kind on_market area_m2 least_m2 commune_code lat_e6 lon_e6 availability confidentiality
 body_id zone_id use_code cell`), "")
	const part = 1000
	for done := 0; done < n; done += part {
		err := l.store.Update(l.worker(), func(tx *kit.Tx) error {
			var rows, found [][]any
			for range min(part, n-done) {
				place := places[random.IntN(len(places))]
				p := &landv1.Premises{
					PremisesId: id.New("prm"), Name: "Local", Kind: someKindsOfAssets[random.IntN(4)], CommuneCode: place.Code, AreaM2: int32(50 + random.IntN(4000)),
					Availability: forSale, Confidentiality: public, Tenure: commonv1.LandTenure_LAND_TENURE_RENT, BodyId: "agglo", CreatedTime: timestamppb.New(kittest.Clock().Now()),
					Point: &commonv1.Point{Latitude: place.Point.Latitude, Longitude: place.Point.Longitude},
				}
				record, err := proto.Marshal(p)
				if err != nil {
					return err
				}
				lat, lon := int64(place.Point.Latitude*1e6), int64(place.Point.Longitude*1e6)
				rows = append(rows, []any{"ales", p.GetPremisesId(), int64(1), []byte{}, record, nil, "local", forSale.String(), public.String(), p.GetKind().String(), "",
					place.Code, int64(p.GetAreaM2()), p.GetTenure().String(), "", "agglo", false, int64(1), int64(1)})
				found = append(found, []any{"ales", p.GetPremisesId(), p.GetKind().String(), true, int64(p.GetAreaM2()), int64(p.GetAreaM2()), place.Code, lat, lon,
					forSale.String(), public.String(), "agglo", "", "", (lat+90_000_000)/500_000*1000 + (lon+180_000_000)/500_000})
			}
			if err := records.Rows(tx.Ctx, tx, rows...); err != nil {
				return err
			}
			return index.Rows(tx.Ctx, tx, found...)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	analyse(t, l.store.DB())
}

// ask writes requests that wait, as the service does.
func (l large) ask(t *testing.B, n int, places []reference.Commune) {
	t.Helper()
	random := rand.New(rand.NewPCG(3, 4))
	const part = 500
	for done := 0; done < n; done += part {
		err := l.store.Update(l.worker(), func(tx *kit.Tx) error {
			for range min(part, n-done) {
				least := int32(50 + random.IntN(4000))
				r, err := domain.ReceiveLandRequest("ales", &landv1.LandRequest{
					Company: &commonv1.CompanySnapshot{Name: "Entreprise"}, BodyId: "agglo",
					Need: &commonv1.LandNeed{AssetKinds: []commonv1.AssetKind{someKindsOfAssets[random.IntN(4)]}, MinAreaM2: least, MaxAreaM2: least * 3 / 2,
						CommuneCodes: []string{places[random.IntN(len(places))].Code}, RadiusKm: int32(5 + random.IntN(20))},
				}, tx.Now)
				if err != nil {
					return err
				}
				if err := store.LandRequests.Put(tx, r); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	analyse(t, l.store.DB())
}

// analyse lets the engine learn how much there is, as it does by itself in time.
func analyse(t *testing.B, d *db.DB) {
	err := d.Update(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, "ANALYZE")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

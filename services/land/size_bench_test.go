package land_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/reference"
	"hup.example/services/land/internal/domain"
	"hup.example/services/land/internal/store"
)

// BenchmarkSizes asks the same of a small and a large register in turn, and tells the ratio of the medians:
//
//	HUP_BENCH_SIZES=10000,1200000 go test ./services/land -run '^$' -bench 'Sizes/one_district/sqlite' -benchtime 200x -timeout 2h
//
// A size is how many plots and premises there are; there is a brownfield for each sixty and an open request for each twelve of them.
// The layout one_district has all of them in the Gard, so that the large register is as many times denser; same_density spreads
// them over Occitanie. HUP_BENCH_KEEP is a folder where what SQLite filled stays for the next run: a million takes its minutes.
func BenchmarkSizes(t *testing.B) {
	small, large := sizes(t)
	for layout, places := range map[string]func(n int) []reference.Commune{
		"one_district": func(int) []reference.Commune { return communesOf(1) },
		"same_density": func(n int) []reference.Commune { return communesOf(n/28 + 1) },
	} {
		t.Run(layout, func(t *testing.B) {
			for name, url := range map[string]func(testing.TB, string) string{"sqlite": keptSQLite, "postgres": freshPostgres} {
				t.Run(name, func(t *testing.B) {
					var both [2]*filled
					for i, n := range []int{small, large} {
						both[i] = &filled{bench: open(t, url(t, fmt.Sprint(layout, "-", n)))}
						both[i].fill(t, n, places(n))
					}
					for _, call := range calls {
						t.Run(call.name, func(t *testing.B) { compare(t, both, call.do) })
					}
				})
			}
		})
	}
}

// keptSQLite is the database of that name in the folder of what is kept, or else one that goes with the benchmark.
func keptSQLite(t testing.TB, name string) string {
	if folder := os.Getenv("HUP_BENCH_KEEP"); folder != "" {
		return "file:" + filepath.Join(folder, name+".db")
	}
	return kittest.SQLite(t)
}

func freshPostgres(t testing.TB, _ string) string { return kittest.Postgres(t) }

// sizes are how many assets the two registers have.
func sizes(t *testing.B) (small, large int) {
	named := os.Getenv("HUP_BENCH_SIZES")
	if named == "" {
		named = "1000,5000"
	}
	first, second, _ := strings.Cut(named, ",")
	small, err := strconv.Atoi(first)
	if err != nil {
		t.Fatal(err)
	}
	if large, err = strconv.Atoi(second); err != nil {
		t.Fatal(err)
	}
	return small, large
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

// compare asks both in turn.
func compare(t *testing.B, both [2]*filled, call func(*filled, context.Context, int) (int, error)) {
	var took [2][]float64
	var cpu [2]time.Duration
	found := [2]int{}
	for round, i := 0, 0; round < 5 || t.Loop(); round++ {
		for side, f := range both {
			start, used := time.Now(), ofProcess(t)
			n, err := call(f, f.as("agglo"), i)
			if err != nil {
				t.Fatal(err)
			}
			if round >= 5 { // the first ones warm up
				cpu[side] += ofProcess(t) - used
				took[side] = append(took[side], float64(time.Since(start).Microseconds())/1000)
				found[side] += n
			}
		}
		i = round % len(asks)
	}
	middle := func(side int) float64 {
		slices.Sort(took[side])
		return took[side][len(took[side])/2]
	}
	t.ReportMetric(middle(0), "small-ms")
	t.ReportMetric(middle(1), "large-ms")
	t.ReportMetric(middle(1)/middle(0), "ratio")
	each := func(side int) float64 { return float64(cpu[side].Microseconds()) / 1000 / float64(len(took[side])) }
	t.ReportMetric(each(0), "small-cpu-ms")
	t.ReportMetric(each(1), "large-cpu-ms")
	t.ReportMetric(each(1)/each(0), "cpu-ratio")
	t.ReportMetric(float64(found[1])/float64(len(took[1])), "found")
}

// ofProcess is the CPU time that the process has used: what a call costs, however busy the machine. PostgreSQL's is not in it.
func ofProcess(t *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// calls are what is asked; i picks which of several of the kind.
var calls = []struct {
	name string
	do   func(f *filled, ctx context.Context, i int) (int, error)
}{
	{"matches", func(f *filled, ctx context.Context, i int) (int, error) {
		answer, err := f.Requests.ListMatches(ctx, &landv1.ListMatchesRequest{LandRequestId: f.requests[i%len(f.requests)]})
		return len(answer.GetMatches()), err
	}},
	{"wide_matches", func(f *filled, ctx context.Context, i int) (int, error) {
		answer, err := f.Requests.ListMatches(ctx, &landv1.ListMatchesRequest{LandRequestId: f.wide[i%len(f.wide)]})
		return len(answer.GetMatches()), err
	}},
	{"asset_matches", func(f *filled, ctx context.Context, i int) (int, error) {
		answer, err := f.Requests.ListAssetMatches(ctx, &landv1.ListAssetMatchesRequest{AssetId: f.assets[i%len(f.assets)].ID})
		return len(answer.GetMatches()), err
	}},
	{"waiting", func(f *filled, ctx context.Context, i int) (int, error) {
		found, err := store.Waiting(f.store.View(ctx), f.assets[i%len(f.assets)], "", 200)
		return len(found), err
	}},
	{"plots_box", func(f *filled, ctx context.Context, i int) (int, error) {
		answer, err := f.Plots.ListPlots(ctx, &landv1.ListPlotsRequest{Bbox: boxes[i%len(boxes)]})
		return len(answer.GetPlots()), err
	}},
	{"premises_radius", func(f *filled, ctx context.Context, i int) (int, error) {
		answer, err := f.Premises.ListPremises(ctx, &landv1.ListPremisesRequest{Near: points[i%len(points)], RadiusKm: 15})
		return len(answer.GetPremises()), err
	}},
	{"brownfields_box", func(f *filled, ctx context.Context, i int) (int, error) {
		answer, err := f.Brownfields.ListBrownfields(ctx, &landv1.ListBrownfieldsRequest{Bbox: boxes[i%len(boxes)]})
		return len(answer.GetBrownfields()), err
	}},
	{"brownfields_radius", func(f *filled, ctx context.Context, i int) (int, error) {
		answer, err := f.Brownfields.ListBrownfields(ctx, &landv1.ListBrownfieldsRequest{Near: points[i%len(points)], RadiusKm: 15})
		return len(answer.GetBrownfields()), err
	}},
	{"map", func(f *filled, ctx context.Context, i int) (int, error) {
		answer, err := f.Map.GetLandMap(ctx, &landv1.GetLandMapRequest{Bbox: boxes[i%len(boxes)]})
		return len(answer.GetFeatures()), err
	}},
	{"map_nearby", func(f *filled, ctx context.Context, i int) (int, error) {
		answer, err := f.Map.GetLandMap(ctx, &landv1.GetLandMapRequest{Bbox: nearby[i%len(nearby)]})
		return len(answer.GetFeatures()), err
	}},
	{"map_filtered", func(f *filled, ctx context.Context, i int) (int, error) {
		answer, err := f.Map.GetLandMap(ctx, &landv1.GetLandMapRequest{Bbox: nearby[i%len(nearby)], MinAreaM2: 1000, Use: landv1.LandUse_LAND_USE_CRAFT})
		return len(answer.GetFeatures()), err
	}},
}

var (
	nearby = []string{"4.075,44.115,4.085,44.125", "4.35,43.83,4.36,43.84", "4.06,44.11,4.08,44.12"}
	boxes  = []string{"3.9,44.0,4.3,44.2", "4.05,44.1,4.1,44.15", "3.5,43.5,4.8,44.5", "4.2,43.8,4.4,44.0"}
	points = []string{"4.08,44.12", "4.36,43.83", "4.2,44.0", "3.95,44.05"}
)

// asks are the requests whose matches are asked: what people look for in the Gard, with and without demands.
var asks = func() (found []*landv1.LandRequest) {
	for i, commune := range []string{"30007", "30132", "30007", "30259", "30007", "30305"} {
		for _, kind := range []commonv1.AssetKind{commonv1.AssetKind_ASSET_KIND_WORKSHOP, commonv1.AssetKind_ASSET_KIND_PLOT} {
			least := int32(400 * (i + 1))
			r := &landv1.LandRequest{Company: &commonv1.CompanySnapshot{Name: fmt.Sprint("Entreprise ", i)}, Need: &commonv1.LandNeed{
				AssetKinds: []commonv1.AssetKind{kind}, MinAreaM2: least, MaxAreaM2: least * 3 / 2, CommuneCodes: []string{commune}, RadiusKm: int32(10 + 5*(i%3)),
			}}
			if i%2 == 1 {
				r.Need.MaxPricePerM2, r.Requirements = &commonv1.Money{AmountCents: 6000}, &landv1.LandRequirements{PowerKva: 36, Fibre: true}
			}
			found = append(found, r)
		}
	}
	return found
}()

// wideAsks look for any kind, far around or everywhere, with and without demands.
var wideAsks = func() (found []*landv1.LandRequest) {
	for _, radius := range []int32{0, 30, 60, 200} {
		for _, least := range []int32{0, 800} {
			r := &landv1.LandRequest{Company: &commonv1.CompanySnapshot{Name: "Entreprise"}, Need: &commonv1.LandNeed{MinAreaM2: least, MaxAreaM2: least * 2}}
			if radius > 0 {
				r.Need.CommuneCodes, r.Need.RadiusKm = []string{"30007"}, radius
			}
			if least > 0 {
				r.Need.MaxPricePerM2, r.Requirements = &commonv1.Money{AmountCents: 6000}, &landv1.LandRequirements{PowerKva: 36, Fibre: true}
			}
			found = append(found, r)
		}
	}
	return found
}()

// wanted makes the requests and the assets that are asked about.
func (f *filled) wanted() {
	for _, r := range asks {
		made := must[*landv1.LandRequest](f.t)(f.Requests.CreateLandRequest(f.as("agglo"), &landv1.CreateLandRequestRequest{LandRequest: r}))
		f.requests = append(f.requests, made.GetLandRequestId())
	}
	for _, r := range wideAsks {
		made := must[*landv1.LandRequest](f.t)(f.Requests.CreateLandRequest(f.as("agglo"), &landv1.CreateLandRequestRequest{LandRequest: r}))
		f.wide = append(f.wide, made.GetLandRequestId())
	}
	for i := range 10 {
		p := f.addPremises(int32(300*(i+1)), public, func(p *landv1.Premises) { p.CommuneCode = asks[i].GetNeed().GetCommuneCodes()[0] })
		f.assets = append(f.assets, (&domain.Premises{State: p}).Asset())
		f.assets[i].ID = p.GetPremisesId()
	}
}

package land_test

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"testing"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/module"
	"hup.example/services/kit/reference"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
	"hup.example/services/land/internal/store"
)

// BenchmarkListPlots_byPlace compares a page of 50 in a box and in a radius among so many plots of the same density times a hundred:
//
//	HUP_BENCH_PLOTS=10000,1000000 go test -run '^$' -bench ListPlots_byPlace ./services/land
func BenchmarkListPlots_byPlace(b *testing.B) {
	sizes := os.Getenv("HUP_BENCH_PLOTS")
	if sizes == "" {
		sizes = "10000"
	}
	for size := range bytes.SplitSeq([]byte(sizes), []byte(",")) {
		n, err := strconv.Atoi(string(size))
		if err != nil {
			b.Fatal(err)
		}
		b.Run(string(size), func(b *testing.B) { listByPlace(b, n) })
	}
}

func listByPlace(b *testing.B, n int) {
	w := open(b, kittest.SQLite(b))
	ctx := actor.With(b.Context(), actor.Of("ales", "land"))
	random := rand.New(rand.NewPCG(1, 2))
	for done := 0; done < n; done += 5000 {
		err := w.store.Update(ctx, func(tx *kit.Tx) error {
			for i := range min(5000, n-done) {
				at := reference.Point{Longitude: 3 + 2*random.Float64(), Latitude: 43.5 + random.Float64()}
				p, err := domain.RegisterPlot(tx.Actor, plotAt(done+i, at), tx.Now)
				if err != nil {
					return err
				}
				if err := store.Plots.Put(tx, p); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	for name, ask := range map[string]*landv1.ListPlotsRequest{
		"box": {Bbox: "3.9,44.0,4.3,44.2"}, "radius": {Near: "4.08,44.12", RadiusKm: 20}, "all": {Bbox: "2,43,6,45"},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				answer, err := w.Plots.ListPlots(w.as("cci"), ask)
				if err != nil || len(answer.GetPlots()) != 50 {
					b.Fatal(len(answer.GetPlots()), err)
				}
			}
		})
	}
}

// BenchmarkImport_brownfields reads 20,000 brownfields and tells the most memory in use meanwhile.
func BenchmarkImport_brownfields(b *testing.B) {
	for _, n := range []int{2_000, 20_000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			for b.Loop() {
				w := open(b, kittest.SQLite(b))
				most := uint64(0)
				rows := &lines{n: n, told: func() {
					var m runtime.MemStats
					runtime.ReadMemStats(&m)
					most = max(most, m.HeapAlloc)
				}}
				counts, err := w.service.Imports["brownfields"].Read(b.Context(), "ales", "x.csv", rows, func(module.Refusal) {})
				if err != nil || counts.Added != n {
					b.Fatal(counts, err)
				}
				b.ReportMetric(float64(most)/1e6, "MB-most")
			}
		})
	}
}

// lines makes the rows of a file while they are read.
type lines struct {
	n, at int
	rest  bytes.Buffer
	told  func()
}

func (l *lines) Read(p []byte) (int, error) {
	if l.at == 0 {
		l.rest.WriteString("site_id,site_nom,site_type,comm_insee,unite_fonciere_refcad,lon,lat,source_nom\n")
	}
	for l.rest.Len() < len(p) && l.at < l.n {
		l.at++
		fmt.Fprintf(&l.rest, "30132_%d,Filature %d,friche industrielle,30132,301320000A%04d,%v,%v,Essai\n", l.at, l.at, l.at%9999+1, 3.9+float64(l.at%1000)/3000, 44+float64(l.at/1000)/100)
		if l.at%1000 == 0 {
			l.told()
		}
	}
	n, err := l.rest.Read(p)
	if l.at == l.n && n == 0 {
		err = io.EOF
	}
	return n, err
}

func plotAt(i int, at reference.Point) *landv1.Plot {
	return &landv1.Plot{Name: fmt.Sprint("Lot ", i), CommuneCode: "30007", AreaM2: 1000, Point: &commonv1.Point{Latitude: at.Latitude, Longitude: at.Longitude}}
}

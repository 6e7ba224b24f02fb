package land_test

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"syscall"
	"testing"
	"time"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/kittest"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/app"
	"hup.example/services/land/internal/domain"
	"hup.example/services/land/internal/store"
)

// BenchmarkRiskLayer lays a flood plan of polygons of 50 to 500 corners, with holes and of several parts, over a register, and tells what
// each costs and the most memory in use meanwhile:
//
//	HUP_BENCH_SHAPES=100000 HUP_BENCH_ASSETS=20000 go test ./services/land -run '^$' -bench RiskLayer/sqlite -benchtime 1x -timeout 2h
func BenchmarkRiskLayer(b *testing.B) {
	shapes, assets := number(b, "HUP_BENCH_SHAPES", 2000), number(b, "HUP_BENCH_ASSETS", 2000)
	for name, url := range map[string]func(testing.TB) string{"sqlite": kittest.SQLite, "postgres": kittest.Postgres} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				w := open(b, url(b))
				w.boundedRegister(b, assets)
				most := uint64(0)
				plan := &floodPlan{n: shapes, random: rand.New(rand.NewPCG(3, 4)), told: func() {
					var m runtime.MemStats
					runtime.ReadMemStats(&m)
					most = max(most, m.HeapAlloc)
				}}
				b.StartTimer()
				cpu, start := cpuTime(b), time.Now()
				counts, told, err := w.read(plan)
				if err != nil || counts.Added != shapes {
					b.Fatal(counts, told, err)
				}
				b.ReportMetric(float64((cpuTime(b)-cpu).Microseconds())/1000/float64(shapes), "cpu-ms/shape")
				b.ReportMetric(time.Since(start).Seconds(), "s")
				b.ReportMetric(float64(most)/1e6, "MB-most")
				b.ReportMetric(float64(w.rows("asset_touch")), "touches")
			}
		})
	}
}

func number(t testing.TB, name string, otherwise int) int {
	if os.Getenv(name) == "" {
		return otherwise
	}
	n, err := strconv.Atoi(os.Getenv(name))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// cpuTime is what this process has used; PostgreSQL's own is not in it.
func cpuTime(t testing.TB) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		t.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// boundedRegister makes a register over the Gard.
func (b *bench) boundedRegister(t *testing.B, n int) {
	t.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	(&filled{bench: b}).each(t, n, nil, func(tx *kit.Tx, i int) error {
		east, north := inGard(random)
		return bounded(tx, random, i, east, north)
	})
}

// bounded puts an asset somewhere: each third is a plot with a boundary, the others are premises at a point.
func bounded(tx *kit.Tx, random *rand.Rand, i int, east, north float64) error {
	if i%3 > 0 {
		p, err := domain.RegisterPremises(tx.Actor, &landv1.Premises{Name: "Local", Kind: someKindsOfAssets[i%4], CommuneCode: "30007", AreaM2: 500, Availability: forSale,
			Confidentiality: public, Point: &commonv1.Point{Longitude: east, Latitude: north}}, tx.Now)
		if err != nil {
			return err
		}
		if err := store.Premises.Put(tx, p); err != nil {
			return err
		}
		return app.TouchAssets{}.Asset(tx, p.Asset())
	}
	var ring bytes.Buffer
	ringAround(&ring, random, east, north, 0.0003+random.Float64()/1000, 4+random.IntN(20))
	p, err := domain.RegisterPlot(tx.Actor, &landv1.Plot{Name: "Lot", CommuneCode: "30007", AreaM2: 5000, Availability: forSale, Confidentiality: public,
		BoundaryGeojson: `{"type":"Polygon","coordinates":[` + ring.String() + `]}`}, tx.Now)
	if err != nil {
		return err
	}
	if err := store.Plots.Put(tx, p); err != nil {
		return err
	}
	return app.TouchAssets{}.Asset(tx, p.Asset())
}

func inGard(random *rand.Rand) (east, north float64) {
	return 3.3 + 1.5*random.Float64(), 43.5 + 0.95*random.Float64()
}

// ringAround writes a ring of so many corners around a place, each somewhere from two thirds of the radius on.
func ringAround(to *bytes.Buffer, random *rand.Rand, east, north, radius float64, corners int) {
	turn := random.Float64()
	for i := range corners + 1 {
		if i == 0 {
			to.WriteByte('[')
		} else {
			to.WriteByte(',')
		}
		angle := 2 * math.Pi * (turn + float64(i%corners)/float64(corners))
		r := radius * (1 + math.Sin(float64(7*(i%corners)))/3) / 1.34
		fmt.Fprintf(to, "[%.6f,%.6f]", east+r*1.4*math.Cos(angle), north+r*math.Sin(angle))
	}
	to.WriteByte(']')
}

// floodPlan makes a layer while it is read.
type floodPlan struct {
	n, at  int
	random *rand.Rand
	rest   bytes.Buffer
	told   func()
}

func (f *floodPlan) Read(to []byte) (int, error) {
	if f.at == 0 {
		f.rest.WriteString(`{"type":"FeatureCollection","features":[`)
	}
	for f.rest.Len() < len(to) && f.at < f.n {
		if f.at++; f.at > 1 {
			f.rest.WriteByte(',')
		}
		f.shape()
		if f.at == f.n {
			f.rest.WriteString("]}")
		}
		if f.at%500 == 0 {
			f.told()
		}
	}
	n, err := f.rest.Read(to)
	if n == 0 && f.at == f.n {
		err = io.EOF
	}
	return n, err
}

// shape is a polygon of 50 to 500 corners from some 50 to 500 metres wide; each fourth has a hole, each tenth a second part.
func (f *floodPlan) shape() {
	east, north := inGard(f.random)
	radius, corners := 0.0005+f.random.Float64()/250, 50+f.random.IntN(450)
	fmt.Fprintf(&f.rest, `{"type":"Feature","properties":{"id":"%d","niveau":"%s"},"geometry":{"type":"MultiPolygon","coordinates":[[`, f.at, []string{"fort", "moyen"}[f.at%2])
	ringAround(&f.rest, f.random, east, north, radius, corners)
	if f.at%4 == 0 {
		f.rest.WriteByte(',')
		ringAround(&f.rest, f.random, east, north, radius/3, corners/4)
	}
	f.rest.WriteByte(']')
	if f.at%10 == 0 {
		f.rest.WriteString(",[")
		ringAround(&f.rest, f.random, east+radius*4, north, radius/2, corners/2)
		f.rest.WriteByte(']')
	}
	f.rest.WriteString("]}}")
}

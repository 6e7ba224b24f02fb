package land_test

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"strconv"
	"testing"

	"hup.example/services/kit/kittest"
	"hup.example/services/kit/module"
)

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

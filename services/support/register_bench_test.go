package support_test

import (
	"fmt"
	"strings"
	"testing"

	"hup.example/services/kit/kittest"
)

// BenchmarkImport reads a stock file of 20,000 establishments into an empty register: ns/op ÷ 20,000 is the time of a row.
func BenchmarkImport(b *testing.B) {
	places := make([]stocked, 20_000)
	for i := range places {
		places[i] = at(i, 5)
		places[i].Sign = fmt.Sprintf("MENUISERIE %s ET %s", withLetters(i*7%30_000), withLetters(i*11%5_000))
		places[i].Street = "DE " + withLetters(i%500)
	}
	file := stock(places...)
	for b.Loop() {
		b.StopTimer()
		support := open(b, kittest.SQLite(b))
		b.StartTimer()
		if counts, _, err := support.loadFile(strings.NewReader(file), nil); err != nil || counts.Added != len(places) {
			b.Fatalf("%+v, %v", counts, err)
		}
	}
	b.ReportMetric(float64(b.N*len(places))/b.Elapsed().Seconds(), "rows/s")
}

// withLetters is a word for a number.
func withLetters(n int) string {
	word := []byte("QUESNE")
	for ; n > 0; n /= 20 {
		word = append(word, "BCDFGHJKLMNPRSTVWXZA"[n%20])
	}
	return string(word)
}

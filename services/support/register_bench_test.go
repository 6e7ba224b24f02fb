package support_test

import (
	"fmt"
	"strings"
	"testing"

	"hup.example/services/kit/kittest"
)

// benched is how many rows the files of the benchmarks have.
const benched = 20_000

// stockOfMany is a stock file of establishments.
func stockOfMany() string {
	places := make([]stocked, benched)
	for i := range places {
		places[i] = at(i, 5)
		places[i].Sign = fmt.Sprintf("MENUISERIE %s ET %s", withLetters(i*7%30_000), withLetters(i*11%5_000))
		places[i].Street = "DE " + withLetters(i%500)
	}
	return stock(places...)
}

// BenchmarkImport reads a stock file of establishments into an empty register: ns/op ÷ 20,000 is the time of a row.
func BenchmarkImport(b *testing.B) {
	file := stockOfMany()
	for b.Loop() {
		b.StopTimer()
		support := open(b, kittest.SQLite(b))
		b.StartTimer()
		support.mustAdd(file)
	}
	b.ReportMetric(float64(b.N*benched)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkImportUnits reads the legal units of all establishments of a register: each names one of them again.
func BenchmarkImportUnits(b *testing.B) {
	file, all := stockOfMany(), make([]int, benched)
	for i := range all {
		all[i] = i
	}
	names := units(5, "MENUISERIE", all...)
	for b.Loop() {
		b.StopTimer()
		support := open(b, kittest.SQLite(b))
		support.mustAdd(file)
		b.StartTimer()
		support.mustAdd(names)
	}
	b.ReportMetric(float64(b.N*benched)/b.Elapsed().Seconds(), "rows/s")
}

// mustAdd imports a file whose rows are all new.
func (b *bench) mustAdd(file string) {
	b.t.Helper()
	if counts, _, err := b.loadFile(strings.NewReader(file), nil); err != nil || counts.Added != benched {
		b.t.Fatalf("%+v, %v", counts, err)
	}
}

// withLetters is a word for a number.
func withLetters(n int) string {
	word := []byte("QUESNE")
	for ; n > 0; n /= 20 {
		word = append(word, "BCDFGHJKLMNPRSTVWXZA"[n%20])
	}
	return string(word)
}

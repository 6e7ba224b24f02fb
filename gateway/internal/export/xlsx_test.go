package export

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"
)

func TestBook_goesOnInAnotherSheet(t *testing.T) {
	var written bytes.Buffer
	f := openXLSX(&written)
	rows := [][]any{{"Nom", "Surface"}, {"Un", int64(800)}, {"Deux & <trois>", 12.5}}
	for i, row := range rows {
		if i == 2 {
			f.(*book).line = mostRows // the sheet is full
		}
		if err := f.row(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.end(); err != nil {
		t.Fatal(err)
	}
	read, err := excelize.OpenReader(&written)
	if err != nil {
		t.Fatal(err)
	}
	for sheet, want := range map[string][2]string{"Liste 1": {"Un", "800"}, "Liste 2": {"Deux & <trois>", "12.5"}} {
		got, err := read.GetRows(sheet)
		if err != nil || len(got) != 2 || got[0][0] != "Nom" || got[1][0] != want[0] || got[1][1] != want[1] {
			t.Errorf("%s: %v, %v", sheet, got, err)
		}
	}
}

func TestColumnName_countsOnAfterZ(t *testing.T) {
	for i, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 701: "ZZ", 702: "AAA"} {
		if got := columnName(i); got != want {
			t.Errorf("column %d is %s, want %s", i, got, want)
		}
	}
}

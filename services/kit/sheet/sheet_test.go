package sheet_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"hup.example/services/kit/module"
	"hup.example/services/kit/sheet"
)

func TestReader_findsColumnsByNameAndGoesOn(t *testing.T) {
	file := "\ufeffnom;siret\n\"Menuiserie\nCévenole\"; 123 \nseul\nÉbénisterie;456\n"
	var told []module.Refusal
	r, err := sheet.Open(strings.NewReader(file), func(why module.Refusal) { told = append(told, why) }, "siret", "nom")
	if err != nil {
		t.Fatal(err)
	}
	var lines []int
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, row.Line)
		if row.Line == 2 && (row.Get("siret") != "123" || row.Get("naf") != "") {
			t.Errorf("row %v", row)
		}
	}
	if len(lines) != 2 || lines[0] != 2 || lines[1] != 5 {
		t.Errorf("lines %v, want 2 and 5", lines)
	}
	if len(told) != 1 || told[0].Line != 4 || r.Refused != 1 {
		t.Errorf("refused %v", told)
	}
}

func TestOpen_leavesTheListOfColumnsToItsOwner(t *testing.T) {
	needed := []string{"siret", "nom"}
	for range 2 {
		if _, err := sheet.Open(strings.NewReader("nom,siret\n"), nil, needed...); err != nil {
			t.Error(err)
		}
	}
}

func TestOpen_namesTheMissingColumns(t *testing.T) {
	_, err := sheet.Open(strings.NewReader("nom,adresse\n"), nil, "siret", "nom", "naf")
	if err == nil || !strings.Contains(err.Error(), "siret, naf") {
		t.Errorf("got %v", err)
	}
}

func TestOpen_saysWhatKindOfFileItCannotRead(t *testing.T) {
	for text, want := range map[string]string{"": "vide", "\ufeff": "vide", "\xff\xfea\x00,\x00b\x00\n\x00": "UTF-16"} {
		if _, err := sheet.Open(strings.NewReader(text), func(module.Refusal) {}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestReader_givesCellsAsWrittenAndRefusesWhatIsNotUTF8(t *testing.T) {
	var told []module.Refusal
	r, err := sheet.Open(strings.NewReader("a,b\n  x ,1\n\xe9t\xe9,2\n"), func(why module.Refusal) { told = append(told, why) })
	if err != nil {
		t.Fatal(err)
	}
	row, err := r.Next()
	if cells := row.Cells(); err != nil || cells["a"] != "  x " || cells["b"] != "1" {
		t.Errorf("%v, %v", cells, err)
	}
	if _, err := r.Next(); !errors.Is(err, io.EOF) || len(told) != 1 || told[0].Line != 3 || told[0].Column != "a" {
		t.Errorf("%v, refused %v", err, told)
	}
}

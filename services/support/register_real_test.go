package support_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/kittest"
)

// written are the lines of a file of real entries, without its header, where HUP_CONTRACT_DATA names the folder beside theirs: they
// may not leave with the product. What this repository holds of them is invented, beside.
func written(t *testing.T, file string) [][]string {
	t.Helper()
	dir := os.Getenv("HUP_CONTRACT_DATA")
	if dir == "" {
		t.Skip("HUP_CONTRACT_DATA does not name a folder")
	}
	raw, err := os.Open(filepath.Join(dir, "..", "saisies", file))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = raw.Close() }()
	lines, err := csv.NewReader(raw).ReadAll()
	if err != nil || len(lines) < 2 {
		t.Fatalf("%s has %d lines: %v", file, len(lines), err)
	}
	return lines[1:]
}

// TestSaisies_realNamesAndAddresses: each comes back to the letter and is found by itself; a single letter is looked for by SIRET.
func TestSaisies_realNamesAndAddresses(t *testing.T) {
	for file, column := range map[string]string{"denominations_remarquables.csv": "denomination", "adresses_difficiles.csv": "adresse"} {
		t.Run(column, func(t *testing.T) {
			var texts []string
			for _, line := range written(t, file) {
				texts = append(texts, strings.TrimSpace(line[0]))
			}
			kittest.Engines(t, func(t *testing.T, url string) { open(t, url).toTheLetter(texts, column) })
		})
	}
}

// TestSaisies_realSirets: each valid one comes in, each other is refused with its line, but for those that a spreadsheet took the
// first zero from: these come in whole, and the import says so.
func TestSaisies_realSirets(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	var file strings.Builder
	file.WriteString("siret,denomination,code_commune\n")
	lines := written(t, "siret_controles.csv")
	for _, line := range lines {
		file.WriteString(line[0] + ",Société,30007\n")
	}
	_, refusals := b.load(file.String())
	told := map[int]bool{} // whether it came in all the same, by line
	for _, r := range refusals {
		if r.Column == "siret" {
			told[r.Line] = r.Warning
		}
	}
	repaired := 0
	for i, line := range lines {
		warned, noted := told[i+2]
		siret, valid := line[0], line[1] == "valide"
		if warned {
			siret, repaired = "0"+siret, repaired+1
		}
		_, err := b.Companies.LookupCompany(b.as("cci"), &supportv1.LookupCompanyRequest{Siret: siret})
		if in := err == nil; in != (valid || warned) || valid && noted || !valid && !noted {
			t.Errorf("%s, %s: in %t, noted %t, repaired %t, %v", line[0], line[1], in, noted, warned, err)
		}
	}
	if repaired == 0 {
		t.Error("no zero was given back: the test shows nothing")
	}
	t.Logf("%d lines, %d with their zero given back", len(lines), repaired)
}

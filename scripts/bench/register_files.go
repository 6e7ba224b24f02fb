package main

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

// reference is where the code lists of the platform are.
const reference = "../../services/kit/reference/data"

// columnOf is a column of one of the code lists.
func columnOf(list, column string) (values []string, err error) {
	file, err := os.Open(filepath.Join(reference, list))
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	text, err := gzip.NewReader(file)
	if err != nil {
		return nil, err
	}
	rows, err := csv.NewReader(text).ReadAll()
	if err != nil {
		return nil, err
	}
	for i, name := range rows[0] {
		if name == column {
			for _, row := range rows[1:] {
				values = append(values, row[i])
			}
		}
	}
	return values, nil
}

// firms makes made-up firms: names of a trade and one or two surnames of many, frequent and rare; communes and activities of
// the real lists, in proportion as uneven.
type firms struct {
	communes, postcodes, activities []string
	random                          *rand.Rand
	surname, commune, activity      *rand.Zipf
}

// surnames is how many there are: France has more, a region about as many.
const surnames = 200_000

func newFirms() (f firms, err error) {
	f.random = rand.New(rand.NewPCG(1, 2))
	if f.communes, err = columnOf("communes.csv.gz", "code_insee"); err != nil {
		return f, err
	}
	if f.postcodes, err = columnOf("communes.csv.gz", "codes_postaux"); err != nil {
		return f, err
	}
	if f.activities, err = columnOf("naf_rev2.csv.gz", "code"); err != nil {
		return f, err
	}
	zipf := func(n int) *rand.Zipf { return rand.NewZipf(f.random, 1.1, 20, uint64(n-1)) }
	f.surname, f.commune, f.activity = zipf(surnames), zipf(len(f.communes)), zipf(len(f.activities))
	return f, nil
}

// spread puts the frequent ones anywhere in a list.
func spread(i uint64, n int) int { return int(i * 7919 % uint64(n)) }

func (f firms) name() string {
	name := strings.ToUpper(trades[f.random.IntN(len(trades))] + " " + surnameOf(int(f.surname.Uint64())))
	if f.random.IntN(3) == 0 {
		name += " ET " + strings.ToUpper(surnameOf(int(f.surname.Uint64())))
	}
	return name
}

// sirenOf is the nth made-up SIREN, with its key; siretOf the one establishment it has.
func sirenOf(n int) string { return keyed(fmt.Sprintf("%08d", 10_000_000+n)) }
func siretOf(n int) string { return keyed(sirenOf(n) + "0001") }

func keyed(digits string) string {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 0 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return digits + string(rune('0'+(10-sum%10)%10))
}

var (
	unitColumns  = "siren,statutDiffusionUniteLegale,dateDernierTraitementUniteLegale,etatAdministratifUniteLegale,categorieJuridiqueUniteLegale,denominationUniteLegale\n"
	placeColumns = "siren,siret,statutDiffusionEtablissement,dateDernierTraitementEtablissement,trancheEffectifsEtablissement,anneeEffectifsEtablissement,numeroVoieEtablissement,typeVoieEtablissement," +
		"libelleVoieEtablissement,codePostalEtablissement,codeCommuneEtablissement,etatAdministratifEtablissement,dateDebut,enseigne1Etablissement,activitePrincipaleEtablissement,nomenclatureActivitePrincipaleEtablissement\n"
	bands = []string{"NN", "NN", "NN", "00", "01", "01", "02", "03", "11", "12", "21"}
)

// The stock files.
const places, units = "StockEtablissement.csv", "StockUniteLegale.csv"

// stockFiles writes both stock files of n establishments, unless they are there; the same ones each time.
func stockFiles(dir string, n int) error {
	if _, err := os.Stat(filepath.Join(dir, units)); err == nil {
		return nil
	}
	f, err := newFirms()
	if err != nil {
		return err
	}
	p, err := os.Create(filepath.Join(dir, places))
	if err != nil {
		return err
	}
	u, err := os.Create(filepath.Join(dir, units))
	if err != nil {
		return err
	}
	place, unit := bufio.NewWriter(p), bufio.NewWriter(u)
	_, _ = place.WriteString(placeColumns)
	_, _ = unit.WriteString(unitColumns)
	for i := range n {
		c := spread(f.commune.Uint64(), len(f.communes))
		postcode, _, _ := strings.Cut(f.postcodes[c], "|")
		name, sign, state := f.name(), "", "A"
		if f.random.IntN(4) == 0 {
			sign = f.name()
		}
		if f.random.IntN(10) == 0 { // not every tenth: none would be in the sample of the search
			state = "F"
		}
		fmt.Fprintf(place, "%s,%s,O,2026-10-%02dT05:29:58.725,%s,2023,%d,RUE,%s,%s,%s,%s,2020-01-01,%s,%s,NAFRev2\n", sirenOf(i), siretOf(i), 1+i%28, bands[f.random.IntN(len(bands))],
			1+f.random.IntN(200), strings.ToUpper("DE "+surnameOf(f.random.IntN(5000))), postcode, f.communes[c], state, sign, f.activities[spread(f.activity.Uint64(), len(f.activities))])
		fmt.Fprintf(unit, "%s,O,2026-10-%02dT00:00:00,A,5499,%s\n", sirenOf(i), 1+i%28, name)
	}
	for _, err := range []error{place.Flush(), unit.Flush(), p.Close(), u.Close()} {
		if err != nil {
			return err
		}
	}
	return nil
}

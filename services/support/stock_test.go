package support_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/db"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/module"
)

// The files here have the columns of Insee's stock files that are read, with made-up values.

// stocked is a row of StockEtablissement.
type stocked struct {
	SIRET     string `parquet:"siret"`
	Changed   string `parquet:"dateDernierTraitementEtablissement"`
	Number    string `parquet:"numeroVoieEtablissement"`
	Way       string `parquet:"typeVoieEtablissement"`
	Street    string `parquet:"libelleVoieEtablissement"`
	Postcode  string `parquet:"codePostalEtablissement"`
	Commune   string `parquet:"codeCommuneEtablissement"`
	Headcount string `parquet:"trancheEffectifsEtablissement"`
	State     string `parquet:"etatAdministratifEtablissement"`
	Since     string `parquet:"dateDebut"`
	Sign      string `parquet:"enseigne1Etablissement"`
	NAF       string `parquet:"activitePrincipaleEtablissement"`
	List      string `parquet:"nomenclatureActivitePrincipaleEtablissement"`
	NAF25     string `parquet:"activitePrincipaleNAF25Etablissement"`
	Diffusion string `parquet:"statutDiffusionEtablissement"`
}

// at is the nth place of Alès, changed on a day of October 2026.
func at(n, day int) stocked {
	return stocked{
		SIRET: siret(n), Changed: fmt.Sprintf("2026-10-%02dT05:29:58.725", day), Number: "12", Way: "AV", Street: "DES CEVENNES", Postcode: "30100", Commune: "30007",
		Headcount: "11", State: "A", Since: "2020-01-01", Sign: fmt.Sprintf("L'ÉCHOPPE %d", n), NAF: "43.32A", List: "NAFRev2", NAF25: "43.32G", Diffusion: "O",
	}
}

func (p stocked) cells() []string {
	return []string{p.SIRET, p.Changed, p.Number, p.Way, p.Street, p.Postcode, p.Commune, p.Headcount, p.State, p.Since, p.Sign, p.NAF, p.List, p.NAF25, p.Diffusion}
}

const placeHeader = "siret,dateDernierTraitementEtablissement,numeroVoieEtablissement,typeVoieEtablissement,libelleVoieEtablissement,codePostalEtablissement,codeCommuneEtablissement," +
	"trancheEffectifsEtablissement,etatAdministratifEtablissement,dateDebut,enseigne1Etablissement,activitePrincipaleEtablissement,nomenclatureActivitePrincipaleEtablissement," +
	"activitePrincipaleNAF25Etablissement,statutDiffusionEtablissement\n"

func stock(places ...stocked) string {
	var b strings.Builder
	b.WriteString(placeHeader)
	for _, p := range places {
		b.WriteString(strings.Join(p.cells(), ",") + "\n")
	}
	return b.String()
}

// units is StockUniteLegale with the nth units, named so.
func units(day int, name string, ns ...int) string {
	var b strings.Builder
	b.WriteString("siren,statutDiffusionUniteLegale,dateDernierTraitementUniteLegale,etatAdministratifUniteLegale,categorieJuridiqueUniteLegale,denominationUniteLegale,nomUniteLegale\n")
	for _, n := range ns {
		fmt.Fprintf(&b, "%s,O,2026-10-%02dT00:00:00,A,5499,%s %d,\n", siret(n)[:9], day, name, n)
	}
	return b.String()
}

// loadFile imports a file that may be anything, and answers what was told.
func (b *bench) loadFile(content io.Reader, options map[string][]string) (module.Counts, []module.Refusal, error) {
	b.t.Helper()
	var told []module.Refusal
	counts, err := b.service.Imports["companies"].ReadFile(b.t.Context(), module.File{
		Territory: "ales", Name: "file", Content: content, Options: options, Refused: func(r module.Refusal) { told = append(told, r) },
	})
	return counts, told, err
}

// lookup is what is known of the nth establishment.
func (b *bench) lookup(n int) *supportv1.Company {
	b.t.Helper()
	got, err := b.Companies.LookupCompany(b.as("cci"), &supportv1.LookupCompanyRequest{Siret: siret(n)})
	if err != nil {
		b.t.Fatal(err)
	}
	return got
}

func TestStock_joinsUnitsAndEstablishmentsWhicheverComesFirst(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		steps := map[string][]string{
			"establishments first": {stock(at(1, 5)), units(5, "MENUISERIE INVENTEE", 1)},
			"units first":          {units(5, "MENUISERIE INVENTEE", 2), stock(at(2, 5))},
		}
		for name, files := range steps {
			for _, file := range files {
				if _, told, err := b.loadFile(strings.NewReader(file), nil); err != nil || len(told) > 1 {
					t.Fatalf("%s: %v, %v", name, told, err)
				}
			}
		}
		for _, n := range []int{1, 2} {
			c := b.lookup(n)
			if c.GetLegalName() != fmt.Sprintf("MENUISERIE INVENTEE %d", n) || c.GetTradeName() != fmt.Sprintf("L'ÉCHOPPE %d", n) || c.GetLegalForm() != "5499" ||
				c.GetAddress() != "12 AVENUE DES CEVENNES" || c.GetHeadcount().GetCode() != "11" || c.GetSourceTime().AsTime().Day() != 5 {
				t.Errorf("%v", c)
			}
			if len(c.GetNaf()) != 2 || c.GetNaf()[0].GetCode() != "43.32A" || c.GetNaf()[1].GetCode() != "43.32G" || c.GetNaf()[0].GetNomenclature() == c.GetNaf()[1].GetNomenclature() {
				t.Errorf("both nomenclatures: %v", c.GetNaf())
			}
		}
		if counts, _, err := b.loadFile(strings.NewReader(units(9, "EBENISTERIE", 2)), nil); err != nil || counts.Changed != 1 || b.lookup(2).GetLegalName() != "EBENISTERIE 2" {
			t.Errorf("a unit that is renamed: %+v, %v", counts, err)
		}
	})
}

func TestStock_olderNeverReplacesNewer(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		newer, older := at(1, 20), at(1, 10)
		older.Sign, newer.Sign = "AVANT", "APRES"
		for _, file := range []string{stock(older), stock(newer), stock(older), units(20, "N", 1), units(10, "V", 1), "siret,denomination\n" + siret(1) + ",SANS DATE\n"} {
			if _, _, err := b.loadFile(strings.NewReader(file), nil); err != nil {
				t.Fatal(err)
			}
		}
		if c := b.lookup(1); c.GetTradeName() != "APRES" || c.GetLegalName() != "N 1" || c.GetSourceTime().AsTime().Day() != 20 {
			t.Errorf("%v", c)
		}
	})
}

func TestStock_keepsTheTerritory(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	far, near, old := at(2, 5), at(3, 5), at(4, 5)
	far.Commune, near.Commune, old.Commune = "75102", "30189", "30094" // Corbès is part of Thoiras-Corbès, which is of the agglomeration
	file := stock(at(1, 5), far, near, old)
	for _, x := range []struct {
		where map[string][]string
		added int
	}{
		{nil, 2}, {map[string][]string{"commune": {"75102"}}, 1}, {map[string][]string{"departement": {"30"}}, 3}, {map[string][]string{"epci": {"243000643"}}, 1},
	} {
		b := open(t, kittest.SQLite(t))
		if counts, told, err := b.loadFile(strings.NewReader(file), x.where); err != nil || counts.Added != x.added {
			t.Errorf("%v: %+v, %v, %v", x.where, counts, told, err)
		}
	}
	for _, where := range []map[string][]string{{"epci": {"123456789"}}, {"commune": {"3007"}}} {
		if _, _, err := b.loadFile(strings.NewReader(file), where); err == nil {
			t.Errorf("%v was taken", where)
		}
	}
	_, err := b.service.Imports["companies"].ReadFile(t.Context(), module.File{Territory: "ailleurs", Content: strings.NewReader(file)})
	if err == nil || !strings.Contains(err.Error(), "territory-area") {
		t.Errorf("a territory whose area nobody told: %v", err)
	}
}

func TestStock_readsEachKindOfFile(t *testing.T) {
	text := stock(at(1, 5), at(2, 5))
	zipped := &bytes.Buffer{}
	w := zip.NewWriter(zipped)
	file, err := w.Create("StockEtablissement_utf8.csv")
	if err == nil {
		_, err = file.Write([]byte(text))
	}
	if err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	columns := &bytes.Buffer{}
	if err := parquet.Write(columns, []stocked{at(1, 5), at(2, 5)}); err != nil {
		t.Fatal(err)
	}
	windows, err := charmap.Windows1252.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{
		"zip": zipped.Bytes(), "Parquet": columns.Bytes(), "Windows-1252": []byte(windows), "UTF-16": []byte(wide), "byte order mark": []byte("\ufeff" + text),
		"semicolons": []byte(strings.ReplaceAll(text, ",", ";")), "Windows lines": []byte(strings.ReplaceAll(text, "\n", "\r\n")),
	} {
		t.Run(name, func(t *testing.T) {
			b := open(t, kittest.SQLite(t))
			counts, told, err := b.loadFile(bytes.NewReader(content), nil)
			if err != nil || counts.Added != 2 || counts.Refused != 0 {
				t.Fatalf("%+v, %v, %v", counts, told, err)
			}
			if c := b.lookup(2); c.GetName() != "L'ÉCHOPPE 2" || c.GetAddress() != "12 AVENUE DES CEVENNES" {
				t.Errorf("%v", c)
			}
			if warned := strings.Contains(fmt.Sprint(told), "Windows-1252"); warned != (name == "Windows-1252") {
				t.Errorf("told %v", told)
			}
		})
	}
}

// apiAnswer has the shape of the Sirene API 3.11, with made-up values.
const apiAnswer = `{"header": {"total": 1}, "etablissements": [{"siren": "800000019", "siret": "%s", "statutDiffusionEtablissement": "O", "dateCreationEtablissement": "2016-11-28",
 "trancheEffectifsEtablissement": "41", "anneeEffectifsEtablissement": "2022", "dateDernierTraitementEtablissement": "2026-10-12T05:29:58.725", "etablissementSiege": true,
 "uniteLegale": {"etatAdministratifUniteLegale": "A", "statutDiffusionUniteLegale": "O", "categorieJuridiqueUniteLegale": "5710", "denominationUniteLegale": "INVENTEE", "sigleUniteLegale": null},
 "adresseEtablissement": {"numeroVoieEtablissement": "34", "typeVoieEtablissement": "AVENUE", "libelleVoieEtablissement": "DU GARDON", "codePostalEtablissement": "30100", "codeCommuneEtablissement": "30007"},
 "periodesEtablissement": [{"dateFin": null, "dateDebut": "2026-10-01", "etatAdministratifEtablissement": "F", "activitePrincipaleEtablissement": "62.02A", "nomenclatureActivitePrincipaleEtablissement": "NAFRev2"},
  {"dateFin": "2026-09-30", "dateDebut": "2016-11-28", "etatAdministratifEtablissement": "A", "enseigne1Etablissement": "ANCIENNE"}]}]}`

func TestStock_appliesAnAnswerOfTheSireneAPI(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	before := at(1, 5)
	before.Street = "DU GARDON"
	if _, _, err := b.loadFile(strings.NewReader(stock(before)), nil); err != nil {
		t.Fatal(err)
	}
	counts, told, err := b.loadFile(strings.NewReader(fmt.Sprintf(apiAnswer, siret(1))), nil)
	if err != nil || counts.Changed != 1 || len(told) != 0 {
		t.Fatalf("%+v, %v, %v", counts, told, err)
	}
	c := b.lookup(1)
	if c.GetLegalName() != "INVENTEE" || c.GetTradeName() != "" || c.GetStatus() != supportv1.CompanyStatus_COMPANY_STATUS_CEASED || c.GetCessationDate() != "2026-10-01" ||
		c.GetAddress() != "34 AVENUE DU GARDON" || c.GetHeadcount().GetYear() != 2022 {
		t.Errorf("%v", c)
	}
	for _, other := range []string{`{"header": {"statut": 400, "message": "Erreur de syntaxe"}}`, `{`, `[`} {
		if counts, _, err := b.loadFile(strings.NewReader(other), nil); err == nil && counts != (module.Counts{}) {
			t.Errorf("%s was taken: %+v", other, counts)
		}
	}
}

func TestStock_tellsWhatItDoubts(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	lost := withKey("054200415" + "0015")
	counts, told := b.load("siret,denomination,code_commune\n" + lost[1:] + ",A,30007\n1234567890123,B,30007\n" + siret(1) + ",C,30007\n" + siret(1) + ",D,30007\n" + siret(2) + ",\"\x00\",30007\n")
	if counts.Added != 2 || counts.Same != 1 || counts.Refused != 2 || len(told) != 3 {
		t.Fatalf("%+v, %+v", counts, told)
	}
	if !told[0].Warning || told[0].Line != 2 || told[1].Warning || told[1].Line != 3 || told[1].Column != "siret" || told[2].Line != 6 {
		t.Errorf("%+v", told)
	}
	if got, err := b.Companies.LookupCompany(b.as("cci"), &supportv1.LookupCompanyRequest{Siret: lost}); err != nil || got.GetName() != "A" {
		t.Errorf("%v, %v", got, err)
	}
	if c := b.lookup(1); c.GetName() != "D" {
		t.Errorf("of two lines with a SIRET the later counts: %v", c)
	}
}

// dying is a file whose reader loses patience in the middle: the context of the import ends there, as when the process is killed.
type dying struct {
	*bytes.Reader
	at   int64
	kill context.CancelFunc
}

func (d *dying) ReadAt(p []byte, off int64) (int, error) {
	if off >= d.at && d.kill != nil && len(p) > 64<<10 { // not the look at both ends that knows the file
		d.kill()
	}
	return d.Reader.ReadAt(p, off)
}

func TestStock_goesOnWhereItWasStopped(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		const n = 12_000
		places := make([]stocked, n)
		for i := range places {
			places[i] = at(i, 5)
		}
		text := []byte(stock(places...))
		b := open(t, url)
		ctx, kill := context.WithCancel(t.Context())
		read := b.service.Imports["companies"].ReadFile
		_, err := read(ctx, module.File{Territory: "ales", Content: &dying{bytes.NewReader(text), int64(len(text) * 6 / 10), kill}})
		if err == nil {
			t.Fatal("it was not stopped")
		}
		in := b.registered()
		if in == 0 || in >= n {
			t.Fatalf("%d of %d rows are in", in, n)
		}
		var resumed int64
		counts, err := read(t.Context(), module.File{Territory: "ales", Content: bytes.NewReader(text), Progress: func(read int64, _ module.Counts) {
			if resumed == 0 {
				resumed = read
			}
		}})
		if err != nil || counts != (module.Counts{Added: n}) || b.registered() != n || resumed != int64(in) {
			t.Errorf("%+v, %v; %d rows are in, it went on behind %d, %d were in", counts, err, b.registered(), resumed, in)
		}
		if counts, err := read(t.Context(), module.File{Territory: "ales", Content: bytes.NewReader(text)}); err != nil || counts != (module.Counts{Same: n}) {
			t.Errorf("a second time: %+v, %v", counts, err)
		}
	})
}

// registered counts the establishments that the stock files here have made.
func (b *bench) registered() (n int) {
	b.t.Helper()
	if err := b.store.DB().Read().QueryRow(b.t.Context(), `SELECT count(*) FROM establishment WHERE territory = 'ales' AND siret >= '80000000' AND siret < '80100000'`).Scan(&n); err != nil {
		b.t.Fatal(err)
	}
	return n
}

func TestStock_writesWordsOnlyWhenTheyDiffer(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		later, renamed := at(1, 9), at(1, 12)
		later.Since, renamed.Since, renamed.Sign = "2021-05-05", "2021-05-05", "LA NOUVELLE"
		later.State, renamed.State = "F", "F"
		first := at(1, 5)
		first.State = "F"
		load := func(p stocked) {
			t.Helper()
			if counts, _, err := b.loadFile(strings.NewReader(stock(p)), nil); err != nil || counts.Added+counts.Changed != 1 {
				t.Fatalf("%+v, %v", counts, err)
			}
		}
		load(first)
		if err := b.store.DB().Update(t.Context(), func(ctx context.Context, tx *db.Tx) error { return b.store.DB().ForgetRows(ctx, tx) }); err != nil {
			t.Fatal(err)
		}
		load(later) // only its cessation is of another day
		if names := b.find(&supportv1.SearchCompaniesRequest{Q: "cevennes 30100"}); len(names) != 0 || b.lookup(1).GetCessationDate() != "2021-05-05" {
			t.Errorf("words were written that had not changed: %q", names)
		}
		load(renamed)
		if names := b.find(&supportv1.SearchCompaniesRequest{Q: "cevennes 30100"}); len(names) != 1 || names[0] != "LA NOUVELLE" {
			t.Errorf("it is found by %q", names)
		}
	})
}

func TestStock_letsPostgreSQLKnowHowMuchThereIs(t *testing.T) {
	b := open(t, kittest.Postgres(t))
	places := make([]stocked, 5000)
	for i := range places {
		places[i] = at(i, 5)
	}
	if counts, _, err := b.loadFile(strings.NewReader(stock(places...)), nil); err != nil || counts.Added != len(places) {
		t.Fatalf("%+v, %v", counts, err)
	}
	for _, table := range []string{"establishment", "row_word"} {
		var rows float64
		if err := b.store.DB().Read().QueryRow(t.Context(), `SELECT reltuples FROM pg_class WHERE relname = $1`, table).Scan(&rows); err != nil || rows < float64(len(places)) {
			t.Errorf("%s: %v rows, %v", table, rows, err)
		}
	}
}

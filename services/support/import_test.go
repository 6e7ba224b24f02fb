package support_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/module"
)

// load imports a file into Alès and answers what it did, with the refusals.
func (b *bench) load(file string) (module.Counts, []module.Refusal) {
	b.t.Helper()
	var refused []module.Refusal
	counts, err := b.service.Imports["companies"].Read(b.t.Context(), "ales", "file.csv", strings.NewReader(file), func(r module.Refusal) {
		refused = append(refused, r)
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return counts, refused
}

// siret is the nth made-up SIRET, with its two keys.
func siret(n int) string {
	siren := withKey(fmt.Sprintf("%08d", 80_000_000+n))
	return withKey(siren + "0001")
}

// withKey adds the digit that makes the Luhn sum a multiple of ten.
func withKey(digits string) string {
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

// establishments is a file of n rows; from `renamed` on they have another name.
func establishments(n, renamed int) string {
	var b strings.Builder
	b.WriteString("commune,siret,code_commune,denomination,naf,tranche_effectif,lat,lon\n")
	for i := range n {
		name := fmt.Sprintf("Société inventée %d", i)
		if i >= renamed {
			name = fmt.Sprintf("Société rebaptisée %d", i)
		}
		fmt.Fprintf(&b, "Alès,%s,30007,\"%s\",43.32A,03,44.1,4.1\n", siret(i), name)
	}
	return b.String()
}

func TestImport_tenThousandRowsTwice(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		const n = 10_000
		for _, x := range []struct {
			renamed int
			want    module.Counts
		}{
			{n, module.Counts{Added: n}}, {n, module.Counts{Same: n}}, {n - 7, module.Counts{Changed: 7, Same: n - 7}},
		} {
			if counts, refused := b.load(establishments(n, x.renamed)); counts != x.want || len(refused) != 0 {
				t.Fatalf("%+v, %v; want %+v", counts, refused, x.want)
			}
		}
		var files int
		err := b.store.DB().Read().QueryRow(t.Context(), `SELECT count(*) FROM journal WHERE territory = 'ales' AND aggregate = 'register'`).Scan(&files)
		if err != nil || files != 3 { // the seed's, and the two that changed something
			t.Errorf("%d journal lines, %v; want one a file that changed something", files, err)
		}
	})
}

func TestImport_tellsTheCompaniesThatWereMet(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		met, _ := b.receive(&supportv1.CompanyForm{Siret: siret(3)})
		if met.GetName() != "" {
			t.Fatalf("nobody knows it yet: %v", met)
		}
		b.load(establishments(5, 5))
		got, err := b.Companies.GetCompany(b.as("cci"), &supportv1.GetCompanyRequest{CompanyId: met.GetCompanyId()})
		if err != nil || got.GetName() != "Société inventée 3" || got.GetSource() != supportv1.CompanySource_COMPANY_SOURCE_REGISTER {
			t.Errorf("%v, %v", got, err)
		}
	})
}

func TestImport_ofACompanyThatHasCeased(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		met, _ := b.receive(&supportv1.CompanyForm{Siret: siret(1)})
		b.load("siret,denomination,ferme\n" + siret(1) + ",A,1\n")
		got, err := b.Companies.GetCompany(b.as("cci"), &supportv1.GetCompanyRequest{CompanyId: met.GetCompanyId()})
		if err != nil || got.GetStatusLabel() != "Cessée" {
			t.Errorf("%v, %v", got, err)
		}
		var stated int
		err = b.store.DB().Read().QueryRow(t.Context(), `SELECT count(*) FROM journal WHERE aggregate_id = $1 AND type IN ('hup.support.company_ceased.v1', 'hup.support.company_status_changed.v1')`, met.GetCompanyId()).Scan(&stated)
		if err != nil || stated != 3 { // born, ceased, and that it moved
			t.Errorf("%d facts, %v", stated, err)
		}
		_, err = b.Cases.OpenCase(b.as("myriapolis"), &supportv1.RequestForm{
			Company: &supportv1.CompanyForm{Siret: siret(1)}, Contact: &supportv1.Contact{Name: "A", Email: "a@example.org"},
			Origin: supportv1.CaseOrigin_CASE_ORIGIN_COUNTER, Needs: []*supportv1.NeedForm{{SubjectCode: "finance.investment"}},
		})
		if !errs.Is(err, "COMPANY_CEASED") {
			t.Errorf("a case was opened: %v", err)
		}
	})
}

func TestImport_refusesWhatItCannotRead(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	for row, column := range map[string]string{
		"12345678901234,A,,,30007,30100,,":         "siret",
		"9123456750001,A,,,30007,30100,,":          "siret",
		siret(1) + ",A,111111111,,30007,30100,,":   "siren",
		siret(1) + ",A,,menuisier,30007,30100,,":   "naf",
		siret(1) + ",A,,,Alès,30100,,":             "code_commune",
		siret(1) + ",A,,,30007,3010,,":             "code_postal",
		siret(1) + ",A,,,30007,30100,quarante,4.1": "lat",
		siret(1) + ",A":                            "",
		siret(1) + ",A\"B\",\"x,,30007,30100,,":    "",
	} {
		counts, refused := b.load("siret;denomination;siren;naf;code_commune;code_postal;lat;lon\n" +
			strings.ReplaceAll(row+"\n"+siret(2)+",Bonne ligne,,,30007,30100,,\n", ",", ";"))
		if len(refused) != 1 || refused[0].Line != 2 || refused[0].Column != column || refused[0].Reason == "" || counts.Refused != 1 || counts.Added+counts.Same != 1 {
			t.Errorf("%s: %+v, %+v", row, refused, counts)
		}
	}
	_, err := b.service.Imports["companies"].Read(t.Context(), "ales", "f", strings.NewReader("nom,ville\nA,B\n"), func(module.Refusal) {})
	if err == nil || !strings.Contains(err.Error(), "siret") {
		t.Errorf("a file of something else was read: %v", err)
	}
}

func TestImport_knowsTheLayouts(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	counts, refused := b.load("\ufeffsiret,raison_sociale,enseigne,adresse_voie,code_commune,ferme,date_creation,categorie_juridique,naf\n" +
		siret(1) + ",ORGANISME INVENTE,L'ATELIER,1 RUE X,30007,1,2015-03-01,5499,8559A\n")
	if counts.Added != 1 || len(refused) != 0 {
		t.Fatalf("%+v, %+v", counts, refused)
	}
	got, err := b.Companies.LookupCompany(b.as("cci"), &supportv1.LookupCompanyRequest{Siret: siret(1)})
	if err != nil || got.GetName() != "L'ATELIER" || got.GetStatus() != supportv1.CompanyStatus_COMPANY_STATUS_CEASED || got.GetNaf()[0].GetCode() != "85.59A" || got.GetCreationDate() != "2015-03-01" {
		t.Errorf("%v, %v", got, err)
	}
}

func TestExport_canBeReadAgain(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		b.load(establishments(1200, 1200))
		var out strings.Builder
		if err := b.service.Imports["companies"].Export(t.Context(), "ales", &out); err != nil {
			t.Fatal(err)
		}
		counts, refused := b.load(out.String())
		if len(refused) != 0 || counts.Added+counts.Changed != 0 || counts.Same < 1200 || counts.Same != strings.Count(out.String(), "\n")-1 {
			t.Errorf("%+v, %v", counts, refused[:min(3, len(refused))])
		}
	})
}

func TestImportCommunes_writesTheOverlay(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	communes := b.service.Imports["communes"]
	for _, want := range []module.Counts{{Added: 1, Same: 1, Refused: 1}, {Same: 2, Refused: 1}} {
		counts, err := communes.Read(t.Context(), "ales", "c.csv", strings.NewReader("nom,code_insee\nAlès,30007\nNeuve,13999\nX,alès\n"), func(r module.Refusal) {
			if r.Line != 4 || r.Column != "code_insee" || r.Reason == "" {
				t.Errorf("%+v", r)
			}
		})
		if err != nil || counts != want {
			t.Errorf("%+v, %v; want %+v", counts, err, want)
		}
	}
	var out strings.Builder
	if err := communes.Export(t.Context(), "ales", &out); err != nil || !strings.Contains(out.String(), "13999") || !strings.Contains(out.String(), "30007") {
		t.Errorf("%d bytes, %v", out.Len(), err)
	}
}

// TestImport_readsRealFiles runs over real files of establishments where HUP_CONTRACT_DATA names the folder beside theirs.
func TestImport_readsRealFiles(t *testing.T) {
	dir := os.Getenv("HUP_CONTRACT_DATA")
	if dir == "" {
		t.Skip("HUP_CONTRACT_DATA does not name a folder")
	}
	files, err := filepath.Glob(filepath.Join(dir, "..", "entreprises", "etablissements_*.csv"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files beside %s: %v", dir, err)
	}
	b := open(t, kittest.SQLite(t))
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		counts, refused := b.load(string(raw))
		if counts.Refused > 0 || counts.Added == 0 {
			t.Errorf("%s: %+v, %v", filepath.Base(file), counts, refused[:min(5, len(refused))])
		}
		if again, _ := b.load(string(raw)); again.Added+again.Changed != 0 {
			t.Errorf("%s, a second time: %+v", filepath.Base(file), again)
		}
	}
}

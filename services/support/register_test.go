package support_test

import (
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/kittest"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/store"
)

// find searches as an advisor, and answers the names that come back.
func (b *bench) find(r *supportv1.SearchCompaniesRequest) (names []string) {
	b.t.Helper()
	got, err := b.Companies.SearchCompanies(b.as("cci"), r)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, c := range got.GetCompanies() {
		names = append(names, c.GetName())
	}
	return names
}

// firms is a register of made-up firms of all kinds.
const firms = `siret;denomination;enseigne;naf;naf_2025;adresse;code_postal;code_commune;tranche_effectif;qpv;zone;ferme
%s;MENUISERIE INVENTEE;L'Échoppe du Bois;43.32A;43.32G;12 RUE DES CEVENNES;30100;30007;11;QN03001M;zon_a;0
%s;BOULANGERIE D'ESSAI;;10.71C;;3 PLACE DE LA MAIRIE;30140;30010;02;;;0
%s;ÉTUDES & CONSEILS QUERBES;;71.12B;;BP 20169 8e étage 4 CHEMIN DU VIGET;30100;30007;00;;;0
%s;ANCIENNE MENUISERIE;;43.32A;;5 RUE DES CEVENNES;30100;30007;;;;1
`

func (b *bench) loadFirms() {
	b.t.Helper()
	counts, refused := b.load(fmt.Sprintf(firms, siret(1), siret(2), siret(3), siret(4)))
	if counts.Added != 4 {
		b.t.Fatalf("%+v, %v", counts, refused)
	}
}

func TestSearch_findsByWhatPeopleKnow(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		b.loadFirms()
		for q, want := range map[string]string{
			"menuiserie inventée":         "L'Échoppe du Bois",
			"SARL menuiserie inv":         "L'Échoppe du Bois",
			"echoppe du bois":             "L'Échoppe du Bois",
			"menuisrie inventee":          "L'Échoppe du Bois", // a letter less
			"mneuiserie inventte":         "L'Échoppe du Bois", // two that changed places, another one
			"querbess":                    "ÉTUDES & CONSEILS QUERBES",
			"12 rue des cévennes":         "L'Échoppe du Bois",
			"chemin du viget":             "ÉTUDES & CONSEILS QUERBES",
			"BP 20169":                    "ÉTUDES & CONSEILS QUERBES",
			"boulangerie anduze":          "BOULANGERIE D'ESSAI", // the commune's name
			"43.32A cevennes":             "L'Échoppe du Bois",
			"4332g cevennes":              "L'Échoppe du Bois",
			"ingénierie viget":            "ÉTUDES & CONSEILS QUERBES", // the activity in words
			siret(2)[:9]:                  "BOULANGERIE D'ESSAI",
			spaced(siret(2)):              "BOULANGERIE D'ESSAI",
			siret(4):                      "ANCIENNE MENUISERIE", // closed: by its number
			"ancienne menuiserie":         "ANCIENNE MENUISERIE",
			`études " & \ conseils (2026`: "",
		} {
			names := b.find(&supportv1.SearchCompaniesRequest{Q: q})
			if want == "" && len(names) > 0 || want != "" && (len(names) == 0 || names[0] != want) {
				t.Errorf("%q finds %q; want %q", q, names, want)
			}
		}
		if names := b.find(&supportv1.SearchCompaniesRequest{Q: "menuiserie cevennes"}); !slices.Equal(names, []string{"L'Échoppe du Bois", "ANCIENNE MENUISERIE"}) {
			t.Errorf("who works comes before who has ceased: %q", names)
		}
		got, err := b.Companies.SearchCompanies(b.as("cci"), &supportv1.SearchCompaniesRequest{Q: "menuisrie inventee"})
		if err != nil || got.GetCorrectedQ() == "" {
			t.Errorf("it is not told what was looked for: %v, %v", got, err)
		}
	})
}

func spaced(siret string) string {
	return siret[:3] + " " + siret[3:6] + " " + siret[6:9] + " " + siret[9:]
}

func TestSearch_narrows(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		b.loadFirms()
		b.receive(&supportv1.CompanyForm{Siret: siret(1)}) // met companies are narrowed the same way
		active := supportv1.CompanyStatus_COMPANY_STATUS_ACTIVE
		for name, x := range map[string]struct {
			r    *supportv1.SearchCompaniesRequest
			want []string
		}{
			"activity":                  {&supportv1.SearchCompaniesRequest{NafCode: "43.32A", Status: active, CommuneCode: "30007"}, []string{"L'Échoppe du Bois"}},
			"activity of 2025":          {&supportv1.SearchCompaniesRequest{NafCode: "43.32G", Status: active, CommuneCode: "30007"}, []string{"L'Échoppe du Bois"}},
			"ceased":                    {&supportv1.SearchCompaniesRequest{NafCode: "43.32A", Status: supportv1.CompanyStatus_COMPANY_STATUS_CEASED}, []string{"ANCIENNE MENUISERIE"}},
			"quarter":                   {&supportv1.SearchCompaniesRequest{QpvCode: "QN03001M"}, []string{"L'Échoppe du Bois"}},
			"zone":                      {&supportv1.SearchCompaniesRequest{ZoneId: "zon_a"}, []string{"L'Échoppe du Bois"}},
			"headcount, and an EPCI":    {&supportv1.SearchCompaniesRequest{MinHeadcountCode: "02", EpciSiren: "200066918"}, []string{"L'Échoppe du Bois", "BOULANGERIE D'ESSAI"}},
			"headcount, at most":        {&supportv1.SearchCompaniesRequest{MinHeadcountCode: "01", MaxHeadcountCode: "03", EpciSiren: "200066918"}, []string{"BOULANGERIE D'ESSAI"}},
			"words and a commune":       {&supportv1.SearchCompaniesRequest{Q: "menuiserie", CommuneCode: "30007", Status: active}, []string{"L'Échoppe du Bois"}},
			"words and another commune": {&supportv1.SearchCompaniesRequest{Q: "menuiserie inventee", CommuneCode: "30010"}, nil},
			"prospects":                 {&supportv1.SearchCompaniesRequest{CommuneCode: "30010", Status: supportv1.CompanyStatus_COMPANY_STATUS_PROSPECT}, nil},
		} {
			x.r.PageSize = 50
			names := slices.DeleteFunc(b.find(x.r), func(n string) bool { return !strings.Contains(firms, n) }) // the demo's own bodies are in the register, too
			if !slices.Equal(names, x.want) {
				t.Errorf("%s: %q; want %q", name, names, x.want)
			}
		}
		for _, q := range []string{"", " ", "a", " a "} {
			if _, err := b.Companies.SearchCompanies(b.as("cci"), &supportv1.SearchCompaniesRequest{Q: q}); err == nil {
				t.Errorf("a search for %q was answered", q)
			}
		}
	})
}

func TestSearch_goesThroughAllPagesOnce(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		b.load(establishments(230, 230))
		for _, n := range []int{3, 77, 150} {
			b.receive(&supportv1.CompanyForm{Siret: siret(n)})
		}
		seen, token := map[string]bool{}, ""
		for {
			got, err := b.Companies.SearchCompanies(b.as("cci"), &supportv1.SearchCompaniesRequest{NafCode: "43.32A", MaxHeadcountCode: "03", PageSize: 20, PageToken: token})
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range got.GetCompanies() {
				if seen[c.GetSiret()] {
					t.Errorf("%s comes twice", c.GetSiret())
				}
				seen[c.GetSiret()] = true
			}
			if token = got.GetNextPageToken(); token == "" {
				break
			}
		}
		for n := range 230 {
			if !seen[siret(n)] {
				t.Errorf("%s never comes", siret(n))
			}
		}
		_, err := b.Companies.SearchCompanies(b.as("cci"), &supportv1.SearchCompaniesRequest{NafCode: "43.32A", PageToken: "rxyz"})
		if err == nil {
			t.Error("a made-up token was taken")
		}
	})
}

func TestSearch_findsNoNameThatIsNotPublished(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		b.load("siret,denomination,adresse,code_commune,categorie_juridique,diffusion\n" + siret(1) + ",CAMILLE QUERBES,7 RUE DU SECRET,30007,1000,P\n")
		client := actor.With(t.Context(), actor.Actor{Kind: actor.Client, ID: "client:cci", Territory: "ales", BodyID: "cci"})
		for _, q := range []string{"camille querbes", "querbes", "camille querbess", "rue du secret"} {
			if got, err := b.Companies.SearchCompanies(client, &supportv1.SearchCompaniesRequest{Q: q}); err != nil || len(got.GetCompanies()) != 0 {
				t.Errorf("a partner's system finds by %q: %v, %v", q, got, err)
			}
			if q == "camille querbess" {
				continue // what is not published is not spelled either
			}
			if got, err := b.Companies.SearchCompanies(b.as("cci"), &supportv1.SearchCompaniesRequest{Q: q}); err != nil || len(got.GetCompanies()) != 1 {
				t.Errorf("an advisor finds by %q: %v, %v", q, got, err)
			}
		}
		if got, err := b.Companies.SearchCompanies(client, &supportv1.SearchCompaniesRequest{Q: siret(1)}); err != nil || len(got.GetCompanies()) != 1 || strings.Contains(got.String(), "QUERBES") || strings.Contains(got.String(), "SECRET") {
			t.Errorf("by its number: %v, %v", got, err)
		}
	})
}

func TestSearch_spellsTheWordsOfAUnitOfWorkThatHadToBeRepeated(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	spelling, stopped := store.NewSpelling(), errors.New("stopped")
	for _, end := range []error{stopped, nil} {
		err := b.store.Update(actor.With(t.Context(), actor.Of("ales", "support")), func(tx *kit.Tx) error {
			told := store.Told{Company: &supportv1.Company{Siret: siret(1), Siren: siret(1)[:9], LegalName: "FERRONNERIE INVENTEE", CommuneCode: "30007"}}
			if _, err := store.PutEstablishments(tx, []store.Told{told}, spelling); err != nil {
				t.Error(err)
			}
			return end
		})
		if !errors.Is(err, end) {
			t.Fatal(err)
		}
	}
	if names := b.find(&supportv1.SearchCompaniesRequest{Q: "feronnerie"}); !slices.Equal(names, []string{"FERRONNERIE INVENTEE"}) {
		t.Errorf("%q", names)
	}
}

// remarkable are names as hard as those of real registers, and made up.
var remarkable = []string{
	`ESAT "LE MARRONNIER"`, "APF Inventée 34", "ASS  SYND USAGERS  DE L'ESSAI", "30 ESSAIS", "QUE", "MC QUERBES S Marina", "L'Œuvre d'Été – Ateliers & Cie", "S.A.R.L. P.Q.R.",
	`ASS CLE ENTRE-DEUX ""LIRE DIRE""`, "ETABLISSEMENT INVENTE D'ENSEIGNEMENT ET DE FORMATION PROFESSIONNELLE AGRICOLES DE QUERBES-LES-BAINS ET DE SES ENVIRONS", "@COM", "C+ (C PLUS)", "3D'OR",
}

func TestNames_comeBackToTheLetterAndAreFound(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) { open(t, url).toTheLetter(remarkable, "denomination") })
}

func TestAddresses_comeBackToTheLetterAndAreFound(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		open(t, url).toTheLetter([]string{
			"7, avenue Inventée-Dupré 30107 Alès Cedex 5", "BP 80111 159, avenue Querbes-Douzan", "B.P. N 7015 2 allée Querbes", "8e étage Rue Querbes-Delory", "Lieu Dit Les Querbes", "air s/ l'essai", "Route express d'Essai", "3 bis Qrue 4",
		}, "adresse")
	})
}

// toTheLetter imports each text and finds it again by itself.
func (b *bench) toTheLetter(texts []string, column string) {
	b.t.Helper()
	var file strings.Builder
	w := csv.NewWriter(&file)
	rows := [][]string{{"siret", "denomination", "adresse", "code_commune"}}
	for i, text := range texts {
		row := []string{siret(i), fmt.Sprintf("N%d", i), "", "30007"}
		row[map[string]int{"denomination": 1, "adresse": 2}[column]] = text
		rows = append(rows, row)
	}
	if err := w.WriteAll(rows); err != nil {
		b.t.Fatal(err)
	}
	b.load(file.String())
	for i, text := range texts {
		words := firstRunes(text, 200)
		if len([]rune(text)) < 2 {
			words = siret(i)
		}
		got, err := b.Companies.SearchCompanies(b.as("cci"), &supportv1.SearchCompaniesRequest{Q: words, PageSize: 50})
		if err != nil {
			b.t.Fatal(err)
		}
		if !slices.ContainsFunc(got.GetCompanies(), func(c *supportv1.Company) bool {
			return c.GetSiret() == siret(i) && (c.GetLegalName() == text || c.GetAddress() == text)
		}) {
			b.t.Errorf("%q is not found: %d others", text, len(got.GetCompanies()))
		}
	}
}

func firstRunes(text string, n int) string {
	runes := []rune(text)
	return string(runes[:min(len(runes), n)])
}

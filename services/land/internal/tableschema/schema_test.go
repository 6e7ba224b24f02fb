package tableschema_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hup.example/services/land/internal/tableschema"
)

func TestRead_takesEveryPublishedSchema(t *testing.T) {
	files, _ := filepath.Glob("../exchange/schemas/*.json")
	if len(files) != 5 {
		t.Fatalf("%d schemas", len(files))
	}
	for _, name := range files {
		s := read(t, name)
		if s.Version == "" || s.PrimaryKey == "" || len(s.Names()) < 11 {
			t.Errorf("%s: %s, %d columns", name, s.Version, len(s.Names()))
		}
	}
}

func TestCheck_holdsTypesListsAndPatterns(t *testing.T) {
	friches, sites := read(t, "../exchange/schemas/cnig_friches_schema.json"), read(t, "../exchange/schemas/cnig_site_eco_schema.json")
	for _, c := range []struct {
		schema       *tableschema.Schema
		column, text string
		says         string
		advice       bool
	}{
		{friches, "activite_code", "B05.10Z|V89.04Z", "", false},
		{friches, "activite_code", "B05.10Z|V89", "V89", false},
		{friches, "unite_fonciere_refcad", "12083000AH0035|2B2930000D0625", "", false},
		{friches, "unite_fonciere_refcad", "12083000AH0035|2B293000D0625", "13 caractères", false},
		{friches, "site_identif_date", "2003-02-30", "AAAA-MM-JJ", false},
		{friches, "activite_fin_annee", "1989", "", false},
		{friches, "bati_nombre", "deux", "entier", false},
		{friches, "bati_nombre", "NA", "", false},
		{friches, "site_nom", "", "obligatoire", false},
		{friches, "desserte_distance", "2|6|46", "", false},
		{friches, "desserte_distance", "2|6", "forme", false},
		{friches, "site_projet_url", "mairie@ales.fr", "", false},
		{friches, "site_url", "http://a.fr|https://b.fr/x", "", false},
		{sites, "site_surf_brute", "37,2", "nombre", false},
		{sites, "site_moa_type", "EPCI", "", false},
		{sites, "site_moa_type", "mairie", "liste", true},
		{sites, "site_geompoint", "3.9815, 49.2527", "", false},
		{sites, "site_geomsurf", "POLYGON((0 0))", "GeoJSON", false},
		{sites, "reseau_gaz", "Oui", "liste", false},
	} {
		faults := c.schema.Check(map[string]string{c.column: c.text})
		switch {
		case c.says == "" && len(faults) > 0:
			t.Errorf("%s %q: %v", c.column, c.text, faults)
		case c.says != "" && (len(faults) != 1 || !strings.Contains(faults[0].Reason, c.says) || faults[0].Binding == c.advice):
			t.Errorf("%s %q: %v", c.column, c.text, faults)
		}
	}
}

func TestConform_writesTheNearestThatTheSchemaTakes(t *testing.T) {
	s := read(t, "../exchange/schemas/cnig_friches_schema.json")
	for _, c := range []struct{ column, text, other, want string }{
		{"site_type", "friche industrielle", "", "friche industrielle"}, {"site_type", "mixte", "mixte - autre", "mixte - autre"},
		{"urba_doc_type", "POS", "POS", "autre"}, {"urba_zaer", "", "", "inconnu"}, {"site_statut", "", "", ""},
		{"proprio_personne", "personne physique, personne morale", "", "personne physique|personne morale"}, {"proprio_type", "NULL", "NULL", ""},
	} {
		if got := s.Conform(c.column, c.text, c.other); got != c.want {
			t.Errorf("%s %q is written %q", c.column, c.text, got)
		}
	}
}

func read(t *testing.T, name string) *tableschema.Schema {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	s, err := tableschema.Read(text)
	if err != nil {
		t.Fatal(name, err)
	}
	return s
}

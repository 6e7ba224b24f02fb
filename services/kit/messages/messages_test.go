package messages

import (
	"testing"
	"testing/fstest"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
)

func module(t *testing.T, fr, en string) *Catalogue {
	t.Helper()
	c := New()
	files := fstest.MapFS{"fr.toml": {Data: []byte(fr)}, "en.toml": {Data: []byte(en)}}
	if err := c.Add("hup.test", files); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestText_moduleFirstThenTheKit(t *testing.T) {
	c := module(t, `"NOT_FOUND.case" = "Dossier introuvable."`, `"NOT_FOUND.case" = "No such case."`)
	for _, x := range []struct {
		domain, key string
		lang        Lang
		params      map[string]string
		want        string
	}{
		{"hup.test", "NOT_FOUND", French, map[string]string{"kind": "case"}, "Dossier introuvable."},
		{"hup.test", "NOT_FOUND", English, map[string]string{"kind": "case"}, "No such case."},
		{"hup.test", "NOT_FOUND", French, map[string]string{"kind": "plot"}, "Introuvable, ou vous n'y avez pas accès. Vérifiez l'identifiant."},
		{"hup.other", "NOT_FOUND", English, map[string]string{"kind": "case"}, "Not found, or you may not see it. Check the id."},
		{"hup.other", "int64.gte_lte", French, map[string]string{"gte": "1", "lte": "9"}, "Donnez un nombre entre 1 et 9."},
		{"hup.other", "string.min_len", French, map[string]string{"min_len": "1", "limit": "1"}, "Ce champ est obligatoire."},
		{"hup.other", "enum.not_in", French, map[string]string{"not_in": "0", "limit": "0"}, "Ce champ est obligatoire : choisissez une valeur de la liste."},
	} {
		if got, ok := c.Text(x.domain, x.lang, x.key, x.params); !ok || got != x.want {
			t.Errorf("%s %s %s: %q, want %q", x.domain, x.lang, x.key, got, x.want)
		}
	}
	if err := c.Add("hup.test", own); err == nil {
		t.Error("a domain is given twice")
	}
	if got, ok := c.Text("hup.test", French, "NO_SUCH", nil); ok {
		t.Errorf("a text for an unknown reason: %q", got)
	}
}

func TestLanguage_frenchUnlessEnglishIsPreferred(t *testing.T) {
	for header, want := range map[string]Lang{
		"": French, "en": English, "en-GB,en;q=0.9,fr;q=0.8": English, "fr;q=0.9, en;q=0.3": French,
		"de, en;q=0.5": English, "de": French, "*": French, "en;q=0, fr;q=0.1": French, "en;q=x": French,
	} {
		if got := Language(header); got != want {
			t.Errorf("%q gives %s, want %s", header, got, want)
		}
	}
}

func TestKit_languagesAgree(t *testing.T) { CheckFiles(t, New(), kitDomain) }

// failures counts what a check tells.
type failures int

func (*failures) Helper()                 {}
func (f *failures) Errorf(string, ...any) { *f++ }

func TestChecks_tellWhatIsMissing(t *testing.T) {
	c := module(t, `A = "un {x}"`+"\n"+`B = "deux"`, `A = "one {y}"`)
	var files, keys failures
	CheckFiles(&files, c, "hup.test")
	if files != 3 { // A seen from both sides, B from one
		t.Errorf("CheckFiles told %d, want 3", files)
	}
	CheckKey(&keys, c, "hup.test", "B")
	if keys != 1 {
		t.Errorf("CheckKey told %d, want 1", keys)
	}
}

func TestCheckEnum_passesOverUnspecified(t *testing.T) {
	var f failures
	CheckEnum(&f, New(), "hup.test", commonv1.LandTenure_LAND_TENURE_UNSPECIFIED.Descriptor())
	if f != 4 { // two values in two languages
		t.Errorf("told %d, want 4", f)
	}
}

func TestText_countsAndFillsEachPlaceOnce(t *testing.T) {
	c := module(t, `fit = "{count} biens {at} {\"a\": …}."`+"\n"+`"fit.1" = "1 bien {at}."`, `fit = "{count} assets {at}."`)
	for want, params := range map[string]map[string]string{
		"1 bien au Vigan.":            {"count": "1", "at": "au Vigan"},
		`2 biens à {count} {"a": …}.`: {"count": "2", "at": "à {count}"},
		`3 biens {at} {"a": …}.`:      {"count": "3"},
	} {
		if got, _ := c.Text("hup.test", French, "fit", params); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

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

func TestWords_sayNumbersAndDaysAsPeopleWriteThem(t *testing.T) {
	for _, x := range []struct{ got, want string }{
		{French.Number(1200), "1 200"}, {English.Number(1200), "1,200"}, {French.Number(-1234567), "-1 234 567"}, {English.Number(999), "999"},
		{French.Number(-100), "-100"}, {English.Number(0), "0"}, {French.Decimal(125, 2), "1,25"}, {English.Decimal(123405, 2), "1,234.05"},
		{French.Decimal(-5, 1), "-0,5"},
		{French.Euros(1250), "12,50 €"}, {English.Euros(1250), "€12.50"}, {French.Euros(120000), "1 200 €"}, {English.Euros(-5), "-€0.05"},
		{French.Day("2026-11-07"), "07/11/2026"}, {English.Day("2026-11-07"), "7 Nov 2026"}, {English.Day("soon"), "soon"},
	} {
		if x.got != x.want {
			t.Errorf("%q, want %q", x.got, x.want)
		}
	}
}

func TestWords_countAndFillEachPlaceOnce(t *testing.T) {
	c := module(t, `fit = "{count} biens {at}."`+"\n"+`"fit.1" = "1 bien {at}."`, `fit = "{count} assets {at}."`+"\n"+`"fit.1" = "1 asset {at}."`)
	french, english := c.In("hup.test", French), c.In("hup.test", English)
	for _, x := range []struct{ got, want string }{
		{french.Say("fit", "count", "1", "at", "au Vigan"), "1 bien au Vigan."}, {english.Say("fit", "count", "2", "at", "in {count}"), "2 assets in {count}."},
		{french.Say("fit", "count", "2"), "2 biens {at}."}, {french.Say("no.such"), "no.such"},
	} {
		if x.got != x.want {
			t.Errorf("%q, want %q", x.got, x.want)
		}
	}
}

package text_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"hup.example/services/kit/text"
)

func TestFold_makesWhatPeopleTypeAlike(t *testing.T) {
	for given, want := range map[string]string{
		"Alès Agglomération":              "ales agglomeration",
		"L'Oréal":                         "oreal",
		"l’Atelier d‘Anduze":              "atelier anduze",
		"Entreprise D'ARTAGNAN":           "entreprise artagnan",
		"Jusqu'à l'aube":                  "a aube",
		"S.A.R.L. Dupont":                 "sarl dupont",
		"S.A.S Martin":                    "sas martin",
		"s a r l  martin":                 "sarl martin",
		"J.-P. Martin":                    "jp martin",
		"M. Dupont":                       "m dupont",
		"L.D.C.":                          "ldc",
		"L D Services":                    "l d services",
		"C&A":                             "c a",
		"O'Connor":                        "o connor",
		"N'Diaye":                         "n diaye",
		"Œuvre & Cœur":                    "oeuvre coeur",
		"Bœuf – 3ᵉ  étage":                "boeuf 3e etage",
		"ＥＵＲＬ":                            "eurl",
		"e\u0301le\u0300ve":               "eleve",
		"Aujourd'hui":                     "aujourd hui",
		"Saint-Hippolyte-du-Fort (30170)": "saint hippolyte du fort 30170",
		"":                                "",
		" \u00a0\u202f\u200b ":            "",
		"'; DROP TABLE x; --":             "drop table x",
		"\xff\xfeabc\x00def":              "abc def",
		"<script>alert('x')</script>":     "script alert x script",
		"ﷺ 田中さん":                          "صلى الله عليه وسلم 田中さん",
		"😀 100 %":                         "100",
		"İstanbul":                        "istanbul",
	} {
		if got := text.Fold(given); got != want {
			t.Errorf("Fold(%q) = %q, want %q", given, got, want)
		}
	}
}

func TestFold_changesNothingTheSecondTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once := text.Fold(rapid.String().Draw(t, "s"))
		if twice := text.Fold(once); twice != once {
			t.Fatalf("%q then %q", once, twice)
		}
	})
}

func TestFold_ignoresCaseAndAccents(t *testing.T) {
	french := rapid.StringOfN(rapid.RuneFrom([]rune("abcdeéèêëàâîïôùûüÿçœ'- ")), 0, 40, -1)
	rapid.Check(t, func(t *rapid.T) {
		s := french.Draw(t, "s")
		if lower, upper := text.Fold(s), text.Fold(strings.ToUpper(s)); lower != upper {
			t.Fatalf("%q and %q", lower, upper)
		}
	})
}

func TestSearchText_holdsEachWordOnce(t *testing.T) {
	if got := text.SearchText("S.A.R.L. Martin", "MARTIN l'Atelier", ""); got != "sarl martin atelier" {
		t.Errorf("got %q", got)
	}
}

func TestTitle_findsTheSameJob(t *testing.T) {
	for _, given := range []string{"Soudeur", "SOUDEUR H/F", "soudeur (h/f)", "Soudeur(se) f/h", "Soudeur·euse", "Soudeur - F/H/X", "soudeur (H-F)"} {
		if got := text.Title(given); got != "soudeur" {
			t.Errorf("Title(%q) = %q", given, got)
		}
	}
}

func TestTitle_keepsWhatTellsJobsApart(t *testing.T) {
	if got := text.Title("Aide à domicile auprès d'enfants"); got != "aide domicile aupres enfants" {
		t.Errorf("got %q", got)
	}
	if got := text.Title("de la"); got != "de la" {
		t.Errorf("a title of empty words became %q", got)
	}
}

func TestPlace_readsTheWaysToWriteACommune(t *testing.T) {
	for given, want := range map[string]string{
		"ST-CHRISTOL LES ALES CEDEX 2": "saint christol les ales",
		"Saint-Christol-lez-Alès":      "saint christol les ales",
		"Ste Cécile d'Andorge":         "sainte cecile andorge",
		"ST FLORENT S/AUZONNET":        "saint florent sur auzonnet",
		"L'Aiguillon":                  "aiguillon",
		"CLERMONT L HERAULT":           "clermont herault",
	} {
		if got := text.Place(given); got != want {
			t.Errorf("Place(%q) = %q, want %q", given, got, want)
		}
	}
}

func FuzzFold(f *testing.F) {
	for _, seed := range []string{"S.A.R.L. d'Alès", "\xff", "ẛ̣", "l'l'l'", "a.b c.d e f g", "Ǆ", "´"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		folded := text.Fold(s)
		if !utf8.ValidString(folded) || strings.TrimSpace(folded) != folded || strings.Contains(folded, "  ") {
			t.Fatalf("Fold(%q) = %q", s, folded)
		}
		if again := text.Fold(folded); again != folded {
			t.Fatalf("%q: %q then %q", s, folded, again)
		}
		text.Title(s)
		text.Place(s)
	})
}

package reference_test

import (
	"errors"
	"strings"
	"testing"

	"hup.example/services/kit/reference"
)

// refusal is the *Error of a refused value.
func refusal(t *testing.T, err error) *reference.Error {
	t.Helper()
	var refused *reference.Error
	if !errors.As(err, &refused) {
		t.Fatalf("not a refusal: %v", err)
	}
	return refused
}

func TestSIREN_takesTheAgglomeration(t *testing.T) {
	for _, typed := range []string{"200066918", "200 066 918", "200.066.918", " 200\u00a0066\u202f918 ", "200-066-918"} {
		if siren, err := reference.SIREN(typed); err != nil || siren != "200066918" {
			t.Errorf("SIREN(%q) = %q, %v", typed, siren, err)
		}
	}
}

func TestSIRET_knowsLaPoste(t *testing.T) {
	for siret, valid := range map[string]bool{
		"35600000000048": true,  // head office, by Luhn
		"35600000049837": true,  // fails Luhn, sum 45
		"35600000049838": false, // fails both
		"35600000000047": true,  // fails Luhn, sum 25
		"35600000000055": false, // passes Luhn, but is not the head office and has sum 24
	} {
		if _, err := reference.SIRET(siret); (err == nil) != valid {
			t.Errorf("SIRET(%s): %v", siret, err)
		}
	}
}

func TestSIRET_saysWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		name, typed string
		reason      reference.Reason
		says        string
	}{
		{"nothing", " ", reference.ReasonEmpty, "vide"},
		{"a lost zero", "5588059601238", reference.ReasonLength, "il manque un chiffre, un tableur a peut-être enlevé le zéro initial"},
		{"a SIREN", "200066918", reference.ReasonLength, "ajoutez les 5 chiffres"},
		{"too short", "20006691", reference.ReasonLength, "14 chiffres, la saisie en a 8"},
		{"too long", "200066918000157", reference.ReasonLength, "14 chiffres, la saisie en a 15"},
		{"a letter", "2000669180O015", reference.ReasonCharacter, "la lettre O n’est pas un zéro"},
		{"a spreadsheet", "2,00067E+13", reference.ReasonShape, "tableur"},
		{"a typing error", "12345678901234", reference.ReasonCheck, "faute de frappe"},
		{"zeros", "00000000000000", reference.ReasonCheck, "faute de frappe"},
		{"no SIREN", "00000000000018", reference.ReasonCheck, "faute de frappe"},
		{"Arabic digits", "٢٠٠٠٦٦٩١٨٠٠٠١٥", reference.ReasonCharacter, "que des chiffres"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := reference.SIRET(c.typed)
			if got := refusal(t, err); got.Reason != c.reason || !strings.Contains(got.Message, c.says) {
				t.Errorf("%s: %s", got.Reason, got.Message)
			}
		})
	}
}

func TestSIREN_findsItInASIRET(t *testing.T) {
	_, err := reference.SIREN("356 000 000 00048")
	if got := refusal(t, err).Candidates; len(got) != 1 || got[0].Code != "356000000" {
		t.Errorf("candidates %v", got)
	}
}

func TestSIREN_proposesTheLostZero(t *testing.T) {
	_, err := reference.SIREN("5880596")
	if got := refusal(t, err).Candidates; len(got) != 0 {
		t.Errorf("two zeros are missing, yet %v", got)
	}
	_, err = reference.SIREN("05880596")
	got := refusal(t, err)
	if len(got.Candidates) != 1 || got.Candidates[0].Code != "005880596" || !strings.Contains(got.Message, "005880596") {
		t.Errorf("%+v", got)
	}
}

func TestVAT_checksTheKey(t *testing.T) {
	if vat, err := reference.VAT("fr 40 303 265 045"); err != nil || vat != "FR40303265045" {
		t.Errorf("%q, %v", vat, err)
	}
	_, err := reference.VAT("FR41303265045")
	if got := refusal(t, err); got.Reason != reference.ReasonCheck || got.Candidates[0].Code != "FR40303265045" {
		t.Errorf("%+v", got)
	}
	for _, bad := range []string{"", "DE123456789", "FR40303265046", "303265045"} {
		if _, err := reference.VAT(bad); err == nil {
			t.Errorf("VAT(%q) was taken", bad)
		}
	}
}

func TestRNA_takesAssociations(t *testing.T) {
	for typed, valid := range map[string]bool{"W302000123": true, "w302 000 123": true, "W2A1000123": true, "W30200012": false, "302000123": false, "W3020001234": false, "": false} {
		if _, err := reference.RNA(typed); (err == nil) != valid {
			t.Errorf("RNA(%q): %v", typed, err)
		}
	}
}

func TestHeadcount_isOrderedByRank(t *testing.T) {
	want := "NN 00 01 02 03 11 12 21 22 31 32 41 42 51 52 53"
	var codes []string
	for band := range reference.Headcounts().All() {
		if band.Rank != len(codes) {
			t.Errorf("%s has rank %d", band.Code, band.Rank)
		}
		codes = append(codes, band.Code)
	}
	if got := strings.Join(codes, " "); got != want {
		t.Errorf("%s", got)
	}
}

func TestHeadcountOf_findsTheBand(t *testing.T) {
	for employees, want := range map[int]string{0: "00", 1: "01", 2: "01", 9: "03", 10: "11", 19: "11", 250: "32", 9999: "52", 10000: "53", 1 << 30: "53"} {
		if got := reference.HeadcountOf(employees); got.Code != want {
			t.Errorf("%d employees: %s, want %s", employees, got.Code, want)
		}
	}
}

func TestHeadcount_refusesWhatIsNoBand(t *testing.T) {
	_, err := reference.Headcount("3")
	if got := refusal(t, err); len(got.Candidates) != 1 || got.Candidates[0].Code != "03" {
		t.Errorf("%+v", got)
	}
	if _, err := reference.Headcount("99"); err == nil {
		t.Error("99 was taken")
	}
	if code, err := reference.Headcount("nn"); err != nil || code != "NN" {
		t.Errorf("%q, %v", code, err)
	}
}

func TestLegalForm_checksTheShapeOnly(t *testing.T) {
	for code, valid := range map[string]bool{"5499": true, "1000": true, "9999": true, "549": false, "SARL": false, "": false} {
		if _, err := reference.LegalFormCode(code); (err == nil) != valid {
			t.Errorf("LegalFormCode(%q): %v", code, err)
		}
	}
	for code, family := range map[string]string{"5499": "5", "9220": "9"} {
		if form, ok := reference.LegalForms().Get(code); !ok || form.Family() != family {
			t.Errorf("%s: %+v", code, form)
		}
	}
}

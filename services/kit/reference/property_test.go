package reference_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	"hup.example/services/kit/reference"
)

func contains(s, part string) bool { return strings.Contains(s, part) }

// anySIREN draws eight digits and adds the key.
func anySIREN() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		return withLuhn(fmt.Sprintf("%08d", rapid.IntRange(1, 99_999_999).Draw(t, "digits")))
	})
}

// withLuhn adds the only key that the validators take: found by trying, so that no second Luhn can hide a wrong one.
func withLuhn(digits string) string {
	read := reference.SIREN
	if len(digits) == 13 {
		read = reference.SIRET
	}
	for key := range 10 {
		if valid, err := read(fmt.Sprintf("%s%d", digits, key)); err == nil {
			return valid
		}
	}
	return ""
}

func replaceDigit(t *rapid.T, digits string) string {
	at := rapid.IntRange(0, len(digits)-1).Draw(t, "at")
	digit := byte('0' + (int(digits[at]-'0')+rapid.IntRange(1, 9).Draw(t, "by"))%10)
	return digits[:at] + string(digit) + digits[at+1:]
}

func TestSIREN_catchesAnyWrongDigit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		siren := anySIREN().Draw(t, "siren")
		if siren == "" {
			t.Fatal("no key makes it valid")
		}
		if wrong := replaceDigit(t, siren); reference.Check(commonv1.Code_CODE_SIREN, wrong) == nil {
			t.Fatalf("%s is valid, and %s too", siren, wrong)
		}
	})
}

func TestSIRET_catchesAnyWrongDigit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		siret := withLuhn(anySIREN().Draw(t, "siren") + fmt.Sprintf("%04d", rapid.IntRange(0, 9999).Draw(t, "nic")))
		if siret == "" {
			t.Fatal("no key makes it valid")
		}
		if wrong := replaceDigit(t, siret); reference.Check(commonv1.Code_CODE_SIRET, wrong) == nil {
			t.Fatalf("%s is valid, and %s too", siret, wrong)
		}
	})
}

func TestSIRET_proposesTheZeroThatASpreadsheetTook(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		siret := withLuhn(fmt.Sprintf("0%012d", rapid.Int64Range(100_000_000_000, 999_999_999_999).Draw(t, "digits")))
		_, err := reference.SIRET(siret[1:])
		refused, ok := err.(*reference.Error)
		if !ok || len(refused.Candidates) != 1 || refused.Candidates[0].Code != siret {
			t.Fatalf("%s without its zero: %v", siret, err)
		}
	})
}

func TestVAT_takesWhatVATOfGives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		vat := reference.VATOf(anySIREN().Draw(t, "siren"))
		if _, err := reference.VAT(vat); err != nil {
			t.Fatalf("%s: %v", vat, err)
		}
	})
}

func TestNormalize_givesWhatItTakesUnchanged(t *testing.T) {
	typed := rapid.StringOfN(rapid.RuneFrom([]rune("0123456789 ABHNPQRSWFR.+-()\u00a0é")), 0, 18, -1)
	rapid.Check(t, func(t *rapid.T) {
		code := commonv1.Code(rapid.IntRange(0, 17).Draw(t, "code"))
		once, err := reference.Normalize(code, typed.Draw(t, "typed"))
		if err != nil {
			return
		}
		if twice, err := reference.Normalize(code, once); err != nil || twice != once {
			t.Fatalf("%s: %q then %q, %v", code, once, twice, err)
		}
	})
}

func FuzzCheck(f *testing.F) {
	for _, seed := range []string{"35600000049837", "FR40303265045", "43.32A", "4332", "H2913", "0301435X", "30007000A0123", "+33 (0)4 66 00 00 00",
		"2,0E+13", "20/11/2026", "\xff\x00", "🏭", "١٢٣", strings.Repeat("9", 5000)} {
		for code := range commonv1.Code_name {
			f.Add(code, seed)
		}
	}
	f.Fuzz(func(t *testing.T, code int32, value string) {
		canonical, err := reference.Normalize(commonv1.Code(code), value)
		if (err == nil) != (reference.Check(commonv1.Code(code), value) == nil) {
			t.Fatalf("Normalize and Check differ on %q", value)
		}
		if err != nil {
			if refused := refusal(t, err); refused.Message == "" || len(refused.Message) > 1000 || refused.Reason == "" {
				t.Fatalf("%q: %+v", value, refused)
			}
			return
		}
		if again, err := reference.Normalize(commonv1.Code(code), canonical); err != nil || again != canonical {
			t.Fatalf("%q: %q then %q, %v", value, canonical, again, err)
		}
	})
}

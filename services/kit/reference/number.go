package reference

import (
	"regexp"
	"strings"
	"unicode"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
)

// number is a code of digits only, as people type it: with spaces, dots or dashes.
type number struct {
	code   commonv1.Code
	name   string // with its article, to start a sentence: « Le SIRET »
	length int
	where  string // where the right number can be read
}

// spreadsheet is how a spreadsheet writes a long number: 3,92E+13.
var spreadsheet = regexp.MustCompile(`(?i)^\d([.,]\d+)?e\+?\d{1,2}$`)

// read gives the digits, or says what is wrong with them. The key is checked by valid.
func (n number) read(value string, valid func(digits string) bool) (string, error) {
	if strings.ContainsAny(value, "eE") && spreadsheet.MatchString(strings.TrimSpace(value)) {
		return "", refuse(n.code, ReasonShape, "%s a été abîmé par un tableur (notation scientifique) : mettez la colonne au format texte et saisissez les %d chiffres.", n.name, n.length)
	}
	digits := compact(value)
	if digits == "" {
		return "", refuse(n.code, ReasonEmpty, "%s est vide : saisissez ses %d chiffres.", n.name, n.length)
	}
	if bad, ok := firstNonDigit(digits); ok {
		return "", refuse(n.code, ReasonCharacter, "%s ne contient que des chiffres : retirez « %c »%s.", n.name, bad, lookalike(bad))
	}
	if len(digits) != n.length {
		return "", n.wrongLength(digits, valid)
	}
	if strings.Trim(digits, "0") == "" || !valid(digits) {
		return "", refuse(n.code, ReasonCheck, "%s contient une faute de frappe : sa clé de contrôle est fausse. Vérifiez-le %s.", n.name, n.where)
	}
	return digits, nil
}

// wrongLength says how far the length is, and finds the leading zero that a spreadsheet took away.
func (n number) wrongLength(digits string, valid func(string) bool) *Error {
	if len(digits) != n.length-1 {
		return refuse(n.code, ReasonLength, "%s a %d chiffres, la saisie en a %d. Vérifiez-le %s.", n.name, n.length, len(digits), n.where)
	}
	err := refuse(n.code, ReasonLength, "%s a %d chiffres : il manque un chiffre, un tableur a peut-être enlevé le zéro initial.", n.name, n.length)
	if padded := "0" + digits; valid(padded) {
		return err.propose(Candidate{Code: padded})
	}
	return err
}

// compact takes away what people put between the signs of a code: spaces of all kinds, dots and dashes.
func compact(value string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune(".-–‑", r) {
			return -1
		}
		return r
	}, value)
}

// compactUpper is compact, in capitals.
func compactUpper(value string) string { return strings.ToUpper(compact(value)) }

func firstNonDigit(s string) (rune, bool) {
	for _, r := range s {
		if r < '0' || r > '9' {
			return r, true
		}
	}
	return 0, false
}

// lookalike explains the letters that are typed for a digit.
func lookalike(r rune) string {
	switch r {
	case 'O', 'o':
		return " (la lettre O n’est pas un zéro)"
	case 'I', 'l':
		return " (ce n’est pas le chiffre 1)"
	}
	return ""
}

// luhn checks the key of SIREN and SIRET over digits.
func luhn(digits string) bool {
	sum := 0
	for i := range len(digits) {
		digit := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			if digit *= 2; digit > 9 {
				digit -= 9
			}
		}
		sum += digit
	}
	return sum%10 == 0
}

func digitSum(digits string) int {
	sum := 0
	for i := range len(digits) {
		sum += int(digits[i] - '0')
	}
	return sum
}

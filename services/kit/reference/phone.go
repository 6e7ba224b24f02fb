package reference

import (
	"regexp"
	"strings"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
)

var (
	phoneNoise     = regexp.MustCompile(`[\s\p{Z}\p{Cf}./()_–‑-]`)
	optionalZero   = regexp.MustCompile(`^(\s*(?:\+|00)[\d\s.]*)\(\s*0\s*\)`)
	frenchPhone    = regexp.MustCompile(`^(?:\+330?|0|33)([1-9]\d{8})$`)
	worldPhone     = regexp.MustCompile(`^\+[1-9]\d{7,14}$`)
	lostPhoneZero  = regexp.MustCompile(`^[1-9]\d{8}$`)
	shortPhone     = regexp.MustCompile(`^(1\d{1,2}|1\d{3}|3\d{3}|116\d{3}|118\d{3})$`)
	phoneCharacter = regexp.MustCompile(`^\+?\d+$`)
)

// overseas are the country codes of the French numbers whose first three digits after the zero are not of the mainland.
var overseas = map[string]string{
	"262": "262", "263": "262", "269": "262", "639": "262", "692": "262", "693": "262",
	"590": "590", "690": "590", "691": "590", "594": "594", "694": "594", "596": "596", "696": "596", "697": "596",
}

// Phone reads a telephone number as people of France write it, or with its country code, and gives it in E.164.
// It knows the shape of French numbers only; of the others it checks the length.
func Phone(value string) (string, error) {
	number := phoneNoise.ReplaceAllString(optionalZero.ReplaceAllString(value, "$1"), "")
	if rest, ok := strings.CutPrefix(number, "00"); ok {
		number = "+" + rest
	}
	if parts := frenchPhone.FindStringSubmatch(number); parts != nil {
		if country, ok := overseas[parts[1][:3]]; ok {
			return "+" + country + parts[1], nil
		}
		return "+33" + parts[1], nil
	}
	if worldPhone.MatchString(number) && !strings.HasPrefix(number, "+33") {
		return number, nil
	}
	return "", phoneError(number)
}

// phoneError says what is wrong, without the number: it is personal.
func phoneError(number string) *Error {
	const code = commonv1.Code_CODE_PHONE
	switch {
	case number == "":
		return refuse(code, ReasonEmpty, "Le numéro de téléphone est vide.")
	case lostPhoneZero.MatchString(number):
		return refuse(code, ReasonLength, "Il manque un chiffre au numéro de téléphone : un tableur a peut-être enlevé le zéro initial.")
	case shortPhone.MatchString(number):
		return refuse(code, ReasonShape, "C’est un numéro court, qui ne peut pas être rappelé : donnez un numéro à 10 chiffres.")
	case !phoneCharacter.MatchString(number):
		return refuse(code, ReasonCharacter, "Le numéro de téléphone ne contient que des chiffres, et + devant l’indicatif d’un pays.")
	default:
		return refuse(code, ReasonLength, "Le numéro de téléphone a 10 chiffres en France (04 66 12 34 56) ; hors de France, mettez + et l’indicatif du pays.")
	}
}

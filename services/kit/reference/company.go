package reference

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
)

const (
	laPosteSIREN       = "356000000"
	laPosteHeadOffice  = "35600000000048"
	sirenWhere         = "sur l’avis de situation Insee ou l’extrait Kbis"
	frenchVATKeyOffset = 12
)

var (
	sirenNumber = number{commonv1.Code_CODE_SIREN, "Le SIREN", 9, sirenWhere}
	siretNumber = number{commonv1.Code_CODE_SIRET, "Le SIRET", 14, sirenWhere}
	vatShape    = regexp.MustCompile(`^FR(\d{2})(\d{9})$`)
	// rnaShape also takes the departments and territories whose number has a letter: W2A…, W9N….
	rnaShape = regexp.MustCompile(`^W(\d{3}|2[AB]\d|9[A-Z]\d)\d{6}$`)
)

// SIREN reads the number of a legal unit: 9 digits, Luhn.
func SIREN(value string) (string, error) {
	if digits := compact(value); len(digits) == 14 && validSIRET(digits) {
		return "", refuse(commonv1.Code_CODE_SIREN, ReasonLength, "C’est un SIRET (14 chiffres) : le SIREN en est les 9 premiers.").propose(Candidate{Code: digits[:9]})
	}
	return sirenNumber.read(value, luhn)
}

// SIRET reads the number of an establishment: 14 digits, Luhn. Establishments of La Poste other than its head office
// are valid when the sum of their digits is a multiple of 5.
func SIRET(value string) (string, error) {
	if digits := compact(value); len(digits) == 9 && validSIREN(digits) {
		return "", refuse(commonv1.Code_CODE_SIRET, ReasonLength, "C’est un SIREN (9 chiffres) : ajoutez les 5 chiffres de l’établissement (NIC), lisibles %s.", sirenWhere)
	}
	return siretNumber.read(value, validSIRET)
}

// SIRENOf is the legal unit of an establishment whose SIRET is valid.
func SIRENOf(siret string) string { return siret[:9] }

func validSIREN(s string) bool {
	_, bad := firstNonDigit(s)
	return !bad && luhn(s)
}

func validSIRET(s string) bool {
	if _, bad := firstNonDigit(s); bad || strings.HasPrefix(s, "000000000") {
		return false
	}
	if strings.HasPrefix(s, laPosteSIREN) && s != laPosteHeadOffice {
		return digitSum(s)%5 == 0
	}
	return luhn(s)
}

// VAT reads a French VAT number: FR, a key of 2 digits, the SIREN.
func VAT(value string) (string, error) {
	number := compactUpper(value)
	parts := vatShape.FindStringSubmatch(number)
	if parts == nil {
		return "", shapeError(commonv1.Code_CODE_VAT, number, "Le numéro de TVA s’écrit FR, 2 chiffres de clé, puis le SIREN, par exemple FR40303265045.")
	}
	if _, err := SIREN(parts[2]); err != nil {
		return "", refuse(commonv1.Code_CODE_VAT, ReasonCheck, "Le SIREN contenu dans le numéro de TVA est faux : vérifiez-le %s.", sirenWhere)
	}
	if want := VATOf(parts[2]); want != number {
		return "", refuse(commonv1.Code_CODE_VAT, ReasonCheck, "La clé du numéro de TVA ne correspond pas au SIREN.").propose(Candidate{Code: want})
	}
	return number, nil
}

// VATOf is the VAT number of a valid SIREN.
func VATOf(siren string) string {
	n, _ := strconv.Atoi(siren)
	return fmt.Sprintf("FR%02d%s", (frenchVATKeyOffset+3*(n%97))%97, siren)
}

// RNA reads the number of an association: W and 9 digits.
func RNA(value string) (string, error) {
	number := compactUpper(value)
	if !rnaShape.MatchString(number) {
		return "", shapeError(commonv1.Code_CODE_RNA, number, "Le numéro RNA s’écrit W suivi de 9 chiffres, par exemple W302000123 ; il figure sur le récépissé de la préfecture.")
	}
	return number, nil
}

// shapeError is a refusal for the shape, or for nothing at all.
func shapeError(code commonv1.Code, value, message string) *Error {
	if value == "" {
		return refuse(code, ReasonEmpty, "La valeur est vide. %s", message)
	}
	return refuse(code, ReasonShape, "%s", message)
}

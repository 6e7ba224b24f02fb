package reference

import (
	"regexp"
	"strings"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
)

var (
	communeShape  = regexp.MustCompile(`^(2[AB]|\d{2})\d{3}$`)
	qpvShape      = regexp.MustCompile(`^(QP\d{6}|QN(2[AB]|\d{2,3})\d{2}[A-Z])$`)
	parcelShape   = regexp.MustCompile(`^(2[AB]|\d{2})\d{3}\d{3}([A-Z]{2}|0[A-Z]|\d{2})\d{4}$`)
	shortSection  = regexp.MustCompile(`^((?:2[AB]|\d{2})\d{6})([A-Z]\d{4})$`)
	lostFirstZero = regexp.MustCompile(`^\d{4}$`)
)

// CommuneCode reads an Insee code of commune: its shape only, for our list holds one region. See Communes to look it up.
func CommuneCode(value string) (string, error) {
	code := compactUpper(value)
	if communeShape.MatchString(code) {
		return code, nil
	}
	const message = "Le code commune Insee a 5 caractères (par exemple 30007 pour Alès ; 2A ou 2B en Corse) ; ce n’est pas le code postal."
	err := shapeError(commonv1.Code_CODE_COMMUNE, code, message)
	if lostFirstZero.MatchString(code) {
		return "", err.propose(Candidate{Code: "0" + code})
	}
	return "", err.propose(Candidates(commonv1.Code_CODE_COMMUNE, value)...)
}

// EPCICode reads the SIREN of an intercommunal body, which starts with 2.
func EPCICode(value string) (string, error) {
	siren, err := SIREN(value)
	if err != nil {
		return "", err
	}
	if siren[0] != '2' {
		return "", refuse(commonv1.Code_CODE_SIREN, ReasonShape, "Le code d’un EPCI est un SIREN qui commence par 2, par exemple 200066918 pour Alès Agglomération.")
	}
	return siren, nil
}

// QPV reads the code of a priority neighbourhood, of 2015 (QP and 6 digits) or of 2024 (QN, department, rank, letter).
func QPV(value string) (string, error) {
	code := compactUpper(value)
	if !qpvShape.MatchString(code) {
		return "", shapeError(commonv1.Code_CODE_QPV, code, "Le code d’un quartier prioritaire s’écrit QP et 6 chiffres (2015), ou QN, le département, 2 chiffres et une lettre (2024).")
	}
	return code, nil
}

// Parcel reads a cadastral parcel of 14 characters: commune 5, prefix 3, section 2, number 4. A section of one letter
// gets its zero.
func Parcel(value string) (string, error) {
	code := compactUpper(value)
	code = shortSection.ReplaceAllString(code, "${1}0${2}")
	if parcelShape.MatchString(code) && !strings.HasSuffix(code, "0000") {
		return code, nil
	}
	return "", shapeError(commonv1.Code_CODE_PARCEL, code, "La parcelle a 14 caractères : commune Insee (5), préfixe (3, souvent 000), section (2), numéro (4), par exemple 30007000AB0123.")
}

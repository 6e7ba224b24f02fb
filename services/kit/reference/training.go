package reference

import (
	"regexp"
	"strconv"
	"strings"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
)

const (
	uaiAlphabet = "ABCDEFGHJKLMNPRSTUVWXYZ" // without I, O and Q
	ndaWhere    = "sur le récépissé de la DREETS"
)

var (
	rncpShape  = regexp.MustCompile(`^RNCP\d{3,5}$`)
	rsShape    = regexp.MustCompile(`^RS\d{1,5}$`)
	uaiShape   = regexp.MustCompile(`^\d{7}[A-Z]$`)
	onlyNumber = regexp.MustCompile(`^\d{1,5}$`)
	// ndaShape has a P for public bodies, and the letter of Corsica: 8242P000242 is one.
	ndaShape  = regexp.MustCompile(`^\d{2}(\d{2}|2[AB])[\dP]\d{6}$`)
	ndaNumber = number{commonv1.Code_CODE_NDA, "Le numéro de déclaration d’activité", 11, ndaWhere}
)

// RNCP reads the code of a certification of the national directory.
func RNCP(value string) (string, error) {
	return certification(commonv1.Code_CODE_RNCP, value, "RNCP", rncpShape, "Le code s’écrit RNCP suivi de 3 à 5 chiffres, par exemple RNCP37566.")
}

// RS reads the code of a certification of the specific directory.
func RS(value string) (string, error) {
	return certification(commonv1.Code_CODE_RS, value, "RS", rsShape, "Le code s’écrit RS suivi de 1 à 5 chiffres, par exemple RS5789.")
}

func certification(list commonv1.Code, value, prefix string, shape *regexp.Regexp, message string) (string, error) {
	code := compactUpper(value)
	if shape.MatchString(code) {
		return code, nil
	}
	err := shapeError(list, code, message)
	if onlyNumber.MatchString(code) && shape.MatchString(prefix+code) {
		return "", err.propose(Candidate{Code: prefix + code})
	}
	return "", err
}

// UAI reads the code of a school or training place: 7 digits and a check letter.
func UAI(value string) (string, error) {
	code := compactUpper(value)
	if !uaiShape.MatchString(code) {
		err := shapeError(commonv1.Code_CODE_UAI, code, "Le code UAI a 7 chiffres et une lettre, par exemple 0301435X.")
		if padded := "0" + code; uaiShape.MatchString(padded) && padded[7] == uaiLetter(padded[:7]) {
			return "", err.propose(Candidate{Code: padded})
		}
		return "", err
	}
	if code[7] != uaiLetter(code[:7]) {
		return "", refuse(commonv1.Code_CODE_UAI, ReasonCheck, "La lettre du code UAI ne correspond pas à ses chiffres : il y a une faute de frappe, vérifiez les 7 chiffres et la lettre.")
	}
	return code, nil
}

func uaiLetter(digits string) byte {
	n, _ := strconv.Atoi(digits)
	return uaiAlphabet[n%len(uaiAlphabet)]
}

// NDA reads the declaration number of a training body: 11 digits, the region first, then the department; public bodies
// have a P after them.
func NDA(value string) (string, error) {
	if code := compactUpper(value); ndaShape.MatchString(code) && validNDA(code) {
		return code, nil
	}
	return ndaNumber.read(value, validNDA)
}

func validNDA(code string) bool { return !strings.HasPrefix(code, "00") }

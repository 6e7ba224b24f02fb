package reference

import (
	"regexp"
	"strings"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	"hup.example/services/kit/calendar"
)

var (
	isoDate    = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)
	frenchDate = regexp.MustCompile(`^(\d{2})[/.-](\d{2})[/.-](\d{4})$`)
)

// Date reads a day that exists, YYYY-MM-DD.
func Date(value string) (string, error) {
	value = strings.TrimSpace(value)
	if _, err := calendar.ParseDay(value); err == nil {
		return value, nil
	}
	if isoDate.MatchString(value) {
		return "", refuse(commonv1.Code_CODE_DATE, ReasonUnknown, "Ce jour n’existe pas : vérifiez le mois et le jour.")
	}
	err := shapeError(commonv1.Code_CODE_DATE, value, "La date s’écrit AAAA-MM-JJ, par exemple 2026-11-20.")
	if parts := frenchDate.FindStringSubmatch(value); parts != nil {
		iso := parts[3] + "-" + parts[2] + "-" + parts[1]
		if _, bad := calendar.ParseDay(iso); bad == nil {
			return "", err.propose(Candidate{Code: iso})
		}
	}
	return "", err
}

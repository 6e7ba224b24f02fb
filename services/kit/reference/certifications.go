package reference

import (
	"strconv"
	"strings"

	"hup.example/services/kit/calendar"
	"hup.example/services/kit/text"
)

// Certification is a sheet of the national directory (RNCP).
type Certification struct {
	// Code is RNCP and 3 to 5 digits.
	Code, Label string
	// Level is 1 to 8 (3 CAP, 4 bac, 5 bac+2, 6 licence, 7 master, 8 doctorate), 0 for none.
	Level int
	// Expiry is the last day of the registration, the zero Day when the source does not say.
	Expiry calendar.Day
	// ReplacedBy are the sheets that take its place.
	ReplacedBy []string
	// DiplomaCodes are the codes of the Ministry of Education (CFD).
	DiplomaCodes []string
}

// ActiveOn tells whether the certification is registered on a day. The state that the source gave on its own date says
// nothing of today.
func (c Certification) ActiveOn(day calendar.Day) bool {
	return c.Expiry.IsZero() || !day.After(c.Expiry)
}

// Certifications are the diplomas and titles of the RNCP that apprenticeship uses: a code that is not here may exist.
func Certifications() *List[Certification] { return must(current.Load().certifications()) }

func (b *book) readCertifications() (*List[Certification], error) {
	rows, source, err := readItems(b, "rncp.csv", readCertification, "code_diplome", "rncp", "intitule_rncp", "niveau", "echeance_rncp", "remplacee_par")
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	var sheets []Certification
	for _, diploma := range rows {
		i, ok := at[diploma.Code]
		if !ok {
			at[diploma.Code] = len(sheets)
			sheets = append(sheets, diploma)
			continue
		}
		sheets[i].DiplomaCodes = append(sheets[i].DiplomaCodes, diploma.DiplomaCodes...)
	}
	return newList(source, text.Title, sheets, func(c Certification) entry {
		return entry{code: c.Code, label: c.Label, words: strings.Join(c.DiplomaCodes, " ")}
	}), nil
}

func readCertification(r row) Certification {
	level, _ := strconv.Atoi(strings.TrimPrefix(r.get("niveau"), "Niveau "))
	expiry, _ := calendar.ParseDay(r.get("echeance_rncp"))
	return Certification{
		Code: r.get("rncp"), Label: r.get("intitule_rncp"), Level: level, Expiry: expiry, DiplomaCodes: []string{r.get("code_diplome")},
		ReplacedBy: strings.FieldsFunc(r.get("remplacee_par"), func(c rune) bool { return c == '|' }),
	}
}

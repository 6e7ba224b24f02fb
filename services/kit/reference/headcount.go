package reference

import (
	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	"hup.example/services/kit/text"
)

// HeadcountBand is a band of the number of employees.
type HeadcountBand struct {
	Code, Label string
	// Min and Max are the bounds, both with them; Max is 0 for no bound. NN, which is not 00, has none.
	Min, Max int
	// Rank orders the bands: codes do not.
	Rank int
}

// Headcounts are the bands of Insee, in order.
func Headcounts() *List[HeadcountBand] { return must(current.Load().headcounts()) }

// HeadcountOf is the band of a number of employees.
func HeadcountOf(employees int) HeadcountBand {
	var band HeadcountBand
	for b := range Headcounts().All() {
		if b.Code != "NN" && b.Min <= employees {
			band = b
		}
	}
	return band
}

// Headcount reads the code of a band. Bands change by law only: a code that does not exist is refused.
func Headcount(value string) (string, error) {
	code := compactUpper(value)
	if _, ok := Headcounts().Get(code); ok {
		return code, nil
	}
	err := shapeError(commonv1.Code_CODE_HEADCOUNT, code, "La tranche d’effectif est un code Insee de 2 signes, par exemple 03 pour 6 à 9 salariés, NN pour une unité non employeuse.")
	if band, ok := Headcounts().Get("0" + code); ok {
		return "", err.propose(Candidate{Code: band.Code, Label: band.Label})
	}
	return "", err
}

// LegalFormCode reads an Insee category: its shape only. See LegalForms to look it up.
func LegalFormCode(value string) (string, error) {
	code := compact(value)
	if _, bad := firstNonDigit(code); bad || len(code) != 4 {
		return "", shapeError(commonv1.Code_CODE_LEGAL_FORM, code, "La forme juridique est un code Insee de 4 chiffres, par exemple 5499 pour une SARL, 5710 pour une SAS.")
	}
	return code, nil
}

func (b *book) readHeadcounts() (*List[HeadcountBand], error) {
	rank := 0
	return readList(b, "headcounts.csv", text.Fold, func(r row) HeadcountBand {
		rank++
		return HeadcountBand{r.get("code"), r.get("libelle"), int(r.number("effectif_min")), int(r.number("effectif_max")), rank - 1}
	}, func(h HeadcountBand) entry { return entry{code: h.Code, label: h.Label} }, "code", "libelle", "effectif_min", "effectif_max")
}

package reference

import (
	"io"
	"strings"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	"hup.example/services/kit/text"
)

// Quarter is a priority neighbourhood of the policy for cities (QPV).
type Quarter struct {
	Code, Name string
	// CommuneCodes are the communes that it lies in.
	CommuneCodes []string
}

// Quarters are the priority neighbourhoods that were imported: none comes with us, for no list of them may be given on yet.
func Quarters() *List[Quarter] { return must(current.Load().quarters()) }

// KnownQPV reads the code of a priority neighbourhood as QPV does. Where the list of its generation (2015, 2024) was imported, the
// code has to be in it.
func KnownQPV(value string) (string, error) {
	code, err := QPV(value)
	if err != nil {
		return "", err
	}
	if _, known := Quarters().Get(code); known {
		return code, nil
	}
	for q := range Quarters().All() {
		if q.Code[:2] == code[:2] {
			return "", refuse(commonv1.Code_CODE_QPV, ReasonUnknown, "Ce quartier prioritaire n’est pas dans la liste. Cherchez-le par son nom ou par sa commune.").
				propose(Quarters().candidates(code)...)
		}
	}
	return code, nil
}

var amendableQuarters = amendable{file: "qpv.csv", key: "code_qp", name: "lib_qp", things: "quartiers prioritaires", check: func(column, value string) (err error) {
	switch column {
	case "code_qp":
		_, err = QPV(value)
	case "insee_com":
		for _, code := range communesIn(value) {
			if _, err = CommuneCode(code); err != nil {
				return err
			}
		}
	}
	return err
}}

// AmendQuarters lays the rows of a file of priority neighbourhoods, as the ANCT publishes it, over the list in an overlay folder, as
// AmendCommunes does.
func AmendQuarters(dir, name, date string, file io.Reader, refused func(line int, column, reason string)) (Amendment, error) {
	return amendableQuarters.lay(dir, name, date, file, refused)
}

// WriteQuarters writes the list that is in use, as AmendQuarters reads it.
func WriteQuarters(dir string, to io.Writer) error { return amendableQuarters.show(dir, to) }

func (b *book) readQuarters() (*List[Quarter], error) {
	return readList(b, amendableQuarters.file, text.Place, func(r row) Quarter {
		return Quarter{compactUpper(r.get("code_qp")), r.get("lib_qp"), communesIn(r.get("insee_com"))}
	}, func(q Quarter) entry { return entry{code: q.Code, label: q.Name, words: communeNames(q.CommuneCodes)} }, "code_qp", "lib_qp", "insee_com")
}

// communesIn are the codes that a cell has: a neighbourhood may lie in several communes.
func communesIn(cell string) []string {
	return strings.FieldsFunc(cell, func(c rune) bool { return strings.ContainsRune(",;| ", c) })
}

func communeNames(codes []string) string {
	var names []string
	for _, code := range codes {
		if c, ok := Communes().Get(code); ok {
			names = append(names, c.Name)
		}
	}
	return strings.Join(names, " ")
}

package reference

import commonv1 "hup.example/proto/gen/go/hup/common/v1"

// validators read a value of each code and give its one canonical form.
var validators = map[commonv1.Code]func(string) (string, error){
	commonv1.Code_CODE_SIREN:      SIREN,
	commonv1.Code_CODE_SIRET:      SIRET,
	commonv1.Code_CODE_RNA:        RNA,
	commonv1.Code_CODE_NAF:        NAFCode,
	commonv1.Code_CODE_COMMUNE:    CommuneCode,
	commonv1.Code_CODE_ROME:       ROME,
	commonv1.Code_CODE_RNCP:       RNCP,
	commonv1.Code_CODE_RS:         RS,
	commonv1.Code_CODE_UAI:        UAI,
	commonv1.Code_CODE_NDA:        NDA,
	commonv1.Code_CODE_VAT:        VAT,
	commonv1.Code_CODE_PARCEL:     Parcel,
	commonv1.Code_CODE_DATE:       Date,
	commonv1.Code_CODE_PHONE:      Phone,
	commonv1.Code_CODE_LEGAL_FORM: LegalFormCode,
	commonv1.Code_CODE_HEADCOUNT:  Headcount,
	commonv1.Code_CODE_QPV:        KnownQPV,
}

// Check tells what is wrong with the value of a coded field, an *Error. An empty value is right: whether a field is
// required is another rule.
func Check(code commonv1.Code, value string) error {
	_, err := Normalize(code, value)
	return err
}

// Normalize gives the canonical form of a value that Check takes: a SIRET without spaces, a NAF code with its dot, a
// telephone number in E.164.
func Normalize(code commonv1.Code, value string) (string, error) {
	validate, ok := validators[code]
	if !ok || value == "" {
		return value, nil
	}
	return validate(value)
}

// Candidates are the codes of a list that a value may have meant, with their labels, the nearest first: codes that
// differ by a sign or two, or what the words of the value find.
func Candidates(code commonv1.Code, value string) []Candidate {
	switch code {
	case commonv1.Code_CODE_NAF:
		return Activities().candidates(value)
	case commonv1.Code_CODE_ROME:
		return Rome().candidates(value)
	case commonv1.Code_CODE_LEGAL_FORM:
		return LegalForms().candidates(value)
	case commonv1.Code_CODE_HEADCOUNT:
		return Headcounts().candidates(value)
	case commonv1.Code_CODE_QPV:
		return Quarters().candidates(value)
	case commonv1.Code_CODE_COMMUNE:
		return Communes().candidates(value)
	case commonv1.Code_CODE_RNCP:
		return Certifications().candidates(value)
	}
	return nil
}

package publicform

import (
	"fmt"
	"math/big"
	"strings"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"

	"hup.example/services/kit/errs"
	"hup.example/services/kit/reference"
	"hup.example/services/kit/text"
)

// answerPrefix begins the names of the inputs of a subject's questions.
const answerPrefix = "answer."

// requestOf is the request that was typed. Names say which input a JSON path of it stands for.
func requestOf(values map[string]string, subject *supportv1.Subject) (r *supportv1.SubmitPublicRequestRequest, names map[string]string, err error) {
	names = map[string]string{
		"company.siret": "siret", "company.name": "name", "company.communeCode": "commune", "company.projectLeader.project": "project", "company": "siret",
		"contact.name": "contact", "contact.email": "email", "contact.phone": "phone", "contact": "email", "description": "description", "": "email",
	}
	company, err := companyOf(values)
	if err != nil {
		return nil, names, err
	}
	answers := answersOf(values, subject, names)
	return &supportv1.SubmitPublicRequestRequest{
		Company: company, Contact: &supportv1.Contact{Name: values["contact"], Email: values["email"], Phone: values["phone"], Role: values["role"]},
		Description: values["description"], FormToken: values["formToken"], Work: values["work"], Website: values["website"],
		Needs: []*supportv1.NeedForm{{SubjectCode: subject.GetSubjectCode(), Answers: answers}},
	}, names, nil
}

// companyOf is who asks, in the way that was chosen.
func companyOf(values map[string]string) (*supportv1.CompanyForm, error) {
	switch values["who"] {
	case "siret":
		return &supportv1.CompanyForm{Siret: strings.ReplaceAll(values["siret"], " ", "")}, required(values, "siret", "Donnez le SIRET : 14 chiffres, sur vos factures ou votre extrait Kbis.")
	case "name":
		if err := required(values, "name", "Donnez le nom de l'entreprise."); err != nil {
			return nil, err
		}
		commune, err := communeOf(values)
		return &supportv1.CompanyForm{Name: values["name"], CommuneCode: commune}, err
	case "project":
		commune := ""
		if values["postcode"] != "" || values["commune"] != "" {
			var err error
			if commune, err = communeOf(values); err != nil {
				return nil, err
			}
		}
		return &supportv1.CompanyForm{ProjectLeader: &supportv1.ProjectLeaderForm{Name: values["contact"], Project: values["project"], CommuneCode: commune}},
			required(values, "project", "Décrivez votre projet en une phrase.")
	}
	return nil, errs.InvalidField("who", "required", "Dites qui demande : une entreprise, ou une personne qui a un projet.")
}

func required(values map[string]string, name, message string) error {
	if values[name] != "" {
		return nil
	}
	return errs.InvalidField(name, "required", message)
}

// communeOf finds the commune by its postal code, and by its name where the code has several.
func communeOf(values map[string]string) (string, error) {
	found := reference.Communes().WithPostcode(strings.ReplaceAll(values["postcode"], " ", ""))
	if len(found) == 0 {
		return "", errs.InvalidField("postcode", "COMMUNE_UNKNOWN", "Ce code postal n'est pas connu ici. Vérifiez-le, ou désignez l'entreprise par son SIRET.")
	}
	if len(found) == 1 {
		return found[0].Code, nil
	}
	var all []string
	for _, c := range found {
		if text.Place(c.Name) == text.Place(values["commune"]) {
			return c.Code, nil
		}
		all = append(all, c.Name)
	}
	return "", errs.InvalidField("commune", "COMMUNE_UNCLEAR", "Ce code postal a plusieurs communes. Écrivez l'une de celles-ci : "+strings.Join(all, ", ")+".")
}

// answersOf are the answers that were given.
func answersOf(values map[string]string, subject *supportv1.Subject, names map[string]string) []*supportv1.Answer {
	var answers []*supportv1.Answer
	for _, q := range subject.GetQuestions() {
		input := answerPrefix + q.GetQuestionCode()
		value := values[input]
		if value == "" {
			if q.GetRequired() {
				names["needs[0].answers"] = input
			}
			continue
		}
		names[fmt.Sprintf("needs[0].answers[%d].value", len(answers))] = input
		a := &supportv1.Answer{QuestionCode: q.GetQuestionCode(), Value: value}
		switch q.GetKind() {
		case supportv1.QuestionKind_QUESTION_KIND_MULTIPLE:
			a.Value, a.Values = "", strings.Split(value, ",")
		case supportv1.QuestionKind_QUESTION_KIND_AMOUNT:
			a.Value = cents(value)
		}
		answers = append(answers, a)
	}
	return answers
}

// cents are those of an amount in euros as people write it; what is none stays as it is, and is refused.
func cents(euros string) string {
	plain := strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "€", "", ",", ".").Replace(euros)
	amount, ok := new(big.Rat).SetString(plain)
	if !ok {
		return euros
	}
	amount.Mul(amount, big.NewRat(100, 1))
	if !amount.IsInt() {
		return euros
	}
	return amount.Num().String()
}

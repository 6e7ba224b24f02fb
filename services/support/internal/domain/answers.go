package domain

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/reference"
)

// checkAnswers refuses answers to questions that a subject does not ask, answers of the wrong kind, and required ones
// that are missing; all at once.
func checkAnswers(needs []*supportv1.NeedForm, subjects map[string]*supportv1.Subject) error {
	var bad []errs.Field
	for i, n := range needs {
		subject := subjects[n.GetSubjectCode()]
		bad = append(bad, wrong(i, n.GetAnswers(), subject)...)
		for _, q := range subject.GetQuestions() {
			given := slices.ContainsFunc(n.GetAnswers(), func(a *supportv1.Answer) bool { return a.GetQuestionCode() == q.GetQuestionCode() })
			if q.GetRequired() && !given {
				bad = append(bad, badAnswer(fmt.Sprintf("needs[%d].answers", i), "Répondez à la question « "+q.GetLabel()+" »."))
			}
		}
	}
	return refuse(bad)
}

// checkAnswersOf is checkAnswers for answers that come later: none is required.
func checkAnswersOf(need int, answers []*supportv1.Answer, subject *supportv1.Subject) error {
	return refuse(wrong(need, answers, subject))
}

func refuse(bad []errs.Field) error {
	if len(bad) == 0 {
		return nil
	}
	return errs.Invalid("BAD_ANSWER", bad...)
}

func badAnswer(path, message string) errs.Field {
	return errs.Field{Path: path, Reason: "BAD_ANSWER", Message: message}
}

func wrong(need int, answers []*supportv1.Answer, subject *supportv1.Subject) []errs.Field {
	var bad []errs.Field
	for i, a := range answers {
		path := fmt.Sprintf("needs[%d].answers[%d]", need, i)
		j := slices.IndexFunc(subject.GetQuestions(), func(q *supportv1.Question) bool { return q.GetQuestionCode() == a.GetQuestionCode() })
		if j < 0 {
			bad = append(bad, badAnswer(path+".questionCode", "Ce sujet ne pose pas la question « "+a.GetQuestionCode()+" ». Relisez le sujet."))
		} else if message := wrongKind(subject.GetQuestions()[j], a); message != "" {
			bad = append(bad, badAnswer(path+".value", message))
		}
	}
	return bad
}

var number = regexp.MustCompile(`^-?\d{1,15}([.,]\d{1,6})?$`)

// wrongKind says in French what is wrong with an answer, empty when nothing is.
func wrongKind(q *supportv1.Question, a *supportv1.Answer) string {
	switch q.GetKind() {
	case supportv1.QuestionKind_QUESTION_KIND_SINGLE:
		return wrongChoice(q, a.GetValue())
	case supportv1.QuestionKind_QUESTION_KIND_MULTIPLE:
		for _, v := range a.GetValues() {
			if message := wrongChoice(q, v); message != "" {
				return message
			}
		}
	case supportv1.QuestionKind_QUESTION_KIND_NUMBER:
		if !number.MatchString(a.GetValue()) {
			return "Répondez par un nombre" + unit(q) + "."
		}
	case supportv1.QuestionKind_QUESTION_KIND_AMOUNT:
		if _, err := strconv.ParseInt(a.GetValue(), 10, 64); err != nil {
			return "Répondez par un montant en centimes d'euro, sans virgule."
		}
	case supportv1.QuestionKind_QUESTION_KIND_DATE:
		if _, err := reference.Date(a.GetValue()); err != nil {
			return "Répondez par un jour qui existe, sous la forme AAAA-MM-JJ."
		}
	case supportv1.QuestionKind_QUESTION_KIND_COMMUNE:
		if _, err := reference.CommuneCode(a.GetValue()); err != nil {
			return "Répondez par le code Insee d'une commune, de 5 caractères."
		}
	}
	return ""
}

func wrongChoice(q *supportv1.Question, value string) string {
	if slices.ContainsFunc(q.GetChoices(), func(c *supportv1.Choice) bool { return c.GetCode() == value }) {
		return ""
	}
	return "« " + value + " » n'est pas l'un des choix de cette question."
}

func unit(q *supportv1.Question) string {
	if q.GetUnit() == "" {
		return ""
	}
	return " en " + q.GetUnit()
}

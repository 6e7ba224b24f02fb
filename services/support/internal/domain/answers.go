package domain

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/reference"
)

// checkAnswers refuses answers to questions that a subject does not ask, answers of the wrong kind, and required ones
// that are missing; all at once.
func (o Opening) checkAnswers() error {
	var bad []errs.Field
	for i, n := range o.Form.GetNeeds() {
		subject := o.Subjects[n.GetSubjectCode()]
		bad = append(bad, wrong(i, n.GetAnswers(), subject)...)
		if !o.Unfinished {
			bad = append(bad, missing(i, n.GetAnswers(), subject)...)
		}
	}
	return refuse(bad)
}

// Complete refuses a draft that leaves a required question without an answer. The subjects are those of its needs, by need.
func (c *Case) Complete(subjects map[string]*supportv1.Subject) error {
	var bad []errs.Field
	for i, n := range c.State.GetNeeds() {
		bad = append(bad, missing(i, n.GetAnswers(), subjects[n.GetNeedId()])...)
	}
	return refuse(bad)
}

// missing are the required questions of a need that have no answer.
func missing(need int, answers []*supportv1.Answer, subject *supportv1.Subject) (bad []errs.Field) {
	for _, q := range subject.GetQuestions() {
		given := slices.ContainsFunc(answers, func(a *supportv1.Answer) bool {
			return a.GetQuestionCode() == q.GetQuestionCode() && (strings.TrimSpace(a.GetValue()) != "" || len(a.GetValues()) > 0)
		})
		if q.GetRequired() && !given {
			bad = append(bad, badAnswer(fmt.Sprintf("needs[%d].answers", need), "Répondez à la question « "+q.GetLabel()+" »."))
		}
	}
	return bad
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

// fileID is the id of a file that was sent before.
var fileID = regexp.MustCompile(`^[a-z]{3,5}_[0-9a-z]{26}$`)

// wrongKind says in French what is wrong with an answer, empty when nothing is. An answer without a value is one not
// given yet.
func wrongKind(q *supportv1.Question, a *supportv1.Answer) string {
	multiple := q.GetKind() == supportv1.QuestionKind_QUESTION_KIND_MULTIPLE
	switch {
	case a.GetValue() == "" && len(a.GetValues()) == 0:
		return ""
	case multiple && a.GetValue() != "":
		return "Cette question prend plusieurs choix : donnez-les dans values."
	case !multiple && len(a.GetValues()) > 0:
		return "Cette question prend une seule réponse : donnez-la dans value."
	}
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
		if cents, err := strconv.ParseInt(a.GetValue(), 10, 64); err != nil || cents < 0 {
			return "Répondez par un montant en centimes d'euro, sans virgule."
		}
	case supportv1.QuestionKind_QUESTION_KIND_DATE:
		if _, err := reference.Date(a.GetValue()); err != nil {
			return "Répondez par un jour qui existe, sous la forme AAAA-MM-JJ."
		}
	case supportv1.QuestionKind_QUESTION_KIND_FILE:
		if !fileID.MatchString(a.GetValue()) {
			return "Répondez par l'identifiant d'un fichier que vous avez envoyé."
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

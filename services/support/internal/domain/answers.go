package domain

import (
	"cmp"
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
			bad = append(bad, badAnswer(fmt.Sprintf("needs[%d].answers", need), "missing", "question", q.GetLabel()))
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

func badAnswer(path, kind string, said ...string) errs.Field {
	return errs.Field{Path: path, Reason: "BAD_ANSWER", Params: pairs(nil, append(said, "kind", kind)...)}
}

func wrong(need int, answers []*supportv1.Answer, subject *supportv1.Subject) []errs.Field {
	var bad []errs.Field
	for i, a := range answers {
		path := fmt.Sprintf("needs[%d].answers[%d]", need, i)
		j := slices.IndexFunc(subject.GetQuestions(), func(q *supportv1.Question) bool { return q.GetQuestionCode() == a.GetQuestionCode() })
		if j < 0 {
			bad = append(bad, badAnswer(path+".questionCode", "question", "question", a.GetQuestionCode()))
		} else if kind, value := wrongKind(subject.GetQuestions()[j], a); kind != "" {
			bad = append(bad, badAnswer(path+".value", kind, "value", value, "unit", subject.GetQuestions()[j].GetUnit()))
		}
	}
	return bad
}

var number = regexp.MustCompile(`^-?\d{1,15}([.,]\d{1,6})?$`)

// fileID is the id of a file that was sent before.
var fileID = regexp.MustCompile(`^[a-z]{3,5}_[0-9a-z]{26}$`)

// wrongKind says what is wrong with an answer, and with which value of it; empty when nothing is. An answer without a value is
// one not given yet.
func wrongKind(q *supportv1.Question, a *supportv1.Answer) (kind, value string) {
	multiple := q.GetKind() == supportv1.QuestionKind_QUESTION_KIND_MULTIPLE
	switch {
	case a.GetValue() == "" && len(a.GetValues()) == 0:
		return "", ""
	case multiple && a.GetValue() != "":
		return "several", ""
	case !multiple && len(a.GetValues()) > 0:
		return "one", ""
	}
	switch q.GetKind() {
	case supportv1.QuestionKind_QUESTION_KIND_SINGLE:
		return wrongChoice(q, a.GetValue()), a.GetValue()
	case supportv1.QuestionKind_QUESTION_KIND_MULTIPLE:
		for _, v := range a.GetValues() {
			if kind := wrongChoice(q, v); kind != "" {
				return kind, v
			}
		}
	case supportv1.QuestionKind_QUESTION_KIND_NUMBER:
		if !number.MatchString(a.GetValue()) {
			return cmp.Or(inUnit(q), "number"), ""
		}
	case supportv1.QuestionKind_QUESTION_KIND_AMOUNT:
		if cents, err := strconv.ParseInt(a.GetValue(), 10, 64); err != nil || cents < 0 {
			return "amount", ""
		}
	case supportv1.QuestionKind_QUESTION_KIND_DATE:
		if _, err := reference.Date(a.GetValue()); err != nil {
			return "date", ""
		}
	case supportv1.QuestionKind_QUESTION_KIND_FILE:
		if !fileID.MatchString(a.GetValue()) {
			return "file", ""
		}
	case supportv1.QuestionKind_QUESTION_KIND_COMMUNE:
		if _, err := reference.CommuneCode(a.GetValue()); err != nil {
			return "commune", ""
		}
	}
	return "", ""
}

func wrongChoice(q *supportv1.Question, value string) string {
	if slices.ContainsFunc(q.GetChoices(), func(c *supportv1.Choice) bool { return c.GetCode() == value }) {
		return ""
	}
	return "choice"
}

func inUnit(q *supportv1.Question) string {
	if q.GetUnit() == "" {
		return ""
	}
	return "number_in"
}

package domain

import (
	"testing"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
)

// TestWrongKind_ofEachKindOfQuestion: an answer is checked by its kind; none is none given yet.
func TestWrongKind_ofEachKindOfQuestion(t *testing.T) {
	choices := []*supportv1.Choice{{Code: "oui"}, {Code: "non"}}
	for _, row := range []struct {
		kind       supportv1.QuestionKind
		right, bad []string
	}{
		{supportv1.QuestionKind_QUESTION_KIND_SINGLE, []string{"oui", ""}, []string{"peut-être"}},
		{supportv1.QuestionKind_QUESTION_KIND_NUMBER, []string{"36", "-2,5", "1.25"}, []string{"beaucoup", "1e9", "3 kVA"}},
		{supportv1.QuestionKind_QUESTION_KIND_AMOUNT, []string{"0", "125000"}, []string{"-1", "12,50", "1250 €"}},
		{supportv1.QuestionKind_QUESTION_KIND_DATE, []string{"2028-02-29"}, []string{"2027-02-29", "29/02/2028"}},
		{supportv1.QuestionKind_QUESTION_KIND_TEXT, []string{"l'Œuvre d'Alès"}, nil},
		{supportv1.QuestionKind_QUESTION_KIND_FILE, []string{"att_01m8b9gbbme00aje3ees5cwn3c"}, []string{"devis.pdf", "../etc"}},
		{supportv1.QuestionKind_QUESTION_KIND_COMMUNE, []string{"30007", "2A004"}, []string{"30100 Alès", "3000"}},
	} {
		q := &supportv1.Question{Kind: row.kind, Choices: choices}
		for _, value := range row.right {
			if message, _ := wrongKind(q, &supportv1.Answer{Value: value}); message != "" {
				t.Errorf("%s takes %q: %s", row.kind, value, message)
			}
		}
		for _, value := range row.bad {
			if kind, _ := wrongKind(q, &supportv1.Answer{Value: value}); kind == "" {
				t.Errorf("%s takes %q", row.kind, value)
			}
		}
		if kind, _ := wrongKind(q, &supportv1.Answer{Values: []string{"oui"}}); kind == "" {
			t.Errorf("%s takes several values", row.kind)
		}
	}
	multiple := &supportv1.Question{Kind: supportv1.QuestionKind_QUESTION_KIND_MULTIPLE, Choices: choices}
	for values, right := range map[string]bool{"oui": true, "peut-être": false} {
		if message, _ := wrongKind(multiple, &supportv1.Answer{Values: []string{"non", values}}); (message == "") != right {
			t.Errorf("several, one of them %q: %s", values, message)
		}
	}
	if kind, _ := wrongKind(multiple, &supportv1.Answer{Value: "oui"}); kind == "" {
		t.Error("a question of several choices takes one value")
	}
}

package publicform

import (
	"fmt"
	"strings"
	"testing"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"

	"hup.example/gateway/internal/problem"
)

// hostile is what a text may not do, in an element and in an attribute.
const hostile = `"'></textarea><script>bad()</script>`

// TestPages_takeNoTextForHTML: whatever is typed, refused, answered or asked is shown as the text that it is.
func TestPages_takeNoTextForHTML(t *testing.T) {
	subject := &supportv1.Subject{SubjectCode: hostile, Label: hostile, Description: hostile}
	for _, kind := range supportv1.QuestionKind_value {
		subject.Questions = append(subject.Questions, &supportv1.Question{QuestionCode: fmt.Sprint(kind), Kind: supportv1.QuestionKind(kind), Label: hostile, Help: hostile,
			Unit: hostile, Choices: []*supportv1.Choice{{Code: hostile, Label: hostile}}})
	}
	at := &shown{
		Form: &supportv1.PublicForm{FormToken: hostile, WorkBits: 3}, Subject: subject, Themes: []theme{{hostile, []*supportv1.Subject{subject}}},
		Values: map[string]string{}, Fields: map[string]string{}, Done: hostile,
		Problem: &problem.Problem{Detail: hostile, Errors: []problem.Field{{Field: hostile, Message: hostile}}},
		Receipt: &supportv1.Receipt{Text: hostile, Number: hostile, SubjectLabels: []string{hostile}, ContactBodyName: hostile, ContactBodyAddress: hostile,
			ContactBodyEmail: hostile, ContactBodyPhone: hostile},
	}
	for _, name := range []string{"siret", "name", "project", "postcode", "commune", "description", "contact", "email", "phone", "code", "comment", "mark0", "answer.2"} {
		at.Values[name], at.Fields[name] = hostile, hostile
	}
	for name, content := range map[string]drawn{"themes": (*shown).themes, "form": (*shown).form, "sent": (*shown).sent, "confirming": (*shown).confirming,
		"receipt": (*shown).receipt, "opinion": (*shown).opinion} {
		page := content(at).String()
		if strings.Contains(page, "<script>") || !strings.Contains(page, "&#34;&#39;&gt;&lt;/textarea&gt;&lt;script&gt;bad()") {
			t.Errorf("%s: %s", name, page)
		}
	}
}

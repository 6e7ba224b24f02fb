package e2e

import (
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"hup.example/services/kit/kittest"
)

// TestPublicForm_withoutAccountNorScript: somebody asks for help on the plain page, corrects what is wrong, confirms by the
// code of the mail, and only then an advisor sees the case.
func TestPublicForm_withoutAccountNorScript(t *testing.T) {
	hub := serve(t, t.TempDir(), "--demo")
	form := hub.page(t, "/demande?sujet=finance.investment", nil)
	token := regexp.MustCompile(`name="formToken" value="([^"]+)"`).FindStringSubmatch(form)
	if token == nil {
		t.Fatalf("no form: %s", form)
	}
	typed := url.Values{
		"formToken": token[1:], "subject": {"finance.investment"}, "who": {"name"}, "name": {"Menuiserie Roux"}, "postcode": {"30100"}, "commune": {"alès"},
		"contact": {"Camille Exemple"}, "email": {"camille"}, "answer.montant": {"25 000,50"}, "answer.nature": {"machines", "travaux"},
	}
	if refused := hub.page(t, "/demande", typed); !strings.Contains(refused, `href="#email"`) || !strings.Contains(refused, `value="25 000,50"`) {
		t.Fatalf("a wrong address is told and nothing that was typed is lost: %s", refused)
	}
	typed.Set("email", "camille@example.org")
	if sent := hub.page(t, "/demande", typed); !strings.Contains(sent, "c…@example.org") {
		t.Fatalf("%s", sent)
	}
	printed := regexp.MustCompile(`Confirmation de demande pour camille@example\.org : \S+/demande/confirmer#(\S+)`)
	var code []string
	kittest.Eventually(t, func() bool { code = printed.FindStringSubmatch(hub.said()); return code != nil }, "the mail is printed")
	confirmed := hub.page(t, "/demande/confirmer", url.Values{"code": code[1:]})
	if !strings.Contains(confirmed, "Votre demande est reçue") || !strings.Contains(confirmed, "HUP-") || !strings.Contains(confirmed, "Alès Myriapolis") {
		t.Errorf("%s", confirmed)
	}
	if wrong := hub.page(t, "/satisfaction", url.Values{"code": {"x"}}); !strings.Contains(wrong, `href="#mark0"`) {
		t.Errorf("an opinion without marks: %s", wrong)
	}
}

// page gets a page, or sends a form.
func (s *server) page(t *testing.T, path string, form url.Values) string {
	t.Helper()
	var answer *http.Response
	var err error
	if form == nil {
		answer, err = http.Get(s.url + path)
	} else {
		answer, err = http.PostForm(s.url+path, form)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode >= http.StatusInternalServerError {
		t.Fatal(answer.Status, err)
	}
	return string(text)
}

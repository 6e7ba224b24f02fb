package support_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/kittest"
)

// publicForm loads a form and fills it as somebody without account does, in nine seconds.
func (b *bench) publicForm(t *testing.T) *supportv1.SubmitPublicRequestRequest {
	t.Helper()
	loaded, err := b.Public.GetPublicForm(t.Context(), &supportv1.GetPublicFormRequest{Territory: "ales"})
	if err != nil || len(loaded.GetSubjects()) == 0 {
		t.Fatal(loaded, err)
	}
	b.clock.Advance(9 * time.Second)
	asked := form()
	return &supportv1.SubmitPublicRequestRequest{
		Company: asked.GetCompany(), Contact: asked.GetContact(), Description: asked.GetDescription(), Consents: asked.GetConsents(), Needs: asked.GetNeeds(),
		FormToken: loaded.GetFormToken(),
	}
}

var printedCode = regexp.MustCompile(`/demande/confirmer#(\S+)`)

// mailed is the code of the last mail.
func (b *bench) mailed(t *testing.T) string {
	t.Helper()
	found := printedCode.FindAllStringSubmatch(b.console.String(), -1)
	if len(found) == 0 {
		t.Fatalf("no mail: %s", b.console.String())
	}
	return found[len(found)-1][1]
}

// received counts the cases that the body in charge sees.
func (b *bench) received(t *testing.T) int {
	t.Helper()
	list, err := b.Cases.ListCases(b.as("myriapolis"), &supportv1.ListCasesRequest{})
	if err != nil {
		t.Fatal(err)
	}
	return len(list.GetCases())
}

func TestPublicRequest_disturbsNobodyBeforeItIsConfirmed(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		asked := b.publicForm(t)
		for range 2 {
			if _, err := b.Public.SubmitPublicRequest(t.Context(), asked); err != nil {
				t.Fatal(err)
			}
		}
		if n := strings.Count(b.console.String(), "/demande/confirmer#"); n != 1 || b.received(t) != 0 {
			t.Fatalf("%d mails, %d cases", n, b.received(t))
		}
		code := &supportv1.ConfirmPublicRequestRequest{Code: b.mailed(t)}
		// The checks of the form took no number.
		first, err := b.Public.ConfirmPublicRequest(t.Context(), code)
		if err != nil || first.GetNumber() != "HUP-2026-000001" || first.GetContactBodyId() != "myriapolis" || !strings.Contains(first.GetText(), first.GetNumber()) {
			t.Fatalf("%v, %v", first, err)
		}
		again, err := b.Public.ConfirmPublicRequest(t.Context(), code)
		if err != nil || again.GetNumber() != first.GetNumber() || b.received(t) != 1 {
			t.Errorf("confirmed twice: %v, %v", again, err)
		}
		if _, err := b.Public.SubmitPublicRequest(t.Context(), asked); err != nil || b.received(t) != 1 {
			t.Errorf("sent again after all: %v", err)
		}
		list, err := b.Cases.ListCases(b.as("myriapolis"), &supportv1.ListCasesRequest{Filter: `origin = "CASE_ORIGIN_WEB_FORM"`})
		if err != nil || len(list.GetCases()) != 1 {
			t.Fatalf("%v, %v", list, err)
		}
		c, err := b.Cases.GetCase(b.as("myriapolis"), &supportv1.GetCaseRequest{CaseId: list.GetCases()[0].GetCaseId()})
		if err != nil || len(c.GetNeeds()) != 2 || c.GetCreatedByPersonId() != "" || c.GetCreatedByBodyId() != "" {
			t.Errorf("%v, %v", c, err)
		}
		if _, err := b.Public.ConfirmPublicRequest(t.Context(), &supportv1.ConfirmPublicRequestRequest{Code: code.GetCode() + "x"}); badField(err) != "code" {
			t.Errorf("forged: %v", err)
		}
	})
}

func TestPublicRequest_isErasedWhenNobodyConfirms(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		if _, err := b.Public.SubmitPublicRequest(t.Context(), b.publicForm(t)); err != nil {
			t.Fatal(err)
		}
		b.days(3)
		var n int
		if err := b.store.DB().Read().QueryRow(t.Context(), `SELECT count(*) FROM public_request`).Scan(&n); err != nil || n != 0 {
			t.Errorf("%d are kept, %v", n, err)
		}
		if _, err := b.Public.ConfirmPublicRequest(t.Context(), &supportv1.ConfirmPublicRequestRequest{Code: b.mailed(t)}); badField(err) != "code" || b.received(t) != 0 {
			t.Errorf("%v", err)
		}
	})
}

func TestPublicRequest_saysWhatIsWrong(t *testing.T) {
	b := open(t, kittest.SQLite(t), "public-form-min-seconds", "10", "public-form-work-bits", "8", "public-form-per-mail", "2")
	early := b.publicForm(t)
	if _, err := b.Public.SubmitPublicRequest(t.Context(), early); !errs.Is(err, "FORM_REFUSED") {
		t.Errorf("nine seconds of ten: %v", err)
	}
	b.clock.Advance(time.Second)
	if _, err := b.Public.SubmitPublicRequest(t.Context(), early); !errs.Is(err, "FORM_REFUSED") {
		t.Errorf("without the work: %v", err)
	}
	work(early)
	early.Website = "https://example.org"
	if _, err := b.Public.SubmitPublicRequest(t.Context(), early); !errs.Is(err, "FORM_REFUSED") {
		t.Errorf("the hidden field: %v", err)
	}
	early.Website = ""
	early.Needs[1].Answers = []*supportv1.Answer{{QuestionCode: "montant", Value: "beaucoup"}}
	if _, err := b.Public.SubmitPublicRequest(t.Context(), early); badField(err) != "needs[1].answers[0].value" || b.console.Len() != 0 {
		t.Errorf("a wrong answer is told at once, no mail: %v", err)
	}
	early.Needs[1].Answers = nil
	for i := range 3 {
		next := b.publicForm(t)
		b.clock.Advance(time.Minute)
		work(next)
		if _, err := b.Public.SubmitPublicRequest(t.Context(), next); (i < 2) != (err == nil) || err != nil && !errs.Is(err, "TOO_MANY_REQUESTS") {
			t.Errorf("request %d of the same mail: %v", i+1, err)
		}
	}
	b.clock.Advance(3 * time.Hour)
	if _, err := b.Public.SubmitPublicRequest(t.Context(), early); badField(err) != "formToken" {
		t.Errorf("an old form: %v", err)
	}
	elsewhere := actor.With(t.Context(), actor.Actor{Territory: "lyon"})
	if _, err := b.Public.GetPublicForm(elsewhere, &supportv1.GetPublicFormRequest{}); !errs.Is(err, "NO_PUBLIC_FORM") {
		t.Errorf("a territory without: %v", err)
	}
}

// work proves eight bits.
func work(r *supportv1.SubmitPublicRequestRequest) {
	for i := 0; ; i++ {
		r.Work = fmt.Sprint(i)
		if sha256.Sum256([]byte(r.GetFormToken() + "." + r.GetWork()))[0] == 0 {
			return
		}
	}
}

func TestPublicRequest_keepsNothingWhenTheMailDoesNotLeave(t *testing.T) {
	b := open(t, kittest.SQLite(t), "smtp-url", "smtp://127.0.0.1:1", "smtp-from", "hup@example.org")
	if _, err := b.Public.SubmitPublicRequest(context.WithoutCancel(t.Context()), b.publicForm(t)); !errs.Is(err, "MAIL_NOT_SENT") {
		t.Fatalf("%v", err)
	}
	var n int
	if err := b.store.DB().Read().QueryRow(t.Context(), `SELECT count(*) FROM public_request`).Scan(&n); err != nil || n != 0 {
		t.Errorf("%d are kept, %v", n, err)
	}
}

func TestPublicRequest_theMailIsReallySent(t *testing.T) {
	server := kittest.NewMailServer(t)
	b := open(t, kittest.SQLite(t), "smtp-url", server.URL, "smtp-from", "hup@example.org")
	if _, err := b.Public.SubmitPublicRequest(t.Context(), b.publicForm(t)); err != nil {
		t.Fatal(err)
	}
	if got := kittest.Receive(t, server.Received); !strings.Contains(got, "personne@example.org") || !strings.Contains(got, "hup.example.org/demande/confirmer") {
		t.Errorf("%s", got)
	}
}

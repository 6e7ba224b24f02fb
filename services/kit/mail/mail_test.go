package mail_test

import (
	"strings"
	"testing"

	"hup.example/services/kit/kittest"
	"hup.example/services/kit/mail"
)

func none(string) string { return "" }

func TestOf_sendsOverTheServerThatIsSet(t *testing.T) {
	server := kittest.NewMailServer(t)
	set := map[string]string{"smtp-url": server.URL, "smtp-from": "hup@example.org"}
	mailer, err := mail.Of(func(name string) string { return set[name] }, false, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := mailer.Send(t.Context(), mail.Message{To: "camille@example.org", Subject: "Bonjour", Text: "Tout va bien."}); err != nil {
		t.Fatal(err)
	}
	if got := kittest.Receive(t, server.Received); !strings.Contains(got, "Tout va bien.") || !strings.Contains(got, "<camille@example.org>") {
		t.Errorf("%s", got)
	}
	delete(set, "smtp-from")
	if _, err := mail.Of(func(name string) string { return set[name] }, false, nil); err == nil || !strings.Contains(err.Error(), "smtp-from") {
		t.Errorf("without a sender: %v", err)
	}
}

func TestOf_printsInADemoAndIsNothingElsewhere(t *testing.T) {
	var console strings.Builder
	mailer, err := mail.Of(none, true, &console)
	if err != nil {
		t.Fatal(err)
	}
	if err := mailer.Send(t.Context(), mail.Message{Brief: "Code : 123456"}); err != nil || console.String() != "Code : 123456\n" {
		t.Errorf("%q, %v", console.String(), err)
	}
	if mailer, err := mail.Of(none, false, &console); mailer != nil || err != nil {
		t.Errorf("%v, %v", mailer, err)
	}
}

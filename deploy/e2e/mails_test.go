package e2e

import (
	"io"
	"maps"
	"mime"
	"mime/quotedprintable"
	"net/http"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"hup.example/services/kit/kittest"
)

// mailbox keeps what a mail server took of cases: by recipient and subject, the texts.
type mailbox struct {
	mu    sync.Mutex
	texts map[string][]string
}

// mailbox empties the server into a mailbox until the test ends.
func openMailbox(t *testing.T, server *kittest.MailServer) *mailbox {
	t.Helper()
	m := &mailbox{texts: map[string][]string{}}
	go func() {
		for {
			select {
			case raw := <-server.Received:
				m.put(t, raw)
			case <-t.Context().Done():
				return
			}
		}
	}()
	return m
}

func (m *mailbox) put(t *testing.T, raw string) {
	letter, err := mail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		t.Error(err)
		return
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(letter.Header.Get("Subject"))
	if err != nil {
		t.Error(err)
	}
	var body io.Reader = letter.Body
	if letter.Header.Get("Content-Transfer-Encoding") == "quoted-printable" {
		body = quotedprintable.NewReader(body)
	}
	text, err := io.ReadAll(body)
	if err != nil || letter.Header.Get("Message-ID") == "" || letter.Header.Get("Auto-Submitted") != "auto-generated" {
		t.Errorf("%v %v", err, letter.Header)
	}
	if !strings.Contains(subject, "HUP-") {
		return // what the demo's own data tells of
	}
	key := strings.Trim(letter.Header.Get("To"), "<>") + " | " + subject
	m.mu.Lock()
	defer m.mu.Unlock()
	m.texts[key] = append(m.texts[key], string(text))
}

// holds waits until the mailbox has these mails, fails when it has others or one twice, and gives the text of the last named.
func (m *mailbox) holds(t *testing.T, want ...string) string {
	t.Helper()
	count := func() (n int, got []string) {
		m.mu.Lock()
		defer m.mu.Unlock()
		for _, texts := range m.texts {
			n += len(texts)
		}
		return n, slices.Sorted(maps.Keys(m.texts))
	}
	kittest.Eventually(t, func() bool { n, _ := count(); return n >= len(want) }, "the mails are there")
	n, got := count()
	if sorted := slices.Sorted(slices.Values(want)); n != len(want) || !slices.Equal(got, sorted) {
		t.Fatalf("%d mails:\n%s\nwant\n%s", n, strings.Join(got, "\n"), strings.Join(sorted, "\n"))
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	text := m.texts[want[len(want)-1]][0]
	if strings.ContainsAny(text, "{}") {
		t.Errorf("a place was not filled: %s", text)
	}
	return text
}

// TestMails_tellEachWhatConcernsThemOnce: a case from its receipt to the survey, with a stop in between; and once more from
// the start, nobody is told anything twice.
func TestMails_tellEachWhatConcernsThemOnce(t *testing.T) {
	server := kittest.NewMailServer(t)
	box, dir := openMailbox(t, server), t.TempDir()
	flags := []string{"--smtp-url", server.URL, "--smtp-from", "hup@example.org"}
	p, running := inOneProcess(t, dir, "", flags...)
	opened := p.must(t, advisor, http.MethodPost, "/v1/requests", map[string]any{
		"company": map[string]any{"name": "Menuiserie Roux", "communeCode": "30007"}, "origin": "CASE_ORIGIN_COUNTER",
		"contact": map[string]any{"name": "Camille Exemple", "email": "roux@example.net"}, "consents": []any{map[string]any{"bodyId": "cci", "channel": "CHANNEL_COUNTER"}},
		"needs": []any{map[string]any{"subjectCode": "finance.investment", "description": "Une machine."}},
	})
	id, number := opened.text("case.caseId"), opened.text("case.number")
	contact, cci, lead := "roux@example.net | Demande "+number, "advisor.cci@example.org | Dossier "+number, "advisor.myriapolis@example.org | Dossier "+number
	mails := []string{contact + " bien reçue"}
	if text := box.holds(t, mails...); !strings.Contains(text, "Bonjour Camille Exemple,") || !strings.Contains(text, "Alès Myriapolis") || !strings.Contains(text, p.base+"/#/dossier/"+id) {
		t.Errorf("%s", text)
	}
	p.must(t, advisor, http.MethodPost, "/v1/cases/"+id+":qualify", map[string]any{})
	sent := p.must(t, advisor, http.MethodPost, "/v1/cases/"+id+"/referrals", map[string]any{"bodyId": "cci", "note": "À rappeler."})
	mails = append(mails, contact+" transmise", cci+" : une mise en relation vous attend")
	if text := box.holds(t, mails...); strings.Contains(text, "À rappeler") || strings.Contains(text, "Roux") {
		t.Errorf("what people wrote, and whom it is of, stays in the dossier: %s", text)
	}
	running.stop(t)
	p = restart(t, running, dir, "", flags...)
	p.must(t, "advisor@cci", http.MethodPost, "/v1/referrals/"+sent.text("referralId")+":accept", map[string]any{})
	p.must(t, "advisor@cci", http.MethodPost, "/v1/referrals/"+sent.text("referralId")+":close", map[string]any{"outcome": "REFERRAL_OUTCOME_HELPED"})
	taker := "CCI Gard"
	if text := p.must(t, advisor, http.MethodGet, "/v1/partner-bodies/cci", nil).text("name"); text != "" {
		taker = text
	}
	mails = append(mails, contact+" prise en charge", lead+" : "+taker+" prend en charge", lead+" : "+taker+" a terminé")
	box.holds(t, mails...)
	p.must(t, advisor, http.MethodPost, "/v1/cases/"+id+":close", map[string]any{"outcome": "CASE_OUTCOME_HELPED"})
	mails = append(mails, contact+" terminée", contact+" : votre avis en quatre questions")
	survey := regexp.MustCompile(regexp.QuoteMeta(p.base) + `/satisfaction#(\S+)`).FindStringSubmatch(box.holds(t, mails...))
	if survey == nil {
		t.Fatal("the survey has no link")
	}
	p.must(t, "", http.MethodPost, "/v1/public/satisfaction", map[string]any{"code": survey[1], "marks": []int{5, 4, 4, 5}})
	told := p.must(t, "advisor@cci", http.MethodGet, "/v1/notifications", nil).list("notifications")
	if len(told) != 1 || at(told[0], "template") != "referral_sent" || at(told[0], "status") != "NOTIFICATION_STATUS_SENT" || at(told[0], "caseId") != id {
		t.Errorf("what cci was told: %v", told)
	}
	box.holds(t, mails...)
	if log := running.output.text(); strings.Contains(log, "roux@") || strings.Contains(log, "advisor.cci@") {
		t.Errorf("an address is in the log:\n%s", tail(log))
	}
}

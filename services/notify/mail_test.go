package notify_test

import (
	"context"
	"fmt"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	commoneventv1 "hup.example/proto/gen/go/hup/common/event/v1"
	eventv1 "hup.example/proto/gen/go/hup/event/v1"
	notifyv1 "hup.example/proto/gen/go/hup/notify/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/kittest"
)

// mails opens the module over a mail server and runs who sends.
func mails(t *testing.T, url, server string) *bench {
	t.Helper()
	b := openWith(t, url, map[string]string{"smtp-url": server, "smtp-from": "hup@example.org"})
	b.others.contact = &supportv1.GetCaseContactResponse{Name: "Camille Exemple", Email: "camille@example.org"}
	b.others.people = []string{
		"per_ana cci ROLE_HUP_ADVISOR", "per_bob_english cci ROLE_PARTNER_EXPERT", "per_chef cci ROLE_BODY_MANAGER", "per_seul cma ROLE_BODY_MANAGER",
		"per_dan region ROLE_HUP_ADVISOR", "per_coord hup ROLE_HUP_COORDINATOR", "per_gerante com_1 ROLE_COMPANY_USER", "per_nobody cci ROLE_JUROR",
	}
	done := make(chan error, 1)
	ctx, cancel := context.WithCancel(t.Context())
	go func() { done <- b.service.Work[1].Work(ctx) }()
	t.Cleanup(func() { cancel(); kittest.Receive(t, done) })
	return b
}

// ask is the fact that somebody is to be told something of case A.
func (b *bench) ask(template, to, key string) *eventv1.Event {
	return b.event("support", caseA, &commoneventv1.NotificationRequested{
		Template: template, RecipientRef: to, SubjectId: caseA, DedupeKey: key,
		Params: map[string]string{"caseId": caseA, "caseNumber": "HUP-2026-000001", "bodyId": "agglo", "dueDate": "2026-11-30"},
	})
}

// outcomes waits until n messages are over and gives each as "recipient status reason".
func (b *bench) outcomes(n int) (said []string) {
	b.t.Helper()
	kittest.Eventually(b.t, func() bool {
		said = nil
		rows, err := b.store.DB().Read().Query(b.t.Context(), `SELECT recipient, status, reason FROM notification WHERE status <> 'NOTIFICATION_STATUS_PENDING' ORDER BY recipient, created_us, id`)
		if err != nil {
			b.t.Fatal(err)
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var to, status, reason string
			if err := rows.Scan(&to, &status, &reason); err != nil {
				b.t.Fatal(err)
			}
			text := to + " " + strings.TrimPrefix(status, "NOTIFICATION_STATUS_")
			if reason = strings.TrimPrefix(reason, "NOTIFICATION_REASON_"); reason != "UNSPECIFIED" {
				text += " " + reason
			}
			said = append(said, text)
		}
		return len(said) >= n
	}, n, " messages are over")
	return said
}

func TestMails_goToWhoIsMeant(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		server := kittest.NewMailServer(t)
		b := mails(t, url, server.URL)
		b.others.set(func() { b.others.shut = []string{"region"} })
		cases := []struct{ template, to string }{
			{"case_received", "person:per_bob_english"}, {"case_received", "body:cci"}, {"case_received", "body:cma"}, {"case_received", "body:plie"},
			{"case_received", "manager:cci"}, {"case_received", "manager:region"}, {"case_received", "role:hup_coordinator"}, {"case_received", "contact:" + caseA},
			{"opinion_asked", "opinion:opi_1"}, {"case_satisfaction", "contact:" + caseA}, {"referral_cancelled", "body:region"},
			{"case_received", "company:com_1"}, {"case_received", "company:com_2"}, {"case_received", "nobody"},
		}
		var events []*eventv1.Event
		for i, c := range cases {
			events = append(events, b.ask(c.template, c.to, fmt.Sprint("k", i)))
		}
		b.state(events...)
		drained, all := make(chan struct{}), make(chan string, 1)
		go drain(server, drained, all)
		want := []string{
			"body:plie SENT", "company:com_2 SENT", "person:per_gerante SENT", "contact:" + caseA + " SENT", "contact:" + caseA + " SENT", "opinion:opi_1 SENT", "person:per_ana SENT",
			"person:per_bob_english SENT", "person:per_bob_english SENT", "person:per_chef SENT", "person:per_coord SENT",
			"person:per_dan SKIPPED NO_ACCESS", "person:per_dan SENT", "person:per_seul SENT",
		}
		got := b.outcomes(len(want))
		slices.Sort(got)
		if slices.Sort(want); !slices.Equal(got, want) {
			t.Errorf("%q\nwant %q", got, want)
		}
		close(drained)
		text := strings.ReplaceAll(<-all, "=\n", "")
		for _, said := range []string{
			"<accueil.plie@example.org>", "<societe@example.org>", "https://hup.example.org/satisfaction#code", "https://hup.example.org/avis#jeton", "Hello Nom de per_bob_english",
			"Answer on Monday 30 November 2026, by La AGGLO.", "lundi 30 novembre 2026", "https://hup.example.org/#/dossier/" + caseA,
		} {
			if !strings.Contains(text, said) {
				t.Errorf("no mail says %q:\n%s", said, text)
			}
		}
	})
}

// drain reads what the server gets until it is told that all is there.
func drain(server *kittest.MailServer, done <-chan struct{}, all chan<- string) {
	var text strings.Builder
	for {
		select {
		case mail := <-server.Received:
			text.WriteString(mail + "\n")
		case <-done:
			for len(server.Received) > 0 { // what it took last
				text.WriteString(<-server.Received)
			}
			all <- text.String()
			return
		}
	}
}

func TestMails_respectWhatPeopleWant(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		server := kittest.NewMailServer(t)
		b := mails(t, url, server.URL)
		ana := b.as(actor.Actor{Kind: actor.Person, ID: "per_ana", BodyID: "cci", Roles: []actor.Role{actor.HupAdvisor}})
		if _, err := b.Told.UpdateNotificationPreferences(ana, &notifyv1.UpdateNotificationPreferencesRequest{MutedTemplates: []string{"case_taken", "no_such"}}); !errs.Is(err, "INVALID_FIELDS") {
			t.Errorf("a template that is none: %v", err)
		}
		got, err := b.Told.UpdateNotificationPreferences(ana, &notifyv1.UpdateNotificationPreferencesRequest{MutedTemplates: []string{"case_taken"}})
		if err != nil || got.GetMailOff() || got.GetEtag() == "" {
			t.Fatal(got, err)
		}
		b.others.set(func() { b.others.contact.PreferredChannel = supportv1.Channel_CHANNEL_PHONE })
		b.state(b.ask("case_taken", "person:per_ana", "a"), b.ask("case_received", "person:per_ana", "b"), b.ask("case_taken", "contact:"+caseA, "c"), b.ask("case_received", "contact:"+caseA, "d"))
		said := b.outcomes(4)
		slices.Sort(said)
		if !slices.Equal(said, []string{"contact:" + caseA + " SENT", "contact:" + caseA + " SKIPPED UNWANTED", "person:per_ana SENT", "person:per_ana SKIPPED UNWANTED"}) {
			t.Errorf("%q", said)
		}
		list, err := b.Told.ListNotifications(ana, &notifyv1.ListNotificationsRequest{Filter: `status = "NOTIFICATION_STATUS_SENT"`})
		if err != nil || len(list.GetNotifications()) != 1 || list.GetNotifications()[0].GetStatusLabel() != "Envoyée" || list.GetNotifications()[0].GetSentTime() == nil {
			t.Errorf("%v %v", list, err)
		}
		if list, err := b.Told.ListNotifications(b.manager("cma"), &notifyv1.ListNotificationsRequest{}); err != nil || len(list.GetNotifications()) != 0 {
			t.Errorf("those of others: %v %v", list, err)
		}
		off := true
		if _, err := b.Told.UpdateNotificationPreferences(ana, &notifyv1.UpdateNotificationPreferencesRequest{MailOff: &off}); err != nil {
			t.Fatal(err)
		}
		if got, err := b.Told.GetNotificationPreferences(ana, nil); err != nil || !got.GetMailOff() || len(got.GetMutedTemplates()) != 1 {
			t.Errorf("%v %v", got, err)
		}
		if _, err := b.Told.UpdateNotificationPreferences(b.client("cci"), &notifyv1.UpdateNotificationPreferencesRequest{MailOff: &off}); !errs.Is(err, "NOT_ALLOWED") {
			t.Errorf("a client: %v", err)
		}
	})
}

// TestMails_waitForTheMailServerAndGoOnce: identity is down, then the mail server; the event comes twice, and who sends
// starts again. The address that nobody has is tried once.
func TestMails_waitForTheMailServerAndGoOnce(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		address := listener.Addr().String()
		_ = listener.Close()
		b := mails(t, url, "smtp://"+address)
		b.others.set(func() { b.others.down = true })
		asked := b.ask("case_received", "body:region", "once")
		b.state(asked)
		b.tries("notification_request", 1)
		b.others.set(func() { b.others.down = false })
		b.later(asked)
		b.tries("notification", 1)
		server := kittest.NewMailServerAt(t, address)
		b.later(asked)
		if said := b.outcomes(1); !slices.Equal(said, []string{"person:per_dan SENT"}) {
			t.Errorf("%q", said)
		}
		again := mails(t, url, "smtp://"+address)
		again.state(asked, b.ask("case_received", "person:per_nobody", "refused"))
		if said := again.outcomes(2); !slices.Equal(said, []string{"person:per_dan SENT", "person:per_nobody FAILED REFUSED"}) {
			t.Errorf("%q", said)
		}
		again.state(again.ask("case_received", "person:per_coord", "last"))
		again.outcomes(3)
		if first, last := kittest.Receive(t, server.Received), kittest.Receive(t, server.Received); !strings.Contains(first, "dan@") || !strings.Contains(last, "coord@") {
			t.Errorf("%s\n%s", first, last)
		}
	})
}

// later lets time pass and wakes who sends, by an event that was there before.
func (b *bench) later(again *eventv1.Event) {
	b.clock.Advance(time.Hour)
	b.state(again)
}

// tries waits until what waits was tried in vain.
func (b *bench) tries(table string, n int) {
	b.t.Helper()
	kittest.Eventually(b.t, func() bool {
		var tries int
		err := b.store.DB().Read().QueryRow(b.t.Context(), `SELECT coalesce(max(tries), 0) FROM `+table).Scan(&tries)
		return err == nil && tries >= n
	}, table, " was tried")
}

func TestMails_oldOnesAreNotSentAndNeitherWithoutAServer(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := mails(t, url, "")
		old := b.ask("case_received", "person:per_ana", "old")
		b.clock.Advance(8 * 24 * time.Hour)
		b.state(old, b.ask("case_received", "person:per_coord", "new"))
		if said := b.outcomes(2); !slices.Equal(said, []string{"person:per_ana SKIPPED TOO_OLD", "person:per_coord SKIPPED NO_MAIL_SERVER"}) {
			t.Errorf("%q", said)
		}
	})
}

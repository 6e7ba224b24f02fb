package domain_test

import (
	"net/netip"
	"testing"
	"time"

	notifyv1 "hup.example/proto/gen/go/hup/notify/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/notify/internal/domain"
)

func TestPublic_knowsWhatIsNoPlaceOfTheInternet(t *testing.T) {
	for address, want := range map[string]bool{
		"93.184.216.34": true, "2606:2800:220:1:248:1893:25c8:1946": true, "8.8.8.8": true,
		"127.0.0.1": false, "::1": false, "10.0.0.1": false, "172.16.0.1": false, "192.168.1.1": false, "169.254.169.254": false,
		"0.0.0.0": false, "100.64.0.1": false, "192.0.2.1": false, "198.18.0.1": false, "224.0.0.1": false, "240.0.0.1": false, "255.255.255.255": false,
		"::": false, "fe80::1": false, "fe80::1%eth0": false, "fc00::1": false, "ff02::1": false, "2001:db8::1": false,
		"::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false, "64:ff9b::7f00:1": false, "2002:7f00:1::": false,
	} {
		if got := domain.Public(netip.MustParseAddr(address)); got != want {
			t.Errorf("Public(%s) = %t", address, got)
		}
	}
}

func TestNextAttempt_growsAndEndsAfterADay(t *testing.T) {
	first := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	now, last, tries := first, time.Duration(0), 1
	for {
		next, more := domain.NextAttempt(first, tries, now)
		if !more {
			break
		}
		if wait := next.Sub(now); wait < last && next.Sub(first) != domain.GiveUpAfter {
			t.Errorf("try %d waits %s after %s", tries, wait, last)
		} else {
			last = wait
		}
		now, tries = next, tries+1
	}
	if now.Sub(first) != 24*time.Hour || tries < 10 || tries > 20 {
		t.Errorf("%d tries, the last after %s", tries, now.Sub(first))
	}
}

func TestWants_knowsNamesAndWildcards(t *testing.T) {
	const received = "hup.support.case_received.v1"
	for wanted, want := range map[string]bool{received: true, "hup.support.*": true, "hup.*": true, "hup.land.*": false, "hup.support.case_closed.v1": false} {
		if got := domain.Wants([]string{wanted}, received); got != want {
			t.Errorf("%s: %t", wanted, got)
		}
	}
}

func TestWebhook_onlyThePlatformSuspends(t *testing.T) {
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	manager := actor.Actor{Kind: actor.Person, ID: "per_1", Territory: "ales", BodyID: "cci", Roles: []actor.Role{actor.BodyManager}}
	platform := actor.Of("ales", "notify")
	reason := notifyv1.WebhookStatusReason_WEBHOOK_STATUS_REASON_DELIVERY_FAILED
	w := domain.Create(manager, &notifyv1.CreateWebhookRequest{BodyId: "cci", TargetUrl: "https://x", EventTypes: []string{"hup.*"}}, now)
	if err := w.Suspend(manager, reason, time.Time{}, now); !errs.Is(err, "ROLE_MAY_NOT") {
		t.Errorf("a manager suspends: %v", err)
	}
	if err := w.Suspend(platform, reason, time.Time{}, now); err != nil || w.Active() {
		t.Errorf("the platform suspends: %v", err)
	}
	facts := len(w.Facts())
	if err := w.Suspend(platform, reason, time.Time{}, now); err != nil || len(w.Facts()) != facts {
		t.Errorf("twice is once: %v, %d facts", err, len(w.Facts()))
	}
}

func TestWebhook_whoStartsThatOfAnEndedClientTakesItOver(t *testing.T) {
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	client := actor.Actor{Kind: actor.Client, ID: "cli_1", Territory: "ales", BodyID: "cci"}
	manager := actor.Actor{Kind: actor.Person, ID: "per_1", Territory: "ales", BodyID: "cci", Roles: []actor.Role{actor.BodyManager}}
	w := domain.Create(client, &notifyv1.CreateWebhookRequest{BodyId: "cci", TargetUrl: "https://x", EventTypes: []string{"hup.*"}}, now)
	if err := w.End(actor.Of("ales", "notify"), notifyv1.WebhookStatusReason_WEBHOOK_STATUS_REASON_CLIENT_ENDED, time.Time{}, now); err != nil {
		t.Fatal(err)
	}
	edited := &notifyv1.Webhook{TargetUrl: "https://x", EventTypes: []string{"hup.*"}, Status: notifyv1.WebhookStatus_WEBHOOK_STATUS_ACTIVE}
	if err := w.Update(manager, edited, []string{"status"}, now); err != nil || w.State.GetClientId() != "" || w.State.GetCreatedByPersonId() != "per_1" {
		t.Errorf("%v, %v", err, w.State)
	}
}

package notify_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	notifyv1 "hup.example/proto/gen/go/hup/notify/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/idem"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/messages"
)

func TestCreateWebhook_showsItsSecretOnceAndKeepsItSealed(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		cci := idem.With(b.client("cci"), idem.Request{Territory: "ales", Caller: "client:cli_cci", Key: "k", Hash: []byte("h")})
		made := b.create(cci, "http://127.0.0.1:1/hook")
		if !strings.HasPrefix(made.GetSecret(), "whsec_") || made.GetWebhook().GetClientId() != "cli_cci" || made.GetWebhook().GetBodyId() != "cci" ||
			made.GetWebhook().GetStatusLabel() != "Actif" || made.GetWebhook().GetEtag() != `"1"` {
			t.Fatalf("made %v", made)
		}
		if again := b.create(cci, "http://127.0.0.1:1/hook"); !proto.Equal(again, made) {
			t.Errorf("the same call answers %v", again)
		}
		var kept []byte
		if err := b.store.DB().Read().QueryRow(t.Context(), `SELECT answer FROM idempotency`).Scan(&kept); err != nil || bytes.Contains(kept, []byte(made.GetSecret()[6:])) {
			t.Errorf("the kept answer holds the secret, or %v", err)
		}
		_, err := b.Webhooks.CreateWebhook(b.client("cci"), &notifyv1.CreateWebhookRequest{TargetUrl: "http://127.0.0.1:1/hook", EventTypes: []string{"hup.*"}})
		if !errs.Is(err, "WEBHOOK_EXISTS") {
			t.Errorf("a second one to the same address: %v", err)
		}
	})
}

func TestCreateWebhook_refuses(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url, true)
		for target, want := range map[string]string{
			"https://127.0.0.1/hook": "WEBHOOK_TARGET_REFUSED", "https://[::1]/hook": "WEBHOOK_TARGET_REFUSED", "http://93.184.216.34/hook": "WEBHOOK_TARGET_REFUSED",
			"https://10.1.2.3/": "WEBHOOK_TARGET_REFUSED", "https://169.254.169.254/latest": "WEBHOOK_TARGET_REFUSED", "https://localhost/": "WEBHOOK_TARGET_REFUSED",
			"https://a:b@93.184.216.34/": "WEBHOOK_TARGET_REFUSED", "https://93.184.216.34/hook": "",
		} {
			_, err := b.Webhooks.CreateWebhook(b.client("cci"), &notifyv1.CreateWebhookRequest{TargetUrl: target, EventTypes: []string{"hup.*"}})
			if want == "" && err != nil || want != "" && !errs.Is(err, want) {
				t.Errorf("%s: %v", target, err)
			}
		}
		_, err := b.Webhooks.CreateWebhook(b.client("cci"), &notifyv1.CreateWebhookRequest{TargetUrl: "https://93.184.216.34/b", EventTypes: []string{"hup.x.*"}})
		if !errs.Is(err, "EVENT_TYPE_UNKNOWN") {
			t.Errorf("an unknown type: %v", err)
		}
		_, err = b.Webhooks.CreateWebhook(b.client("cci"), &notifyv1.CreateWebhookRequest{TargetUrl: "https://93.184.216.34/b", EventTypes: []string{"hup.*"}, BodyId: "agglo"})
		if !errs.Is(err, "NOT_ALLOWED") {
			t.Errorf("for another body: %v", err)
		}
	})
}

// A name that leads to a private address only when it is dialled is refused there.
func TestPingWebhook_refusesAPrivateAddressWhenItDials(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		r := receive(t)
		lax := open(t, url, false)
		id := lax.create(lax.client("cci"), r.URL).GetWebhook().GetWebhookId()
		strict := open(t, url, true)
		_, err := strict.Webhooks.PingWebhook(strict.client("cci"), &notifyv1.PingWebhookRequest{WebhookId: id})
		if !errs.Is(err, "WEBHOOK_TARGET_REFUSED") || len(r.got()) != 0 {
			t.Errorf("%v, %d requests", err, len(r.got()))
		}
	})
}

func TestCreateWebhook_countsTheWebhooksOfABody(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		for i := range 20 {
			b.create(b.client("cci"), fmt.Sprintf("http://127.0.0.1:1/%d", i))
		}
		_, err := b.Webhooks.CreateWebhook(b.client("cci"), &notifyv1.CreateWebhookRequest{TargetUrl: "http://127.0.0.1:1/x", EventTypes: []string{"hup.*"}})
		if !errs.Is(err, "TOO_MANY_WEBHOOKS") {
			t.Errorf("the 21st: %v", err)
		}
		b.create(b.client("agglo"), "http://127.0.0.1:1/0")
		page, err := b.Webhooks.ListWebhooks(b.client("agglo"), &notifyv1.ListWebhooksRequest{})
		if err != nil || len(page.GetWebhooks()) != 1 {
			t.Errorf("agglo lists %d, %v", len(page.GetWebhooks()), err)
		}
		page, err = b.Webhooks.ListWebhooks(b.coordinator(), &notifyv1.ListWebhooksRequest{Filter: `bodyId = "cci"`, PageSize: 15})
		if err != nil || len(page.GetWebhooks()) != 15 || page.GetNextPageToken() == "" {
			t.Errorf("the coordinator lists %d, %v", len(page.GetWebhooks()), err)
		}
	})
}

func TestCreateWebhook_countsAsTheOperatorSays(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := openWith(t, url, map[string]string{"webhook-allow-private": "true", "webhooks-per-body": "1"})
		b.create(b.client("cci"), "http://127.0.0.1:1/0")
		_, err := b.Webhooks.CreateWebhook(b.client("cci"), &notifyv1.CreateWebhookRequest{TargetUrl: "http://127.0.0.1:1/1", EventTypes: []string{"hup.*"}})
		if !errs.Is(err, "TOO_MANY_WEBHOOKS") {
			t.Errorf("the second: %v", err)
		}
	})
}

func TestCreateWebhook_sentTwiceWithItsOwnIDIsMadeOnce(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		r := &notifyv1.CreateWebhookRequest{TargetUrl: "http://127.0.0.1:1/", EventTypes: []string{"hup.*"}, ClientRequestId: "mine"}
		first, err := b.Webhooks.CreateWebhook(b.client("cci"), r)
		if err != nil {
			t.Fatal(err)
		}
		second, err := b.Webhooks.CreateWebhook(b.client("cci"), r)
		if err != nil || second.GetSecret() != "" || second.GetWebhook().GetWebhookId() != first.GetWebhook().GetWebhookId() {
			t.Errorf("the second answers %v, %v", second, err)
		}
	})
}

func TestWebhook_isHiddenFromOtherBodiesAndTerritories(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		id := b.create(b.client("cci"), "http://127.0.0.1:1/").GetWebhook().GetWebhookId()
		elsewhere := b.as(actor.Actor{Kind: actor.Person, ID: "per_n", Territory: "nimes", BodyID: "cci", Roles: []actor.Role{actor.HupCoordinator}})
		if _, err := b.Webhooks.GetWebhook(b.client("agglo"), &notifyv1.GetWebhookRequest{WebhookId: id}); !errs.Is(err, "WEBHOOK_NOT_FOUND") {
			t.Errorf("another body: %v", err)
		}
		if _, err := b.Webhooks.DeleteWebhook(elsewhere, &notifyv1.DeleteWebhookRequest{WebhookId: id}); !errs.Is(err, "WEBHOOK_NOT_FOUND") {
			t.Errorf("another territory: %v", err)
		}
		if _, err := b.Webhooks.ListDeliveries(b.manager("agglo"), &notifyv1.ListDeliveriesRequest{WebhookId: id}); !errs.Is(err, "WEBHOOK_NOT_FOUND") {
			t.Errorf("its deliveries: %v", err)
		}
	})
}

func TestRotateWebhookSecret_twoSecretsSignForADay(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		r, cci := receive(t), b.client("cci")
		made := b.create(cci, r.URL)
		id := made.GetWebhook().GetWebhookId()
		b.clock.Advance(time.Second)
		rotated, err := b.Webhooks.RotateWebhookSecret(cci, &notifyv1.RotateWebhookSecretRequest{WebhookId: id})
		if err != nil || rotated.GetSecret() == made.GetSecret() || len(rotated.GetWebhook().GetSecrets()) != 2 {
			t.Fatalf("rotated %v, %v", rotated, err)
		}
		if _, err := b.Webhooks.RotateWebhookSecret(cci, &notifyv1.RotateWebhookSecretRequest{WebhookId: id}); !errs.Is(err, "WEBHOOK_SECRETS_OVERLAP") {
			t.Errorf("a third secret: %v", err)
		}
		ping := func() post {
			d, err := b.Webhooks.PingWebhook(cci, &notifyv1.PingWebhookRequest{WebhookId: id})
			if err != nil || d.GetStatus() != statusSucceeded || d.GetEventType() != "hup.notify.ping.v1" || d.GetStatusLabel() != "Livrée" {
				t.Fatalf("ping %v, %v", d, err)
			}
			got := r.got()
			return got[len(got)-1]
		}
		b.clock.Advance(24*time.Hour - time.Second)
		p := ping()
		if verify(t, made.GetSecret(), p) != nil || verify(t, rotated.GetSecret(), p) != nil {
			t.Errorf("during the overlap: %s", p.header.Get("webhook-signature"))
		}
		b.clock.Advance(2 * time.Second)
		p = ping()
		if verify(t, made.GetSecret(), p) == nil || verify(t, rotated.GetSecret(), p) != nil {
			t.Errorf("after the overlap: %s", p.header.Get("webhook-signature"))
		}
		if n := len(b.webhook(cci, id).GetSecrets()); n != 1 {
			t.Errorf("%d secrets", n)
		}
		none := int32(0)
		last, err := b.Webhooks.RotateWebhookSecret(cci, &notifyv1.RotateWebhookSecretRequest{WebhookId: id, OverlapMinutes: &none})
		if err != nil || verify(t, rotated.GetSecret(), ping()) == nil || verify(t, last.GetSecret(), ping()) != nil {
			t.Errorf("without overlap: %v", err)
		}
	})
}

func TestUpdateWebhook_changesAndStopsAndStarts(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		r, cci := receive(t), b.client("cci")
		id := b.create(cci, r.URL).GetWebhook().GetWebhookId()
		update := func(to *notifyv1.Webhook, paths ...string) (*notifyv1.Webhook, error) {
			to.WebhookId = id
			return b.Webhooks.UpdateWebhook(cci, &notifyv1.UpdateWebhookRequest{Webhook: to, UpdateMask: &fieldmaskpb.FieldMask{Paths: paths}})
		}
		b.state(b.readers(caseA, 1, "cci"), b.received(caseA))
		w, err := update(&notifyv1.Webhook{Status: notifyv1.WebhookStatus_WEBHOOK_STATUS_DISABLED, Description: "arrêt"}, "status", "description")
		if err != nil || w.GetStatusLabel() != "Désactivé" || w.GetDescription() != "arrêt" || w.GetPendingDeliveryCount() != 0 {
			t.Fatalf("stopped: %v, %v", w, err)
		}
		if d := b.deliveries(cci, id)[0]; d.GetStatus() != statusCancelled {
			t.Errorf("delivery %v", d)
		}
		if _, err := b.Webhooks.ReplayWebhook(cci, &notifyv1.ReplayWebhookRequest{WebhookId: id}); !errs.Is(err, "WEBHOOK_NOT_ACTIVE") {
			t.Errorf("replay of a stopped one: %v", err)
		}
		for _, bad := range []*notifyv1.Webhook{{Status: notifyv1.WebhookStatus_WEBHOOK_STATUS_SUSPENDED}, {TargetUrl: ""}, {EventTypes: nil}} {
			if _, err := update(bad, "status", "target_url", "event_types"); err == nil {
				t.Errorf("%v was taken", bad)
			}
		}
		w, err = update(&notifyv1.Webhook{Status: notifyv1.WebhookStatus_WEBHOOK_STATUS_ACTIVE, EventTypes: []string{"hup.land.*"}})
		if err != nil || w.GetStatus() != notifyv1.WebhookStatus_WEBHOOK_STATUS_ACTIVE || w.GetEventTypes()[0] != "hup.land.*" || w.GetTargetUrl() != r.URL {
			t.Errorf("started: %v, %v", w, err)
		}
		b.state(b.received(caseA))
		if n := len(b.deliveries(cci, id)); n != 1 {
			t.Errorf("%d deliveries: it wants no cases any more", n)
		}
		if got := b.stated(); strings.Count(got, "webhook_status_changed") != 3 || strings.Count(got, "webhook_updated") != 2 {
			t.Errorf("the journal states %s", got)
		}
	})
}

func TestDeleteWebhook_leavesNothingButItsFacts(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		cci := b.client("cci")
		id := b.create(cci, "http://127.0.0.1:1/").GetWebhook().GetWebhookId()
		b.state(b.readers(caseA, 1, "cci"), b.received(caseA))
		if _, err := b.Webhooks.DeleteWebhook(cci, &notifyv1.DeleteWebhookRequest{WebhookId: id}); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Webhooks.GetWebhook(cci, &notifyv1.GetWebhookRequest{WebhookId: id}); !errs.Is(err, "WEBHOOK_NOT_FOUND") {
			t.Errorf("it is still there: %v", err)
		}
		for _, table := range []string{"webhook", "webhook_secret", "delivery", "webhook_health"} {
			var n int
			if err := b.store.DB().Read().QueryRow(t.Context(), "SELECT count(*) FROM "+table).Scan(&n); err != nil || n != 0 {
				t.Errorf("%d rows of %s, %v", n, table, err)
			}
		}
		if got := b.stated(); !strings.HasSuffix(got, "hup.notify.webhook_deleted.v1") {
			t.Errorf("the journal states %s", got)
		}
		b.create(cci, "http://127.0.0.1:1/") // the address is free again
	})
}

func TestMessages_everyReasonAndLabelHasItsWords(t *testing.T) {
	c := words(t)
	messages.CheckEnum(t, c, "hup.notify", notifyv1.ErrorReason(0).Descriptor())
	messages.CheckFiles(t, c, "hup.notify")
	for _, name := range notifyv1.WebhookStatus_name {
		checkLabel(t, c, name)
	}
	for _, name := range notifyv1.WebhookDeliveryStatus_name {
		checkLabel(t, c, name)
	}
}

func checkLabel(t *testing.T, c *messages.Catalogue, name string) {
	t.Helper()
	if !strings.HasSuffix(name, "_UNSPECIFIED") {
		messages.CheckKey(t, c, "hup.notify", name)
	}
}

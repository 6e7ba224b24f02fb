package notify_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	identityeventv1 "hup.example/proto/gen/go/hup/identity/event/v1"
	notifyv1 "hup.example/proto/gen/go/hup/notify/v1"
	"hup.example/services/kit/journal"
	"hup.example/services/kit/kittest"
)

const (
	statusPending   = notifyv1.WebhookDeliveryStatus_WEBHOOK_DELIVERY_STATUS_PENDING
	statusSucceeded = notifyv1.WebhookDeliveryStatus_WEBHOOK_DELIVERY_STATUS_SUCCEEDED
	statusFailed    = notifyv1.WebhookDeliveryStatus_WEBHOOK_DELIVERY_STATUS_FAILED
	statusCancelled = notifyv1.WebhookDeliveryStatus_WEBHOOK_DELIVERY_STATUS_CANCELLED
)

// verify checks a request with the public library, under one secret. The library compares with the machine's clock, the
// test's clock stands elsewhere: the age is checked apart.
func verify(t *testing.T, secret string, p post) error {
	t.Helper()
	w, err := standardwebhooks.NewWebhook(secret)
	if err != nil {
		t.Fatal(err)
	}
	return w.VerifyIgnoringTimestamp(p.body, p.header)
}

func TestDelivery_isSignedAndHoldsTheEvent(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		r, cci := receive(t), b.client("cci")
		made := b.create(cci, r.URL)
		b.work()
		e := b.received(caseA)
		b.state(b.readers(caseA, 1, "cci"), e, b.received(caseB))
		p := r.await(t, 1)[0]
		if err := verify(t, made.GetSecret(), p); err != nil {
			t.Error(err)
		}
		if p.id() != e.GetId() || p.header.Get("webhook-timestamp") != "1795420800" || p.header.Get("Content-Type") != "application/json" {
			t.Errorf("headers %v", p.header)
		}
		var body struct {
			Specversion, ID, Type, Source, Subject, Seq string
			Data                                        map[string]any
		}
		if err := json.Unmarshal(p.body, &body); err != nil || body.Specversion != "1.0" || body.ID != e.GetId() || body.Source != "/ales/support" ||
			body.Subject != caseA || body.Data["communeCode"] != "30007" || body.Data["companyId"] != nil {
			t.Errorf("body %s, %v", p.body, err)
		}
		b.ended(cci, made.GetWebhook().GetWebhookId(), statusSucceeded)
		w := b.webhook(cci, made.GetWebhook().GetWebhookId())
		if w.GetLastSuccessTime() == nil || w.GetCursor() == "" || w.GetPendingDeliveryCount() != 0 {
			t.Errorf("webhook %v", w)
		}
		if n := len(r.got()); n != 1 {
			t.Errorf("%d requests: the other case is not this body's", n)
		}
	})
}

func TestDelivery_aSlowReceiverDelaysNoOther(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		slow, fast, cci := receive(t), receive(t), b.client("cci")
		release := make(chan struct{})
		slow.reply(func(http.ResponseWriter, *http.Request) { <-release })
		t.Cleanup(func() { close(release) }) // before the server is closed, which waits for its requests
		b.create(cci, slow.URL)
		b.create(cci, fast.URL)
		b.work()
		b.state(b.readers(caseA, 1, "cci"))
		for range 20 {
			b.state(b.received(caseA))
		}
		fast.await(t, 20)
		if n := len(slow.await(t, 1)); n != 1 {
			t.Errorf("the slow receiver has %d at once", n)
		}
	})
}

func TestDelivery_isTriedForADayThenTheWebhookIsSuspended(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		r, cci := receive(t), b.client("cci")
		r.reply(func(w http.ResponseWriter, _ *http.Request) { // an HTML page without end
			w.WriteHeader(http.StatusBadGateway)
			_, _ = w.Write([]byte("<html>" + strings.Repeat("x", 1<<20)))
		})
		id := b.create(cci, r.URL).GetWebhook().GetWebhookId()
		b.work()
		b.state(b.readers(caseA, 1, "cci"), b.received(caseA), b.received(caseA))
		var waits []time.Duration
		start := b.clock.Now()
		for b.webhook(cci, id).GetStatus() == notifyv1.WebhookStatus_WEBHOOK_STATUS_ACTIVE {
			b.settled(cci, id)
			if all := b.deliveries(cci, id); all[0].GetStatus() == statusPending && all[1].GetStatus() == statusPending {
				wait := all[0].GetNextAttemptTime().AsTime().Sub(b.clock.Now())
				waits = append(waits, wait)
				b.pass(wait)
			}
		}
		if took := b.clock.Now().Sub(start); took != 24*time.Hour || len(waits) < 8 {
			t.Errorf("gave up after %s and the waits %v", took, waits)
		}
		for i, w := range waits[1 : len(waits)-1] {
			if w < waits[i] {
				t.Errorf("the waits do not grow: %v", waits)
			}
		}
		w := b.webhook(cci, id)
		if w.GetStatus() != notifyv1.WebhookStatus_WEBHOOK_STATUS_SUSPENDED || w.GetSuspendedTime() == nil ||
			w.GetStatusReason() != notifyv1.WebhookStatusReason_WEBHOOK_STATUS_REASON_DELIVERY_FAILED || w.GetPendingDeliveryCount() != 0 {
			t.Errorf("webhook %v", w)
		}
		if all := b.deliveries(cci, id); all[0].GetStatus() != statusFailed && all[1].GetStatus() != statusFailed {
			t.Errorf("deliveries %v", all)
		}
		if got := b.stated(); !strings.Contains(got, "hup.notify.webhook_suspended.v1") {
			t.Errorf("the journal states %s", got)
		}
		for _, p := range r.got() {
			if p.id() == "" || len(r.got()) > 2*(len(waits)+2) {
				t.Errorf("%d requests", len(r.got()))
			}
		}
	})
}

func TestDelivery_aRefusedEventAmongGoodOnesSuspendsNothing(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		r, cci := receive(t), b.client("cci")
		id := b.create(cci, r.URL).GetWebhook().GetWebhookId()
		bad := b.received(caseA)
		r.reply(func(w http.ResponseWriter, q *http.Request) {
			if q.Header.Get("webhook-id") == bad.GetId() {
				w.WriteHeader(http.StatusUnprocessableEntity)
			}
		})
		b.work()
		b.state(b.readers(caseA, 1, "cci"), bad)
		for {
			b.settled(cci, id)
			if b.webhook(cci, id).GetPendingDeliveryCount() == 0 {
				break
			}
			b.state(b.received(caseA))
			b.pass(5 * time.Hour)
		}
		if w := b.webhook(cci, id); w.GetStatus() != notifyv1.WebhookStatus_WEBHOOK_STATUS_ACTIVE {
			t.Errorf("webhook %v", w)
		}
	})
}

func TestDelivery_goneDisablesTheWebhook(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		r, cci := receive(t), b.client("cci")
		r.status(http.StatusGone)
		id := b.create(cci, r.URL).GetWebhook().GetWebhookId()
		b.work()
		b.state(b.readers(caseA, 1, "cci"), b.received(caseA))
		kittest.Eventually(t, func() bool {
			return b.webhook(cci, id).GetStatus() == notifyv1.WebhookStatus_WEBHOOK_STATUS_DISABLED
		}, "it is disabled")
		if w := b.webhook(cci, id); w.GetStatusReason() != notifyv1.WebhookStatusReason_WEBHOOK_STATUS_REASON_TARGET_GONE {
			t.Errorf("webhook %v", w)
		}
		b.state(b.received(caseA))
		if all := b.deliveries(cci, id); len(all) != 1 || all[0].GetStatus() != statusFailed {
			t.Errorf("deliveries %v", all)
		}
	})
}

func TestDelivery_doesNotFollowARedirect(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		elsewhere, r, cci := receive(t), receive(t), b.client("cci")
		r.reply(func(w http.ResponseWriter, q *http.Request) {
			http.Redirect(w, q, elsewhere.URL, http.StatusTemporaryRedirect)
		})
		id := b.create(cci, r.URL).GetWebhook().GetWebhookId()
		b.work()
		b.state(b.readers(caseA, 1, "cci"), b.received(caseA))
		b.settled(cci, id)
		a := b.deliveries(cci, id)[0].GetAttempts()[0]
		if a.GetError() != notifyv1.WebhookAttemptError_WEBHOOK_ATTEMPT_ERROR_REDIRECT || a.GetHttpStatus() != 307 || len(elsewhere.got()) != 0 {
			t.Errorf("attempt %v, %d elsewhere", a, len(elsewhere.got()))
		}
	})
}

// The process dies when the receiver has the event, and nobody marked it: the event comes again under the same id.
func TestDelivery_aCrashBetweenClaimAndMarkRepeatsIt(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		r, cci := receive(t), b.client("cci")
		hold := make(chan struct{})
		r.reply(func(http.ResponseWriter, *http.Request) { <-hold })
		id := b.create(cci, r.URL).GetWebhook().GetWebhookId()
		crash := b.work()
		b.state(b.readers(caseA, 1, "cci"), b.received(caseA))
		r.await(t, 1)
		crash()
		close(hold)
		b.work()
		b.pass(time.Minute)
		got := r.await(t, 2)
		if got[0].id() != got[1].id() || string(got[0].body) != string(got[1].body) {
			t.Errorf("first %s, then %s", got[0].id(), got[1].id())
		}
		b.ended(cci, id, statusSucceeded)
	})
}

func TestDelivery_asksAgainWhetherTheBodyMay(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		r, cci := receive(t), b.client("cci")
		id := b.create(cci, r.URL).GetWebhook().GetWebhookId()
		b.state(b.readers(caseA, 1, "cci"), b.received(caseA))
		b.state(b.readers(caseA, 2, "agglo"))
		b.work()
		b.ended(cci, id, statusCancelled)
		if n := len(r.got()); n != 0 {
			t.Errorf("%d requests", n)
		}
	})
}

func TestDelivery_stopsWithItsClient(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		r, cci := receive(t), b.client("cci")
		id := b.create(cci, r.URL).GetWebhook().GetWebhookId()
		b.state(b.readers(caseA, 1, "cci"), b.received(caseA),
			b.event("identity", "cli_cci", &identityeventv1.ClientRevoked{ClientId: "cli_cci", BodyId: "cci"}))
		b.work()
		b.state(b.received(caseA))
		w := b.webhook(b.manager("cci"), id)
		if w.GetStatusReason() != notifyv1.WebhookStatusReason_WEBHOOK_STATUS_REASON_CLIENT_ENDED || w.GetPendingDeliveryCount() != 0 || len(r.got()) != 0 {
			t.Errorf("webhook %v, %d requests", w, len(r.got()))
		}
	})
}

func TestReplay_sendsAgainFromACursor(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		r, cci := receive(t), b.client("cci")
		b.state(b.readers(caseA, 1, "cci"))
		var ids []string
		for range 450 { // more than a step takes
			e := b.received(caseA)
			ids = append(ids, e.GetId())
			b.state(e)
		}
		cursor := b.read(cci, "", "hup.support.case_received.v1").GetNextCursor()
		id := b.create(cci, r.URL).GetWebhook().GetWebhookId()
		b.work()
		if _, err := b.Webhooks.ReplayWebhook(cci, &notifyv1.ReplayWebhookRequest{WebhookId: id, After: cursor}); err != nil {
			t.Fatal(err)
		}
		b.fire()
		got := r.await(t, 400)
		b.settled(cci, id)
		for i, p := range got {
			if p.id() != ids[50+i] {
				t.Fatalf("request %d is %s, want %s", i, p.id(), ids[50+i])
			}
		}
		if n := len(r.got()); n != 400 {
			t.Errorf("%d requests", n)
		}
	})
}

// settled waits until each delivery is over, or was tried at the present instant and waits for a later one.
func (b *bench) settled(ctx context.Context, webhookID string) {
	b.t.Helper()
	kittest.Eventually(b.t, func() bool {
		for _, d := range b.deliveries(ctx, webhookID) {
			n := len(d.GetAttempts())
			if d.GetStatus() == statusPending && (n == 0 || !d.GetAttempts()[n-1].GetTime().AsTime().Equal(b.clock.Now())) {
				return false
			}
		}
		return true
	}, "all that is due is tried")
}

// ended waits until the newest delivery has a status.
func (b *bench) ended(ctx context.Context, webhookID string, want notifyv1.WebhookDeliveryStatus) {
	b.t.Helper()
	kittest.Eventually(b.t, func() bool {
		all := b.deliveries(ctx, webhookID)
		return len(all) > 0 && all[0].GetStatus() == want
	}, "a delivery is ", want)
}

// stated are the types of the facts in the journal, in order.
func (b *bench) stated() string {
	b.t.Helper()
	rows, err := b.store.DB().Read().Query(b.t.Context(), `SELECT type FROM journal ORDER BY id`)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var all []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			b.t.Fatal(err)
		}
		all = append(all, s)
	}
	if _, err := journal.Verify(b.t.Context(), b.store.DB(), func(f journal.Fault) { b.t.Error(f) }); err != nil {
		b.t.Error(err)
	}
	return strings.Join(all, " ")
}

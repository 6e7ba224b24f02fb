package app

import (
	"context"
	"errors"
	"net/http"
	"time"

	notifyv1 "hup.example/proto/gen/go/hup/notify/v1"
	kit "hup.example/services/kit/store"
	"hup.example/services/notify/internal/domain"
	"hup.example/services/notify/internal/store"
)

// Message is an event ready to be sent.
type Message struct {
	// URL is where it goes, ID the webhook-id header.
	URL, ID string
	Body    []byte
	// Keys sign it, the newest first.
	Keys [][]byte
}

// Target sends messages to the addresses that are allowed.
type Target interface {
	// Check refuses an address that cannot be a target.
	Check(ctx context.Context, url string) error
	// Send sends a message once and says how it went.
	Send(ctx context.Context, m Message) *notifyv1.WebhookAttempt
}

// SendDelivery is the two halves of a delivery that the database sees: it is taken, and it is marked.
type SendDelivery struct{ Vault *Vault }

// Take claims the next due delivery of a webhook that its body still may receive; nil when nothing is due. What it may not
// receive any more is cancelled.
func (u SendDelivery) Take(tx *kit.Tx, webhookID string, lease time.Duration) (*store.Delivery, *Message, error) {
	w, err := store.Webhooks.Get(tx, webhookID)
	if err != nil {
		return nil, nil, gone(err)
	}
	for {
		d, due, err := store.Claim(tx, webhookID, lease)
		if err != nil || !due {
			return nil, nil, err
		}
		message, err := u.message(tx, w, d)
		if err != nil {
			return nil, nil, err
		}
		if message != nil {
			return &d, message, nil
		}
		d.Status = cancelled
		if err := store.PutDelivery(tx, d); err != nil {
			return nil, nil, err
		}
	}
}

// message is nil when the webhook may not get the event.
func (u SendDelivery) message(tx *kit.Tx, w *domain.Webhook, d store.Delivery) (*Message, error) {
	e, may, err := store.ToldOf(&tx.View, w.State.GetBodyId(), d.EventSeq)
	if err != nil || !may || !w.Active() {
		return nil, err
	}
	event, err := CloudEvent(w.Territory, e)
	if err != nil {
		return nil, err
	}
	body, err := JSON(event)
	if err != nil {
		return nil, err
	}
	keys, err := u.Keys(&tx.View, w.ID)
	return &Message{URL: w.State.GetTargetUrl(), ID: e.ID, Body: body, Keys: keys}, err
}

// Keys are the keys that sign for a webhook now, newest first.
func (u SendDelivery) Keys(v *kit.View, webhookID string) ([][]byte, error) {
	sealed, err := store.Secrets(v, webhookID)
	if err != nil {
		return nil, err
	}
	keys := make([][]byte, len(sealed))
	for i, s := range sealed {
		if keys[i], err = u.Vault.Key(webhookID, s); err != nil {
			return nil, err
		}
	}
	if len(keys) == 0 {
		return nil, errors.New("webhook " + webhookID + " has no secret")
	}
	return keys, nil
}

// Short names of the statuses of a delivery.
const (
	pending   = notifyv1.WebhookDeliveryStatus_WEBHOOK_DELIVERY_STATUS_PENDING
	succeeded = notifyv1.WebhookDeliveryStatus_WEBHOOK_DELIVERY_STATUS_SUCCEEDED
	failed    = notifyv1.WebhookDeliveryStatus_WEBHOOK_DELIVERY_STATUS_FAILED
	cancelled = notifyv1.WebhookDeliveryStatus_WEBHOOK_DELIVERY_STATUS_CANCELLED
)

// Mark keeps how an attempt went, and says what follows: the end, another try later, or a webhook that is stopped.
func (u SendDelivery) Mark(tx *kit.Tx, taken store.Delivery, attempt *notifyv1.WebhookAttempt) error {
	w, err := store.Webhooks.Get(tx, taken.WebhookID)
	if err != nil {
		return gone(err)
	}
	d, err := store.DeliveryOf(&tx.View, taken.ID)
	if err != nil {
		return gone(err)
	}
	health, err := store.HealthOf(&tx.View, w.ID)
	if err != nil {
		return err
	}
	d.Attempts = append(d.Attempts, attempt)
	if ok(attempt) {
		d.Status = succeeded
		health.Success, health.Failures = tx.Now, 0
	} else {
		health.Failure, health.Failures = tx.Now, health.Failures+1
		if d.Status == pending {
			err = decide(tx, w, &d, health)
		}
	}
	if err != nil {
		return err
	}
	if d.Status != pending {
		health.Seq = max(health.Seq, d.Seq)
	}
	if err := store.PutDelivery(tx, d); err != nil {
		return err
	}
	if err := store.PutHealth(tx, w.ID, health); err != nil || len(w.Facts()) == 0 {
		return err
	}
	return store.Webhooks.Put(tx, w)
}

// decide says what becomes of a delivery whose attempt failed.
func decide(tx *kit.Tx, w *domain.Webhook, d *store.Delivery, health store.Health) error {
	last := d.Attempts[len(d.Attempts)-1]
	if last.GetHttpStatus() == http.StatusGone {
		d.Status = failed
		return w.End(tx.Actor, notifyv1.WebhookStatusReason_WEBHOOK_STATUS_REASON_TARGET_GONE, health.Success, tx.Now)
	}
	next, more := domain.NextAttempt(d.Created, len(d.Attempts), tx.Now)
	if more {
		d.Due = next
		return nil
	}
	d.Status = failed
	if health.Success.After(d.Created) {
		return nil // the target takes others: this one it does not want
	}
	reason := notifyv1.WebhookStatusReason_WEBHOOK_STATUS_REASON_DELIVERY_FAILED
	if last.GetError() == notifyv1.WebhookAttemptError_WEBHOOK_ATTEMPT_ERROR_TARGET_REFUSED {
		reason = notifyv1.WebhookStatusReason_WEBHOOK_STATUS_REASON_TARGET_REFUSED
	}
	return w.Suspend(tx.Actor, reason, health.Success, tx.Now)
}

func ok(a *notifyv1.WebhookAttempt) bool { return a.GetHttpStatus() >= 200 && a.GetHttpStatus() < 300 }

// Outcome is the status of a delivery that is tried only once.
func Outcome(a *notifyv1.WebhookAttempt) notifyv1.WebhookDeliveryStatus {
	if ok(a) {
		return succeeded
	}
	return failed
}

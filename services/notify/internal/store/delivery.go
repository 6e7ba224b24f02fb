package store

import (
	"database/sql"
	"errors"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	notifyv1 "hup.example/proto/gen/go/hup/notify/v1"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
	kit "hup.example/services/kit/store"
)

// Delivery is an event on its way to a webhook.
type Delivery struct {
	ID, WebhookID, EventID, EventType string
	// EventSeq is the place of the event in the feed, Seq the one where the body came to know it.
	EventSeq, Seq int64
	Status        notifyv1.WebhookDeliveryStatus
	// Due is when it is tried next.
	Due              time.Time
	Attempts         []*notifyv1.WebhookAttempt
	Created, Updated time.Time
}

const insertDelivery = `INSERT INTO delivery (territory, id, webhook_id, event_id, event_seq, event_type, seq, status, due_us, attempts,
 created_us, updated_us) VALUES ($1, $2, $3, $4, $5, $6, $7, 'WEBHOOK_DELIVERY_STATUS_PENDING', $8, $9, $8, $8)
 ON CONFLICT (territory, webhook_id, event_id) WHERE status = 'WEBHOOK_DELIVERY_STATUS_PENDING' DO NOTHING`

// Enqueue has an event sent to a webhook, now; one that waits already is not doubled.
func Enqueue(tx *kit.Tx, webhookID string, at int64, e Event) error {
	_, err := tx.Exec(tx.Ctx, insertDelivery, tx.Actor.Territory, id.New("dlv"), webhookID, e.ID, e.Seq, e.Type, at, clock.Micros(tx.Now), []byte{})
	return err
}

const deliveryColumns = `id, webhook_id, event_id, event_seq, event_type, seq, status, due_us, attempts, created_us, updated_us`

const selectDelivery = `SELECT ` + deliveryColumns + ` FROM delivery WHERE territory = $1 AND id = $2`

// DeliveryOf reads one delivery.
func DeliveryOf(v *kit.View, deliveryID string) (Delivery, error) {
	d, err := scanDelivery(v.QueryRow(v.Ctx, selectDelivery, v.Actor.Territory, deliveryID))
	if errors.Is(err, sql.ErrNoRows) {
		return d, errs.NotFound("delivery")
	}
	return d, err
}

const updateDelivery = `UPDATE delivery SET status = $1, due_us = $2, attempts = $3, updated_us = $4 WHERE territory = $5 AND id = $6`

// PutDelivery keeps what changes of a delivery.
func PutDelivery(tx *kit.Tx, d Delivery) error {
	attempts, err := proto.Marshal(&notifyv1.WebhookDelivery{Attempts: d.Attempts})
	if err != nil {
		return err
	}
	if attempts == nil {
		attempts = []byte{}
	}
	_, err = tx.Exec(tx.Ctx, updateDelivery, d.Status.String(), clock.Micros(d.Due), attempts, clock.Micros(tx.Now), tx.Actor.Territory, d.ID)
	return err
}

const cancelWaiting = `UPDATE delivery SET status = 'WEBHOOK_DELIVERY_STATUS_CANCELLED', updated_us = $1
 WHERE territory = $2 AND webhook_id = $3 AND status = 'WEBHOOK_DELIVERY_STATUS_PENDING'`

// CancelWaiting stops what waits to be sent to a webhook.
func CancelWaiting(tx *kit.Tx, webhookID string) error {
	_, err := tx.Exec(tx.Ctx, cancelWaiting, clock.Micros(tx.Now), tx.Actor.Territory, webhookID)
	return err
}

func scanDelivery(row interface{ Scan(...any) error }) (Delivery, error) {
	var d Delivery
	var status string
	var due, created, updated int64
	var attempts []byte
	err := row.Scan(&d.ID, &d.WebhookID, &d.EventID, &d.EventSeq, &d.EventType, &d.Seq, &status, &due, &attempts, &created, &updated)
	if err != nil {
		return d, err
	}
	d.Status = notifyv1.WebhookDeliveryStatus(notifyv1.WebhookDeliveryStatus_value[status])
	d.Due, d.Created, d.Updated = clock.FromMicros(due), clock.FromMicros(created), clock.FromMicros(updated)
	var kept notifyv1.WebhookDelivery
	err = proto.Unmarshal(attempts, &kept)
	d.Attempts = kept.GetAttempts()
	return d, err
}

// Resource is the delivery as the API answers it, without its label and its cursor.
func (d Delivery) Resource() *notifyv1.WebhookDelivery {
	r := &notifyv1.WebhookDelivery{
		DeliveryId: d.ID, WebhookId: d.WebhookID, Status: d.Status, EventId: d.EventID, EventType: d.EventType, Attempts: d.Attempts,
		CreatedTime: timestamppb.New(d.Created), UpdatedTime: timestamppb.New(d.Updated),
	}
	if d.Status == notifyv1.WebhookDeliveryStatus_WEBHOOK_DELIVERY_STATUS_PENDING {
		r.NextAttemptTime = timestamppb.New(d.Due)
	}
	return r
}

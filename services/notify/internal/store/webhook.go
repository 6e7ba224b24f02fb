// Package store says where notify keeps webhooks, the feed and the deliveries, and how they are listed.
package store

import (
	"strings"

	notifyv1 "hup.example/proto/gen/go/hup/notify/v1"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
	"hup.example/services/notify/internal/domain"
)

// Webhooks is the table of webhooks.
var Webhooks = kit.Table[*domain.Webhook, *notifyv1.Webhook]{
	Name: "webhook", Kind: "webhook", Taken: "WEBHOOK_EXISTS",
	Columns: []kit.Column[*domain.Webhook]{
		{Name: "status", Value: func(w *domain.Webhook) any { return w.State.GetStatus().String() }},
		{Name: "body_id", Value: func(w *domain.Webhook) any { return w.State.GetBodyId() }},
		{Name: "client_id", Value: func(w *domain.Webhook) any { return w.State.GetClientId() }},
		{Name: "target_url", Value: func(w *domain.Webhook) any { return w.State.GetTargetUrl() }},
		{Name: "event_types", Value: func(w *domain.Webhook) any { return strings.Join(w.State.GetEventTypes(), " ") }},
		{Name: "created_us", Value: func(w *domain.Webhook) any { return clock.Micros(w.State.GetCreatedTime().AsTime()) }},
		{Name: "updated_us", Value: func(w *domain.Webhook) any { return clock.Micros(w.State.GetUpdatedTime().AsTime()) }},
	},
	Encode:  func(w *domain.Webhook) *notifyv1.Webhook { return w.State },
	Decode:  func(m *notifyv1.Webhook) *domain.Webhook { return &domain.Webhook{State: m} },
	Project: projectWebhook,
}.Open()

// WebhookList is how webhooks are listed.
var WebhookList = &page.List{
	Name: "webhooks", Kind: "webhook", From: "webhook t",
	Fields: []page.Field{
		{Name: "bodyId", Column: "t.body_id", Word: page.Mine},
		{Name: "clientId", Column: "t.client_id", Word: page.Me},
		{Name: "status", Column: "t.status", Kind: page.Enum},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
		{Name: "text", Kind: page.Search},
	},
	Orders: []page.Order{
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	},
	Descending: true,
}

// projectWebhook stops what waits to be sent when the webhook is stopped.
func projectWebhook(tx *kit.Tx, w *domain.Webhook) error {
	if err := tx.Index("webhook", w.ID, w.State.GetDescription()); err != nil {
		return err
	}
	if w.Active() {
		return nil
	}
	if err := StopReplay(tx, w.ID); err != nil {
		return err
	}
	return CancelWaiting(tx, w.ID)
}

const countWebhooks = `SELECT count(*) FROM webhook WHERE territory = $1 AND body_id = $2`

// CountWebhooks is how many webhooks a body has.
func CountWebhooks(tx *kit.Tx, bodyID string) (int, error) {
	var n int
	err := tx.QueryRow(tx.Ctx, countWebhooks, tx.Actor.Territory, bodyID).Scan(&n)
	return n, err
}

const selectOfClient = `SELECT id FROM webhook WHERE territory = $1 AND client_id = $2 ORDER BY id`

// WebhooksOfClient are the ids of the webhooks that a client created.
func WebhooksOfClient(tx *kit.Tx, clientID string) ([]string, error) {
	return texts(&tx.View, selectOfClient, tx.Actor.Territory, clientID)
}

const selectSubscribed = `SELECT id, event_types FROM webhook WHERE territory = $1 AND body_id = $2 AND status = 'WEBHOOK_STATUS_ACTIVE' ORDER BY id`

// Subscribed are the ids of the active webhooks of a body that want a type of events.
func Subscribed(tx *kit.Tx, bodyID, eventType string) ([]string, error) {
	rows, err := tx.Query(tx.Ctx, selectSubscribed, tx.Actor.Territory, bodyID)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var ids []string
	for rows.Next() {
		var id, types string
		if err := rows.Scan(&id, &types); err != nil {
			return nil, err
		}
		if domain.Wants(strings.Fields(types), eventType) {
			ids = append(ids, id)
		}
	}
	return ids, rows.Err()
}

// DropWebhook deletes a webhook with all that belongs to it.
func DropWebhook(tx *kit.Tx, w *domain.Webhook) error {
	if err := Webhooks.Delete(tx, w); err != nil {
		return err
	}
	for _, query := range []string{deleteSecrets, deleteHealth, deleteDeliveries} {
		if _, err := tx.Exec(tx.Ctx, query, tx.Actor.Territory, w.ID); err != nil {
			return err
		}
	}
	return tx.Index("webhook", w.ID)
}

const (
	deleteSecrets    = `DELETE FROM webhook_secret WHERE territory = $1 AND webhook_id = $2`
	deleteHealth     = `DELETE FROM webhook_health WHERE territory = $1 AND webhook_id = $2`
	deleteDeliveries = `DELETE FROM delivery WHERE territory = $1 AND webhook_id = $2`
)

// texts reads one column.
func texts(v *kit.View, query string, args ...any) ([]string, error) {
	rows, err := v.Query(v.Ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var found []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		found = append(found, s)
	}
	return found, rows.Err()
}

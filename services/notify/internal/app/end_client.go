package app

import (
	notifyv1 "hup.example/proto/gen/go/hup/notify/v1"
	kit "hup.example/services/kit/store"
	"hup.example/services/notify/internal/store"
)

// EndClient stops the webhooks of a client that may not call any more.
func EndClient(tx *kit.Tx, clientID string) error {
	ids, err := store.WebhooksOfClient(tx, clientID)
	if err != nil {
		return err
	}
	for _, webhookID := range ids {
		w, err := store.Webhooks.Get(tx, webhookID)
		if err != nil {
			return err
		}
		health, err := store.HealthOf(&tx.View, webhookID)
		if err != nil {
			return err
		}
		if err := w.End(tx.Actor, notifyv1.WebhookStatusReason_WEBHOOK_STATUS_REASON_CLIENT_ENDED, health.Success, tx.Now); err != nil {
			return err
		}
		if len(w.Facts()) == 0 {
			continue // stopped already
		}
		if err := store.Webhooks.Put(tx, w); err != nil {
			return err
		}
	}
	return nil
}

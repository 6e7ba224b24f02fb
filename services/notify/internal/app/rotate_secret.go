package app

import (
	"encoding/base64"
	"time"

	kit "hup.example/services/kit/store"
	"hup.example/services/notify/internal/domain"
	"hup.example/services/notify/internal/store"
)

// RotateSecret gives a webhook a new secret; the one before signs as well for a while.
type RotateSecret struct{ Vault *Vault }

// Do answers the new secret, sealed.
func (u RotateSecret) Do(tx *kit.Tx, w *domain.Webhook, overlapMinutes int32) (sealed string, err error) {
	if err := w.RotateSecret(overlapMinutes, tx.Now); err != nil {
		return "", err
	}
	key := u.Vault.NewKey(w.ID)
	if err := store.AddSecret(tx, w.ID, key, tx.Now.Add(time.Duration(overlapMinutes)*time.Minute)); err != nil {
		return "", err
	}
	return base64.StdEncoding.EncodeToString(key), store.Webhooks.Put(tx, w)
}

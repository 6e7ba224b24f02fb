package app

import (
	"encoding/base64"
	"strconv"

	notifyv1 "hup.example/proto/gen/go/hup/notify/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/journal"
	kit "hup.example/services/kit/store"
	"hup.example/services/notify/internal/domain"
	"hup.example/services/notify/internal/store"
)

// WebhooksPerBody is how many webhooks a body may have, unless the operator says otherwise.
const WebhooksPerBody = 20

// CreateWebhook makes a webhook with its first secret, up to Max for a body.
type CreateWebhook struct {
	Vault *Vault
	Max   int
}

// Do answers the webhook and its sealed secret; no secret for one that the sender made before.
func (u CreateWebhook) Do(tx *kit.Tx, said *notifyv1.CreateWebhookRequest) (w *domain.Webhook, sealed string, err error) {
	known, err := tx.Once(said.GetClientRequestId())
	if err != nil {
		return nil, "", err
	}
	if known != "" {
		w, err = store.Webhooks.Get(tx, known)
		return w, "", err
	}
	if err := u.room(tx, said.GetBodyId()); err != nil {
		return nil, "", err
	}
	w = domain.Create(tx.Actor, said, tx.Now)
	key := u.Vault.NewKey(w.ID)
	if err := store.AddSecret(tx, w.ID, key, tx.Now); err != nil {
		return nil, "", err
	}
	if err := store.Webhooks.Put(tx, w); err != nil {
		return nil, "", err
	}
	return w, base64.StdEncoding.EncodeToString(key), tx.Made(said.GetClientRequestId(), w.ID)
}

func (u CreateWebhook) room(tx *kit.Tx, bodyID string) error {
	n, err := store.CountWebhooks(tx, bodyID)
	if err == nil && n >= u.Max {
		err = errs.State("TOO_MANY_WEBHOOKS").With("max", strconv.Itoa(u.Max))
	}
	return err
}

// KnownTypes refuses the types that no service states, or that are not for partners.
func KnownTypes(wanted []string, field string) error {
	var bad []errs.Field
	for i, w := range wanted {
		if !knownType(w) {
			bad = append(bad, errs.Field{Path: field + "[" + strconv.Itoa(i) + "]", Reason: "EVENT_TYPE_UNKNOWN"})
		}
	}
	if len(bad) > 0 {
		return errs.Invalid("EVENT_TYPE_UNKNOWN", bad...)
	}
	return nil
}

func knownType(wanted string) bool {
	if wanted == domain.Everything {
		return true
	}
	source, all := domain.WildcardOf(wanted)
	if all {
		return isSource(source)
	}
	message, ok := journal.MessageOf(wanted)
	return ok && isSource(source) && !domain.Inner(wanted) && journal.TypeOf(source, message.New().Interface()) == wanted
}

func isSource(name string) bool {
	for _, s := range domain.Sources {
		if s == name {
			return true
		}
	}
	return false
}

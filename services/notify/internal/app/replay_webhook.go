package app

import (
	"hup.example/services/kit/errs"
	"hup.example/services/kit/schedule"
	kit "hup.example/services/kit/store"
	"hup.example/services/notify/internal/domain"
	"hup.example/services/notify/internal/store"
)

// replayBatch is how many events one step of a replay takes: other writers wait for it.
const replayBatch = 200

// ReplayWebhook has the events after a cursor sent again.
type ReplayWebhook struct{ Cursors Cursors }

// Do starts the replay; it goes on in steps, by a timer. A replay under way starts again from the new place.
func (u ReplayWebhook) Do(tx *kit.Tx, w *domain.Webhook, cursor string) error {
	if err := w.Replay(cursor, tx.Now); err != nil {
		return err
	}
	after, head, err := u.Cursors.Read(&tx.View, cursor)
	if err != nil {
		return err
	}
	health, err := store.HealthOf(&tx.View, w.ID)
	if err != nil {
		return err
	}
	health.ReplaySeq, health.ReplayEnd = after, head
	if err := store.PutHealth(tx, w.ID, health); err != nil {
		return err
	}
	if err := store.Webhooks.Put(tx, w); err != nil {
		return err
	}
	return schedule.Set(tx, ReplayTimer, w.ID, tx.Now)
}

// ContinueReplay takes the next step of a webhook's replay.
func ContinueReplay(tx *kit.Tx, webhookID string) error {
	w, err := store.Webhooks.Get(tx, webhookID)
	if err != nil {
		return gone(err)
	}
	health, err := store.HealthOf(&tx.View, webhookID)
	if err != nil || !w.Active() || health.ReplaySeq >= health.ReplayEnd {
		return err
	}
	events, err := store.Read(&tx.View, store.Query{
		Body: w.State.GetBodyId(), After: health.ReplaySeq, Until: health.ReplayEnd, Types: w.State.GetEventTypes(), Limit: replayBatch,
	})
	if err != nil {
		return err
	}
	health.ReplaySeq = health.ReplayEnd
	for _, e := range events {
		if err := store.Enqueue(tx, webhookID, e.At, e); err != nil {
			return err
		}
		if len(events) == replayBatch {
			health.ReplaySeq = e.At
		}
	}
	if health.ReplaySeq < health.ReplayEnd {
		if err := schedule.Set(tx, ReplayTimer, webhookID, tx.Now); err != nil {
			return err
		}
	}
	return store.PutHealth(tx, webhookID, health)
}

// gone makes nothing of a webhook that was deleted meanwhile.
func gone(err error) error {
	if errs.Is(err, "NOT_FOUND") {
		return nil
	}
	return err
}

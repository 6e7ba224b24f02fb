package app

import (
	"time"

	"hup.example/services/kit/schedule"
	kit "hup.example/services/kit/store"
	"hup.example/services/notify/internal/store"
)

// The timers of notify.
const (
	// RetentionTimer drops what is too old from the feed.
	RetentionTimer = "feed_retention"
	// ReplayTimer goes on with the replay of a webhook.
	ReplayTimer = "webhook_replay"
)

const (
	// kept is how long events and deliveries are kept.
	kept       = 7 * 24 * time.Hour
	pruneEvery = time.Hour
	// noticesKept is how long it is known what people were told.
	noticesKept = 180 * 24 * time.Hour
)

// PruneFeed drops what is older than is kept, every hour: of the feed, and of what people were told.
func PruneFeed(tx *kit.Tx, key string) error {
	if err := store.Prune(tx, tx.Now.Add(-kept)); err != nil {
		return err
	}
	if err := store.PruneNotifications(tx, tx.Now.Add(-noticesKept)); err != nil {
		return err
	}
	return schedule.Set(tx, RetentionTimer, key, tx.Now.Add(pruneEvery))
}

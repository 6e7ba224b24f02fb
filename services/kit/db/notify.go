package db

import (
	"context"
	"time"
)

// notifier sends NOTIFY at most every few milliseconds: under load one wakes for many commits.
type notifier struct {
	d    *DB
	wait chan struct{}
}

const notifyEvery = 5 * time.Millisecond

func (d *DB) notifier() *notifier {
	d.notifyOnce.Do(func() {
		d.notifying = &notifier{d: d, wait: make(chan struct{}, 1)}
		go d.notifying.loop(d.wake)
	})
	return d.notifying
}

func (n *notifier) poke() {
	select {
	case n.wait <- struct{}{}:
	default:
	}
}

func (n *notifier) loop(w *wake) {
	for range n.wait {
		if w.isClosed() {
			return
		}
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		_, _ = n.d.writers.ExecContext(ctx, "NOTIFY hup") // best effort: who misses it polls
		cancel()
		time.Sleep(notifyEvery)
	}
}

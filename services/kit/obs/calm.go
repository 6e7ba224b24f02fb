package obs

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"
)

// A trouble that goes on is told so often in so long; the rest is counted. So many kinds of trouble are told apart.
const (
	calmMost   = 5
	calmWindow = time.Minute
	calmKinds  = 10_000
)

// calm lets warnings and errors of one kind through a few times a minute. On a full disk, or without the database, every call
// fails alike, and a line for each would bury all else and fill what is left of the disk.
type calm struct {
	slog.Handler
	told *told
}

// told counts the lines of a window, by what they say.
type told struct {
	mu    sync.Mutex
	since time.Time
	times map[string]int
	left  int
}

// telling are the attributes that make one line another than the last.
var telling = []string{"method", "route", "reason", "status", "service", "source", "loop", "lock", "event", "error"}

// Handle implements slog.Handler.
func (c calm) Handle(ctx context.Context, r slog.Record) error {
	if r.Level < slog.LevelWarn {
		return c.Handler.Handle(ctx, r)
	}
	let, left := c.told.count(kindOf(r), r.Time)
	if left > 0 {
		more := slog.NewRecord(r.Time, slog.LevelWarn, "more lines like those before were left out", 0)
		more.AddAttrs(slog.Int("lines", left))
		if err := c.Handler.Handle(ctx, more); err != nil {
			return err
		}
	}
	if !let {
		return nil
	}
	return c.Handler.Handle(ctx, r)
}

func kindOf(r slog.Record) string {
	words := []string{r.Message}
	r.Attrs(func(a slog.Attr) bool {
		if slices.Contains(telling, a.Key) {
			words = append(words, a.Value.String())
		}
		return true
	})
	return strings.Join(words, "\x00")
}

// count answers whether a line of the kind is let through, and how many were left out in the window that ended with it.
func (t *told) count(kind string, at time.Time) (let bool, left int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if at.Sub(t.since) >= calmWindow || len(t.times) >= calmKinds {
		left = t.left
		t.since, t.times, t.left = at, map[string]int{}, 0
	}
	t.times[kind]++
	if let = t.times[kind] <= calmMost; !let {
		t.left++
	}
	return let, left
}

// WithAttrs implements slog.Handler.
func (c calm) WithAttrs(attrs []slog.Attr) slog.Handler {
	return calm{c.Handler.WithAttrs(attrs), c.told}
}

// WithGroup implements slog.Handler.
func (c calm) WithGroup(name string) slog.Handler { return calm{c.Handler.WithGroup(name), c.told} }

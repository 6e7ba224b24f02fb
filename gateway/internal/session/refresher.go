package session

import (
	"context"
	"crypto/sha256"
	"sync"
	"time"

	"hup.example/services/kit/clock"
)

// refresher trades each refresh token once. A page makes many calls at once, all with the same cookie: the first trades its
// token, the others get the same answer, for a minute.
type refresher struct {
	clock clock.Clock
	renew func(context.Context, string) (session, error)

	mu    sync.Mutex
	trade map[[sha256.Size]byte]*trade
}

type trade struct {
	done  chan struct{}
	since time.Time
	fresh session
	err   error
}

const (
	// remembered is how long the calls of a page may come late with the old cookie.
	remembered = time.Minute
	// tradeTime is what a trade may take. It is not the first caller's alone: the others wait for it.
	tradeTime = 10 * time.Second
)

func newRefresher(c clock.Clock, renew func(context.Context, string) (session, error)) *refresher {
	return &refresher{clock: c, renew: renew, trade: map[[sha256.Size]byte]*trade{}}
}

func (f *refresher) do(ctx context.Context, token string) (session, error) {
	t, first := f.take(sha256.Sum256([]byte(token)))
	if first {
		asking, cancel := context.WithTimeout(context.WithoutCancel(ctx), tradeTime)
		defer cancel()
		t.fresh, t.err = f.renew(asking, token)
		close(t.done)
	}
	select {
	case <-t.done:
		return t.fresh, t.err
	case <-ctx.Done():
		return session{}, ctx.Err()
	}
}

// take gives the trade of a token, and whether the caller is the one to make it. A trade that failed may be tried again.
func (f *refresher) take(digest [sha256.Size]byte) (t *trade, first bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := f.clock.Now()
	for d, t := range f.trade {
		if now.Sub(t.since) > remembered {
			delete(f.trade, d)
		}
	}
	if t, ok := f.trade[digest]; ok && !t.failed() {
		return t, false
	}
	t = &trade{done: make(chan struct{}), since: now}
	f.trade[digest] = t
	return t, true
}

func (t *trade) failed() bool {
	select {
	case <-t.done:
		return t.err != nil && t.err != errEnded
	default:
		return false
	}
}

package rpc

import (
	"net/netip"
	"sync"
	"time"
)

// Limits bound what one caller may do.
type Limits struct {
	// Writes a minute for each person or client; 600 when zero. Services are not limited.
	Writes int
	// Strangers is how many calls a minute an address may make without a token that was verified in the last minute: public
	// calls, first sights of a token, wrong tokens; 1,200 when zero.
	Strangers int
	// Proxies are the addresses of our own gateways and load balancers: what they say in x-forwarded-for is believed.
	Proxies []netip.Prefix
}

const (
	window = time.Minute
	// mostWindows bounds the memory of a limiter, whatever addresses are made up: some 10 MiB.
	mostWindows = 100_000
)

// Limiter counts calls by key in windows of a minute, each from the key's first call on. It is safe for concurrent use.
type Limiter struct {
	most int

	mu     sync.Mutex
	counts map[string]count
}

type count struct {
	until time.Time
	n     int
}

// NewLimiter lets each key make so many calls a minute; otherwise is the default for zero.
func NewLimiter(most, otherwise int) *Limiter {
	if most == 0 {
		most = otherwise
	}
	return &Limiter{most: most, counts: map[string]count{}}
}

// Take counts one call. It gives how many are left in the window, when the window ends, and whether the call may go on.
func (l *Limiter) Take(key string, now time.Time) (left int, reset time.Duration, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	c, known := l.counts[key]
	if !known && len(l.counts) >= mostWindows {
		l.sweep(now)
	}
	if !now.Before(c.until) || c.until.Sub(now) > window { // over, or the clock was set back
		c = count{until: now.Add(window)}
	}
	c.n++
	l.counts[key] = c
	return max(l.most-c.n, 0), c.until.Sub(now), c.n <= l.most
}

func (l *Limiter) sweep(now time.Time) {
	for key, c := range l.counts {
		if !now.Before(c.until) {
			delete(l.counts, key)
		}
	}
	if len(l.counts) >= mostWindows {
		clear(l.counts)
	}
}

// seconds rounds up: who comes back after them comes late enough.
func seconds(d time.Duration) int { return int((d + time.Second - 1) / time.Second) }

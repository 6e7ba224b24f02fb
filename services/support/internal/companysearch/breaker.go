package companysearch

import (
	"errors"
	"net/http"
	"strconv"
	"sync"
	"time"

	"hup.example/services/kit/clock"
)

const (
	// failures in a row open the breaker.
	failures = 5
	// rest is how long it stays open; then one question tries.
	rest = 30 * time.Second
	// longestRest bounds what a Retry-After may ask for.
	longestRest = 10 * time.Minute
)

// errResting means that the API is not asked for now.
var errResting = errors.New("the company search is left alone for a while after failures")

// errTooMany is the API's own word to slow down.
type errTooMany struct{ retryAfter string }

func tooMany(retryAfter string) error { return &errTooMany{retryAfter} }

// Error implements error.
func (*errTooMany) Error() string { return "HTTP 429: too many questions" }

// breaker leaves an API alone that fails, or that asks for it.
type breaker struct {
	clock clock.Clock
	mu    sync.Mutex
	inRow int
	until time.Time
}

// allow says whether to ask. After a rest one question is let through, and the rest begins again until it is answered.
func (b *breaker) allow() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.clock.Now()
	if now.Before(b.until) {
		return errResting
	}
	if !b.until.IsZero() {
		b.until = now.Add(rest)
	}
	return nil
}

// note learns from the end of a question.
func (b *breaker) note(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	var slow *errTooMany
	switch {
	case err == nil:
		b.inRow, b.until = 0, time.Time{}
	case errors.As(err, &slow):
		b.until = b.clock.Now().Add(slow.wait(b.clock.Now()))
	default:
		if b.inRow++; b.inRow >= failures {
			b.until = b.clock.Now().Add(rest)
		}
	}
}

// wait reads Retry-After: seconds, or a date.
func (e *errTooMany) wait(now time.Time) time.Duration {
	wait := time.Second
	if seconds, err := strconv.Atoi(e.retryAfter); err == nil {
		wait = time.Duration(seconds) * time.Second
	} else if at, err := http.ParseTime(e.retryAfter); err == nil {
		wait = at.Sub(now)
	}
	return min(max(wait, time.Second), longestRest)
}

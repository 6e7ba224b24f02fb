// Package clock is the only place that asks for the time. It is passed by constructor, so that tests and demos move it.
package clock

import (
	"sync"
	"time"
)

// Clock tells the time, in UTC, to the microsecond: what the databases keep.
type Clock interface {
	// Now is the present instant.
	Now() time.Time
}

// System is the machine's clock, moved by an offset (zero but in a demo).
type System struct{ Offset time.Duration }

// Now implements Clock.
func (s System) Now() time.Time { return time.Now().Add(s.Offset).UTC().Truncate(time.Microsecond) }

// Fake is a clock that stands still until it is moved.
type Fake struct {
	mu  sync.Mutex
	now time.Time
}

// NewFake makes a clock that stands at t.
func NewFake(t time.Time) *Fake { return &Fake{now: t.UTC().Truncate(time.Microsecond)} }

// Now implements Clock.
func (f *Fake) Now() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.now
}

// Advance moves the clock, back as well: a machine's clock is set back, too.
func (f *Fake) Advance(d time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now = f.now.Add(d)
}

// Set puts the clock at t.
func (f *Fake) Set(t time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now = t.UTC().Truncate(time.Microsecond)
}

// Micros is the instant as the databases keep it: UTC microseconds, 0 for the zero time.
func Micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// FromMicros reads what Micros wrote.
func FromMicros(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return time.UnixMicro(us).UTC()
}

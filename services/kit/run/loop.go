package run

import (
	"context"
	"log/slog"
	"time"
)

// Loop does a step of work when it is woken, and at the latest every Every. A step that fails is tried again, later and
// later; the loop itself never fails. Make it with NewLoop.
type Loop struct {
	name  string
	every time.Duration
	step  func(ctx context.Context) (more bool, err error)
	wake  chan struct{}
	log   *slog.Logger

	// Idle tells a test that a step found nothing more to do.
	Idle Signal[struct{}]
}

// NewLoop makes a loop. A step that answers more is done again at once.
func NewLoop(log *slog.Logger, name string, every time.Duration, step func(ctx context.Context) (more bool, err error)) *Loop {
	return &Loop{name: name, every: every, step: step, wake: make(chan struct{}, 1), log: log}
}

// Wake makes the loop do a step now, or again when it is in one. It never blocks.
func (l *Loop) Wake() {
	select {
	case l.wake <- struct{}{}:
	default: // a wake is already waiting: one step serves both
	}
}

// Part is the loop as a part of a process.
func (l *Loop) Part() Part { return Part{Name: l.name, Work: l.Work} }

// Work runs the loop until ctx ends.
func (l *Loop) Work(ctx context.Context) error {
	failures := 0
	for ctx.Err() == nil {
		more, err := l.step(ctx)
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			failures++
			l.log.WarnContext(ctx, "step failed, will be tried again", "loop", l.name, "failures", failures, "error", err)
			l.wait(ctx, Backoff(failures), nil)
			continue
		case more:
			failures = 0
			continue
		}
		failures = 0
		l.Idle.Emit(struct{}{})
		l.wait(ctx, l.every, l.wake)
	}
	return nil
}

// wait ends after d, at a wake, or with ctx.
func (l *Loop) wait(ctx context.Context, d time.Duration, wake <-chan struct{}) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-wake:
	case <-timer.C:
	}
}

// Backoff is how long to wait after n failures in a row: 100 ms, doubling to 30 s.
func Backoff(n int) time.Duration {
	return min(100*time.Millisecond<<min(max(n-1, 0), 10), 30*time.Second)
}

// Package run starts the named parts of a process in order and stops them newest first, each within its time.
package run

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os/signal"
	"syscall"
	"time"
)

// stopTime bounds the stop of a part that names no bound of its own.
const stopTime = 10 * time.Second

// Part is one named part of a process. Any of its functions may be nil.
type Part struct {
	// Name is what logs and errors call it.
	Name string
	// Start makes the part ready and returns. The parts after it start only then.
	Start func(ctx context.Context) error
	// Work runs until its context ends or Stop is called. An earlier error stops the whole group.
	Work func(ctx context.Context) error
	// Stop ends the part and lets go what Start took. It is called when the parts started after it have stopped, and
	// the context of Work has ended; it is called once, and only if Start succeeded.
	Stop func(ctx context.Context) error
	// Timeout bounds the stop, Work's return included; 10 seconds when zero.
	Timeout time.Duration
}

// running is a started part.
type running struct {
	Part
	cancel context.CancelFunc
	done   chan struct{}
}

// Signals gives a context that ends at SIGINT or SIGTERM. A second signal kills the process as usual.
func Signals(ctx context.Context) context.Context {
	ctx, restore := signal.NotifyContext(ctx, syscall.SIGINT, syscall.SIGTERM)
	context.AfterFunc(ctx, restore)
	return ctx
}

// Run starts the parts in order, waits until ctx ends or a part fails, and stops the started ones newest first.
// It returns what failed, nil after a clean stop.
func Run(ctx context.Context, log *slog.Logger, parts ...Part) error {
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	var started []*running
	err := func() error {
		for _, p := range parts {
			r, err := start(ctx, p, fail)
			if err != nil {
				return err
			}
			started = append(started, r)
			log.DebugContext(ctx, "part started", "part", p.Name)
		}
		<-ctx.Done()
		return cause(ctx)
	}()
	for i := len(started) - 1; i >= 0; i-- {
		err = errors.Join(err, started[i].stop(context.WithoutCancel(ctx)))
		log.DebugContext(ctx, "part stopped", "part", started[i].Name)
	}
	return err
}

// start makes one part ready and sets it to work.
func start(ctx context.Context, p Part, fail context.CancelCauseFunc) (*running, error) {
	if ctx.Err() != nil {
		return nil, cause(ctx)
	}
	if p.Start != nil {
		if err := p.Start(ctx); err != nil {
			return nil, fmt.Errorf("start %s: %w", p.Name, err)
		}
	}
	// Work must outlive ctx: the newer parts stop first and may still need this one.
	work, cancel := context.WithCancel(context.WithoutCancel(ctx))
	r := &running{Part: p, cancel: cancel, done: make(chan struct{})}
	go func() {
		defer close(r.done)
		if p.Work == nil {
			return
		}
		if err := p.Work(work); err != nil && work.Err() == nil {
			fail(fmt.Errorf("%s: %w", p.Name, err))
		}
	}()
	return r, nil
}

// stop ends the part within its time. A part that hangs is left behind and reported.
func (r *running) stop(ctx context.Context) error {
	r.cancel()
	ctx, cancel := context.WithTimeout(ctx, cmp.Or(r.Timeout, stopTime))
	defer cancel()
	var err error
	if r.Stop != nil {
		err = r.Stop(ctx)
	}
	select {
	case <-r.done:
	case <-ctx.Done():
		err = errors.Join(err, errors.New("did not stop in time"))
	}
	if err != nil {
		return fmt.Errorf("stop %s: %w", r.Name, err)
	}
	return nil
}

// cause is the failure that ended the context; being told to stop is none.
func cause(ctx context.Context) error {
	if err := context.Cause(ctx); !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}

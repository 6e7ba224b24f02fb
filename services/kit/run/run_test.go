package run_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"hup.example/services/kit/run"
)

// trail notes what happens, in order.
type trail struct {
	mu    sync.Mutex
	steps []string
}

func (t *trail) add(s string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.steps = append(t.steps, s)
}

// part is a part that notes its start, the end of its work and its stop.
func (t *trail) part(name string) run.Part {
	return run.Part{
		Name:  name,
		Start: func(context.Context) error { t.add("start " + name); return nil },
		Work:  func(ctx context.Context) error { <-ctx.Done(); return nil },
		Stop:  func(context.Context) error { t.add("stop " + name); return nil },
	}
}

func TestRun_startsInOrderAndStopsNewestFirst(t *testing.T) {
	var steps trail
	ctx, cancel := context.WithCancel(t.Context())
	last := run.Part{Name: "last", Work: func(context.Context) error { cancel(); return nil }}
	if err := run.Run(ctx, slog.New(slog.DiscardHandler), steps.part("a"), steps.part("b"), last); err != nil {
		t.Fatal(err)
	}
	if want := []string{"start a", "start b", "stop b", "stop a"}; !slices.Equal(steps.steps, want) {
		t.Errorf("%v, want %v", steps.steps, want)
	}
}

func TestRun_stopsAllWhenOneFails(t *testing.T) {
	var steps trail
	broken := errors.New("broken")
	for name, p := range map[string]run.Part{
		"start": {Name: "x", Start: func(context.Context) error { return broken }},
		"work":  {Name: "x", Work: func(context.Context) error { return broken }},
	} {
		steps.steps = nil
		err := run.Run(t.Context(), slog.New(slog.DiscardHandler), steps.part("a"), p)
		if !errors.Is(err, broken) || !slices.Equal(steps.steps, []string{"start a", "stop a"}) {
			t.Errorf("%s fails: %v after %v", name, err, steps.steps)
		}
	}
}

func TestRun_leavesAPartThatHangs(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	release := make(chan struct{})
	defer close(release)
	hang := run.Part{Name: "deaf", Timeout: time.Millisecond, Work: func(context.Context) error { cancel(); <-release; return nil }}
	if err := run.Run(ctx, slog.New(slog.DiscardHandler), hang); err == nil || !strings.Contains(err.Error(), "stop deaf") {
		t.Errorf("a part that hangs is reported as %v", err)
	}
}

func TestSignals_endsTheContext(t *testing.T) {
	ctx := run.Signals(t.Context())
	if err := syscall.Kill(syscall.Getpid(), syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	<-ctx.Done()
}

func TestLoop_stepsWhenWokenAndRetriesAfterAFailure(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	calls := make(chan int, 100)
	n := 0
	loop := run.NewLoop(slog.New(slog.DiscardHandler), "test", time.Hour, func(context.Context) (bool, error) {
		n++
		calls <- n
		if n == 1 {
			return false, errors.New("first try")
		}
		return n == 2, nil
	})
	idle := loop.Idle.Listen()
	done := make(chan error)
	go func() { done <- loop.Work(ctx) }()
	<-idle
	if len(calls) != 3 {
		t.Errorf("%d steps until idle, want one failed, one with more, one without", len(calls))
	}
	loop.Wake()
	<-idle
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if len(calls) != 4 {
		t.Errorf("%d steps after the wake, want 4", len(calls))
	}
}

func TestBackoff_growsToItsBound(t *testing.T) {
	if run.Backoff(1) != 100*time.Millisecond || run.Backoff(3) != 400*time.Millisecond || run.Backoff(1000) != 30*time.Second {
		t.Error(run.Backoff(1), run.Backoff(3), run.Backoff(1000))
	}
}

package conformance

import (
	"log/slog"
	"testing"
	"time"

	"hup.example/services/kit/clock"
	"hup.example/services/kit/schedule"
	"hup.example/services/kit/store"
)

// mostRounds bounds how often timers that set themselves again are fired at one instant.
const mostRounds = 200

// checkTimers: what is due fires once, also when the clock goes back and comes again.
func checkTimers(t *testing.T, w *World) {
	if len(w.service().Timers) == 0 {
		t.Skip("the service sets no timers")
	}
	for _, r := range w.config.Resources {
		w.make(t, r)
	}
	latest := w.count(t, w.name(), `SELECT coalesce(max(due_us), 0) FROM timer`)
	if latest == 0 {
		t.Skip("no resource set a timer when it was made")
	}
	for _, kind := range w.column(t, `SELECT DISTINCT kind FROM timer`) {
		if w.service().Timers[kind] == nil {
			t.Errorf("timers of kind %s are set, and nothing fires them", kind)
		}
	}
	start := w.Clock.Now()
	defer w.Clock.Set(start)
	fired := map[string]int{}
	runner := schedule.NewRunner(w.store(), w.counting(t, fired), slog.New(slog.DiscardHandler))
	w.Clock.Set(clock.FromMicros(latest).Add(time.Minute))
	w.fireAll(t, runner)
	if len(fired) == 0 {
		t.Error("timers were due, and none fired")
	}
	for _, by := range []time.Duration{-time.Hour, time.Hour} {
		w.Clock.Advance(by)
		if n, err := runner.Fire(t.Context()); n > 0 || err != nil {
			t.Errorf("when the clock goes back an hour and comes again, %d timers fire again, %v", n, err)
		}
	}
}

func (w *World) fireAll(t *testing.T, runner *schedule.Runner) {
	t.Helper()
	for range mostRounds {
		n, err := runner.Fire(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			return
		}
	}
	t.Fatalf("timers still fire after %d rounds at one instant", mostRounds)
}

// counting are the handlers of the module, counted by timer.
func (w *World) counting(t *testing.T, fired map[string]int) map[string]schedule.Handler {
	handlers := map[string]schedule.Handler{}
	for kind, handle := range w.service().Timers {
		handlers[kind] = func(tx *store.Tx, key string) error {
			err := handle(tx, key)
			if err != nil {
				t.Errorf("the timer %s of %s: %v", kind, key, err)
			}
			fired[kind+" "+key]++
			return err
		}
	}
	return handlers
}

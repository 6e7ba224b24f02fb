package kittest

import (
	"context"
	"log/slog"
	"testing"

	"hup.example/services/kit/bus"
)

// NATS gives a bus on a broker of the test's own, inside the process; both go with the test.
func NATS(t testing.TB) *bus.Bus {
	t.Helper()
	return NATSIn(t, t.TempDir())
}

// NATSIn gives a bus on a broker whose files are in the folder, so that the test can take them away.
func NATSIn(t testing.TB, dir string) *bus.Bus {
	t.Helper()
	b, err := bus.Open(bus.Config{Dir: dir, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	worked := make(chan error, 1)
	go func() { worked <- b.Part().Work(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := Receive(t, worked); err != nil {
			t.Error(err)
		}
		if err := b.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return b
}

package inbox_test

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"hup.example/services/kit/bus"
	"hup.example/services/kit/journal"
	"hup.example/services/kit/kittest"
)

// openBus starts a broker on the folder; stop ends it, as the end of the test does.
func openBus(t *testing.T, dir string) (b *bus.Bus, stop func()) {
	t.Helper()
	b, err := bus.Open(bus.Config{Dir: dir, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	b.Declare(bus.Stream{Source: "land"})
	work := start(t, b.Part().Work)
	stop = func() {
		work()
		if err := b.Close(context.Background()); err != nil {
			t.Error(err)
		}
	}
	return b, stop
}

// cut takes away the second half of what the broker has of the events, as a power cut does with what was not synced.
func cut(t *testing.T, dir string) {
	t.Helper()
	blocks, err := filepath.Glob(filepath.Join(dir, "jetstream", "*", "streams", "HUP_LAND", "msgs", "*.blk"))
	if err != nil || len(blocks) == 0 {
		t.Fatal("the broker has no events", err)
	}
	last := blocks[len(blocks)-1]
	info, err := os.Stat(last)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(last, info.Size()/2); err != nil {
		t.Fatal(err)
	}
}

func TestConsumer_missesNothingWhenAPowerCutTookTheBrokersLastEvents(t *testing.T) {
	dir := t.TempDir()
	b, stopBus := openBus(t, dir)
	p := newPair(t, kittest.SQLite(t), kittest.SQLite(t), b)
	stopRelay := start(t, p.relay.Run)
	stopConsumer := start(t, p.consumer(doorbell{b, b.Consumer("support", "land")}).Run)
	p.change(t, 5)
	p.expect(t, 10)
	stopConsumer()
	p.change(t, 5)
	kittest.Eventually(t, func() bool { return p.published(t) == 20 }, "the events are published, and known to be")
	stopRelay()
	stopBus()
	cut(t, dir)

	again, stopBus := openBus(t, dir)
	defer stopBus()
	relay := journal.NewRelay(p.source.DB(), again, p.source.Clock(), slog.New(slog.DiscardHandler))
	defer start(t, relay.Run)()
	defer start(t, p.consumer(doorbell{again, again.Consumer("support", "land")}).Run)()
	p.expect(t, 20)
	p.change(t, 5)
	p.expect(t, 30)
}

package inbox_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"testing"

	eventv1 "hup.example/proto/gen/go/hup/event/v1"
	"hup.example/services/kit/bus"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/inbox"
	"hup.example/services/kit/journal"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/kittest/zones"
	"hup.example/services/kit/store"
)

// pair is a source that states facts, a consumer that writes down what it saw, and what is between them.
type pair struct {
	source, sink *store.Store
	bus          *bus.Bus
	relay        *journal.Relay
	poison       sync.Map // zone id → what its events fail with
	failures     atomic.Int32
	handles      string // the event type that the consumer has a handler for
}

func newPair(t *testing.T, url, sinkURL string, b *bus.Bus) *pair {
	t.Helper()
	p := &pair{bus: b, handles: zones.ChangedType}
	source, fake := zones.Open(t, "land", url)
	sink, _ := zones.Open(t, "support", sinkURL)
	p.source, p.sink = source, sink
	p.relay = journal.NewRelay(source.DB(), b, fake, slog.New(slog.DiscardHandler))
	err := sink.Update(t.Context(), func(tx *store.Tx) error {
		_, err := tx.Exec(tx.Ctx, `CREATE TABLE seen (n bigint NOT NULL, event text NOT NULL, zone text NOT NULL, version bigint NOT NULL)`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *pair) consumer(doorbell inbox.Bus) *inbox.Consumer {
	feed := func(ctx context.Context, _ string, after int64) ([]*eventv1.Event, int64, error) {
		lines, err := journal.After(ctx, p.source.DB().Read(), after, 100)
		if err != nil {
			return nil, 0, err
		}
		head, err := journal.Head(ctx, p.source.DB().Read())
		var events []*eventv1.Event
		for _, l := range lines {
			events = append(events, l.Event("land"))
		}
		return events, head, err
	}
	handlers := map[string]inbox.Handler{p.handles: p.write}
	return inbox.New(p.sink, "land", handlers, doorbell, feed, slog.New(slog.DiscardHandler)).Patience(2, 1)
}

func (p *pair) write(_ context.Context, e *eventv1.Event) (inbox.Apply, error) {
	return func(tx *store.Tx) error {
		if bad, ok := p.poison.Load(e.GetAggregateId()); ok {
			p.failures.Add(1)
			return bad.(error)
		}
		_, err := tx.Exec(tx.Ctx, `INSERT INTO seen (n, event, zone, version) VALUES ($1, $2, $3, $4)`,
			e.GetPubSeq(), e.GetId(), e.GetAggregateId(), e.GetVersion())
		return err
	}, nil
}

// seen is how many events were applied and how many different ones; a difference is a double.
func (p *pair) seen(t *testing.T) (all, different int) {
	t.Helper()
	ctx := context.Background()
	if err := p.sink.DB().Read().QueryRow(ctx, `SELECT count(*), count(DISTINCT event) FROM seen`).Scan(&all, &different); err != nil {
		t.Fatal(err)
	}
	return all, different
}

// disorder counts the zones whose versions were not applied in order.
func (p *pair) disorder(t *testing.T) int {
	t.Helper()
	var n int
	err := p.sink.DB().Read().QueryRow(context.Background(),
		`SELECT count(*) FROM seen a JOIN seen b ON a.zone = b.zone AND a.n < b.n AND a.version > b.version`).Scan(&n)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func (p *pair) expect(t *testing.T, want int) {
	t.Helper()
	kittest.Eventually(t, func() bool { all, _ := p.seen(t); return all >= want }, "events applied")
	if all, different := p.seen(t); all != want || different != want {
		t.Errorf("%d events applied, %d different, want %d", all, different, want)
	}
	if n := p.disorder(t); n > 0 {
		t.Errorf("%d events were applied before an earlier one of their zone", n)
	}
}

// doorbell is the real bus for the consumer.
type doorbell struct {
	bus      *bus.Bus
	consumer bus.Consumer
}

func (d doorbell) Fetch(ctx context.Context, max int) ([]inbox.Delivery, error) {
	got, err := d.consumer.Fetch(ctx, max)
	var deliveries []inbox.Delivery
	for _, m := range got {
		deliveries = append(deliveries, inbox.Delivery{Event: m.Event, Done: func() { _ = m.Ack() }})
	}
	return deliveries, err
}

func (d doorbell) Heads(told func(int64)) (func(), error) { return d.bus.Heads("land", told) }

// start runs work until the test ends.
func start(t *testing.T, work func(context.Context) error) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- work(ctx) }()
	var once sync.Once
	stop = func() {
		once.Do(func() {
			cancel()
			if err := kittest.Receive(t, done); err != nil {
				t.Error(err)
			}
		})
	}
	t.Cleanup(stop)
	return stop
}

func engines(t *testing.T, test func(t *testing.T, p *pair)) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := kittest.NATS(t)
		b.Declare(bus.Stream{Source: "land"})
		test(t, newPair(t, url, kittest.SQLite(t), b))
	})
}

func (p *pair) change(t *testing.T, n int) []string {
	t.Helper()
	ctx := zones.As(context.Background(), "ales", "agglo")
	var ids []string
	for range n {
		z := zones.New("ales", "")
		z.Name = z.ID
		zones.Put(ctx, t, p.source, z)
		if err := zones.Rename(ctx, p.source, z.ID, z.ID+" bis"); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, z.ID)
	}
	return ids
}

func TestConsumer_appliesEachEventOnceInOrder(t *testing.T) {
	engines(t, func(t *testing.T, p *pair) {
		start(t, p.relay.Run)
		start(t, p.consumer(doorbell{p.bus, p.bus.Consumer("support", "land")}).Run)
		var writers sync.WaitGroup
		for range 4 {
			writers.Go(func() { p.change(t, 25) })
		}
		writers.Wait()
		p.expect(t, 200)
	})
}

func TestConsumer_waitsAtAClosedGate(t *testing.T) {
	engines(t, func(t *testing.T, p *pair) {
		var gate sync.RWMutex
		gate.Lock()
		start(t, p.relay.Run)
		c := p.consumer(doorbell{p.bus, p.bus.Consumer("support", "land")}).Gate(gate.RLocker())
		start(t, c.Run)
		p.change(t, 5)
		kittest.Eventually(t, func() bool { return p.published(t) == 10 }, "the events are published")
		if all, _ := p.seen(t); all != 0 {
			t.Errorf("%d events went through the closed gate", all)
		}
		gate.Unlock()
		p.expect(t, 10)
	})
}

// published is how many events the source has published.
func (p *pair) published(t *testing.T) (n int) {
	t.Helper()
	if err := p.source.DB().Read().QueryRow(t.Context(), `SELECT count(*) FROM journal WHERE published_us IS NOT NULL`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestConsumer_handlerOfEveryTypeTakesThoseWithoutTheirOwn(t *testing.T) {
	engines(t, func(t *testing.T, p *pair) {
		p.handles = inbox.Every
		start(t, p.relay.Run)
		start(t, p.consumer(doorbell{p.bus, p.bus.Consumer("support", "land")}).Run)
		p.change(t, 5)
		p.expect(t, 10)
	})
}

func TestConsumer_killedBetweenCommitAndPublishLosesNothing(t *testing.T) {
	engines(t, func(t *testing.T, p *pair) {
		p.change(t, 5) // committed; no relay has run yet, as after a kill
		stop := start(t, p.relay.Run)
		start(t, p.consumer(doorbell{p.bus, p.bus.Consumer("support", "land")}).Run)
		p.expect(t, 10)
		stop()
		p.change(t, 5)
		start(t, p.relay.Run)
		p.expect(t, 20)
	})
}

func TestRelay_killedBetweenAckAndMarkPublishesAgainWithoutDouble(t *testing.T) {
	engines(t, func(t *testing.T, p *pair) {
		stop := start(t, p.relay.Run)
		start(t, p.consumer(doorbell{p.bus, p.bus.Consumer("support", "land")}).Run)
		p.change(t, 5)
		p.expect(t, 10)
		stop()
		err := p.source.Update(context.Background(), func(tx *store.Tx) error { // as if the marks had been lost
			_, err := tx.Exec(tx.Ctx, `UPDATE journal SET published_us = NULL`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		start(t, p.relay.Run)
		p.change(t, 1)
		p.expect(t, 12)
	})
}

// shuffled rings twice and in the wrong order.
type shuffled struct{ doorbell }

func (s shuffled) Fetch(ctx context.Context, max int) ([]inbox.Delivery, error) {
	got, err := s.doorbell.Fetch(ctx, max)
	var out []inbox.Delivery
	for i := len(got) - 1; i >= 0; i-- {
		out = append(out, got[i], got[i])
	}
	return out, err
}

func TestConsumer_doubledAndShuffledDeliveriesChangeNothing(t *testing.T) {
	engines(t, func(t *testing.T, p *pair) {
		start(t, p.relay.Run)
		start(t, p.consumer(shuffled{doorbell{p.bus, p.bus.Consumer("support", "land")}}).Run)
		p.change(t, 30)
		p.expect(t, 60)
	})
}

// lossy drops every second delivery and says that it was handled.
type lossy struct{ doorbell }

func (l lossy) Fetch(ctx context.Context, max int) ([]inbox.Delivery, error) {
	got, err := l.doorbell.Fetch(ctx, max)
	var out []inbox.Delivery
	for i, d := range got {
		if i%2 == 0 {
			d.Done()
			continue
		}
		out = append(out, d)
	}
	return out, err
}

func TestConsumer_readsAgainWhatTheBrokerLost(t *testing.T) {
	engines(t, func(t *testing.T, p *pair) {
		start(t, p.relay.Run)
		start(t, p.consumer(lossy{doorbell{p.bus, p.bus.Consumer("support", "land")}}).Run)
		p.change(t, 20)
		p.expect(t, 40)
	})
}

func TestConsumer_poisonIsParkedWithTheLaterOnesOfItsAggregate(t *testing.T) {
	engines(t, func(t *testing.T, p *pair) {
		start(t, p.relay.Run)
		c := p.consumer(doorbell{p.bus, p.bus.Consumer("support", "land")})
		ctx := zones.As(context.Background(), "ales", "agglo")
		bad := zones.New("ales", "bad")
		p.poison.Store(bad.ID, errors.New("this event can't be applied"))
		start(t, c.Run)
		zones.Put(ctx, t, p.source, bad)
		p.change(t, 3)
		if err := zones.Rename(ctx, p.source, bad.ID, "bad bis"); err != nil {
			t.Fatal(err)
		}
		p.expect(t, 6)
		kittest.Eventually(t, func() bool { return p.parked(t) == 2 }, "both events of the bad zone are parked")
		p.poison.Delete(bad.ID)
		if n, err := c.Replay(ctx); err != nil || n != 2 {
			t.Fatalf("%d replayed, %v", n, err)
		}
		p.expect(t, 8)
		if n := p.parked(t); n != 0 {
			t.Errorf("%d events are still parked", n)
		}
	})
}

func TestConsumer_waitsForWhatAnEffectNeeds(t *testing.T) {
	engines(t, func(t *testing.T, p *pair) {
		start(t, p.relay.Run)
		ctx := zones.As(context.Background(), "ales", "agglo")
		first := zones.New("ales", "first")
		p.poison.Store(first.ID, errs.Unavailable("PART_UNAVAILABLE"))
		zones.Put(ctx, t, p.source, first)
		p.change(t, 3)
		start(t, p.consumer(doorbell{p.bus, p.bus.Consumer("support", "land")}).Run)
		kittest.Eventually(t, func() bool { return p.failures.Load() > 4 }, "the first event is tried again after all its tries")
		if all, _ := p.seen(t); all > 0 || p.parked(t) > 0 {
			t.Errorf("while the first event waits, %d others are applied and %d parked", all, p.parked(t))
		}
		p.poison.Delete(first.ID)
		p.expect(t, 7)
	})
}

func (p *pair) parked(t *testing.T) (n int) {
	t.Helper()
	if err := p.sink.DB().Read().QueryRow(context.Background(), `SELECT count(*) FROM dead_letter`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestConsumer_survivesTheLossOfAllJetStreamFiles(t *testing.T) {
	dir := t.TempDir()
	b, err := bus.Open(bus.Config{Dir: dir, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close(context.Background()) })
	b.Declare(bus.Stream{Source: "land"})
	start(t, b.Part().Work)
	p := newPair(t, kittest.SQLite(t), kittest.SQLite(t), b)
	start(t, p.relay.Run)
	start(t, p.consumer(doorbell{b, b.Consumer("support", "land")}).Run)
	p.change(t, 5)
	p.expect(t, 10)
	if err := os.RemoveAll(dir); err != nil {
		t.Log(fmt.Errorf("some files were made again meanwhile: %w", err))
	}
	p.change(t, 5)
	p.expect(t, 20)
}

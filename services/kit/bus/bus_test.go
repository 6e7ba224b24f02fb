package bus_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	eventv1 "hup.example/proto/gen/go/hup/event/v1"
	"hup.example/services/kit/bus"
	"hup.example/services/kit/kittest"
)

// open opens a bus whose part works until the test ends.
func open(t *testing.T, cfg bus.Config) *bus.Bus {
	t.Helper()
	cfg.Log = slog.New(slog.DiscardHandler)
	b, err := bus.Open(cfg)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- b.Part().Work(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if err := b.Close(context.Background()); err != nil && !errors.Is(err, nats.ErrConnectionClosed) {
			t.Error(err)
		}
	})
	b.Declare(bus.Stream{Source: "support"})
	return b
}

// event is the n-th event of the support service.
func event(n int) *eventv1.Event {
	return &eventv1.Event{
		Id: fmt.Sprintf("evt_%d", n), Type: "hup.support.case_received.v1", Source: "support", Territory: "ales",
		PubSeq: int64(n), Traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
	}
}

// publish sends events from..to until the broker has them all.
func publish(t *testing.T, b *bus.Bus, from, to int) {
	t.Helper()
	for n := from; n <= to; n++ {
		kittest.Eventually(t, func() bool { return b.Publish(t.Context(), event(n))[0] == nil }, "event ", n, " is published")
	}
}

// fetch reads until it has the events up to the number, acks them, and answers their numbers.
func fetch(t *testing.T, c bus.Consumer, last int64) (numbers []int64) {
	t.Helper()
	kittest.Eventually(t, func() bool {
		messages, _ := c.Fetch(t.Context(), 100) // an error is what the callers retry, too
		for _, m := range messages {
			numbers = append(numbers, m.Event.GetPubSeq())
			if err := m.Ack(); err != nil {
				t.Error(err)
			}
		}
		return len(numbers) > 0 && numbers[len(numbers)-1] >= last
	}, "event ", last, " is fetched")
	return numbers
}

// inOrder fails unless the numbers are from..to.
func inOrder(t *testing.T, numbers []int64, from, to int64) {
	t.Helper()
	for i, n := range numbers {
		if n != from+int64(i) {
			t.Fatalf("got %v, want %d to %d", numbers, from, to)
		}
	}
	if len(numbers) != int(to-from+1) {
		t.Fatalf("got %v, want %d to %d", numbers, from, to)
	}
}

func TestPublish_keepsOrderAndStoresAnEventOnce(t *testing.T) {
	b := open(t, bus.Config{Dir: t.TempDir()})
	publish(t, b, 1, 1)
	var batch []*eventv1.Event
	for n := 1; n <= 600; n++ { // more than may be in flight, the first for the second time
		batch = append(batch, event(n))
	}
	for i, err := range b.Publish(t.Context(), batch...) {
		if err != nil {
			t.Fatalf("event %d: %v", i+1, err)
		}
	}
	inOrder(t, fetch(t, b.Consumer("land", "support"), 600), 1, 600)
}

func TestPublish_writesSubjectAndHeaders(t *testing.T) {
	s := startServer(t, t.TempDir(), -1)
	nc, err := nats.Connect(s.ClientURL())
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	seen := make(chan *nats.Msg, 10)
	if _, err := nc.ChanSubscribe("hup.ales.support.case.received.v1", seen); err != nil {
		t.Fatal(err)
	}
	if err := nc.Flush(); err != nil {
		t.Fatal(err)
	}
	publish(t, open(t, bus.Config{URL: s.ClientURL()}), 1, 1)
	msg := kittest.Receive(t, seen)
	if msg.Header.Get("Nats-Msg-Id") != "evt_1" || msg.Header.Get("traceparent") != event(1).GetTraceparent() {
		t.Errorf("headers %v", msg.Header)
	}
}

func TestPublish_refusesWhatMakesNoSubject(t *testing.T) {
	b := open(t, bus.Config{Dir: t.TempDir()})
	publish(t, b, 1, 1)
	bad := event(2)
	bad.Type = "hup.land.plot_added.v1"
	errs := b.Publish(t.Context(), bad, event(3))
	if errs[0] == nil || errs[1] == nil {
		t.Errorf("%v: a bad event and what follows it are to be refused", errs)
	}
}

func TestConsumer_keepsItsPlaceThroughARestart(t *testing.T) {
	dir := t.TempDir()
	first := open(t, bus.Config{Dir: dir})
	publish(t, first, 1, 3)
	messages, err := first.Consumer("land", "support").Fetch(t.Context(), 1)
	if err != nil || len(messages) != 1 {
		t.Fatal(messages, err)
	}
	if err := messages[0].Ack(); err != nil {
		t.Fatal(err)
	}
	if err := first.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	inOrder(t, fetch(t, open(t, bus.Config{Dir: dir}).Consumer("land", "support"), 3), 2, 3)
}

func TestConsumer_givesEachServiceItsOwnPlace(t *testing.T) {
	b := open(t, bus.Config{Dir: t.TempDir()})
	publish(t, b, 1, 2)
	inOrder(t, fetch(t, b.Consumer("land", "support"), 2), 1, 2)
	inOrder(t, fetch(t, b.Consumer("notify", "support"), 2), 1, 2)
}

func TestConsumer_acksWhatCameBefore(t *testing.T) {
	dir := t.TempDir()
	first := open(t, bus.Config{Dir: dir})
	publish(t, first, 1, 4)
	messages, err := first.Consumer("land", "support").Fetch(t.Context(), 4)
	if err != nil || len(messages) != 4 {
		t.Fatal(messages, err)
	}
	if err := messages[2].Ack(); err != nil {
		t.Fatal(err)
	}
	if err := first.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	inOrder(t, fetch(t, open(t, bus.Config{Dir: dir}).Consumer("land", "support"), 4), 4, 4)
}

func TestConsumer_dropsWhatIsNoEvent(t *testing.T) {
	s := startServer(t, t.TempDir(), -1)
	b := open(t, bus.Config{URL: s.ClientURL()})
	publish(t, b, 1, 1)
	nc, err := nats.Connect(s.ClientURL())
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	if _, err := nc.Request("hup.ales.support.case.received.v1", []byte("\xff no event"), time.Minute); err != nil {
		t.Fatal(err)
	}
	publish(t, b, 2, 2)
	inOrder(t, fetch(t, b.Consumer("land", "support"), 2), 1, 2)
}

func TestConsumer_returnsWhenItsContextEnds(t *testing.T) {
	b := open(t, bus.Config{Dir: t.TempDir()})
	publish(t, b, 1, 1)
	c := b.Consumer("land", "support")
	fetch(t, c, 1)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { _, err := c.Fetch(ctx, 10); done <- err }()
	cancel()
	if err := kittest.Receive(t, done); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestHeads_areTold(t *testing.T) {
	b := open(t, bus.Config{Dir: t.TempDir()})
	heads := make(chan int64, 10)
	stop, err := b.Heads("support", func(seq int64) { heads <- seq })
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	for _, head := range []int64{7, 9} {
		if err := b.Head("support", head); err != nil {
			t.Fatal(err)
		}
		if got := kittest.Receive(t, heads); got != head {
			t.Errorf("head %d, want %d", got, head)
		}
	}
}

func TestOpen_listensWhenTold(t *testing.T) {
	port := freePort(t)
	b := open(t, bus.Config{Dir: t.TempDir(), Listen: fmt.Sprintf("127.0.0.1:%d", port)})
	publish(t, b, 1, 1)
	other := open(t, bus.Config{URL: fmt.Sprintf("nats://127.0.0.1:%d", port)})
	inOrder(t, fetch(t, other.Consumer("land", "support"), 1), 1, 1)
}

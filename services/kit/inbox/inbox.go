// Package inbox applies the events of other services, each once and in the order of its source. The cursor, the last
// place applied, is in the transaction of the effect; what NATS lost, doubled or shuffled is read again from the source's
// feed. An event that keeps failing is parked with the later ones of its aggregate, and the others go on.
package inbox

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"sync"
	"time"

	eventv1 "hup.example/proto/gen/go/hup/event/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/store"
)

// Every, as an event type, names the handler of the types that have none of their own.
const Every = "*"

// Apply is the effect of an event, in the transaction that moves the cursor. It may be nil.
type Apply func(tx *store.Tx) error

// Handler prepares the effect of an event. What needs other services is asked here, outside the transaction.
type Handler func(ctx context.Context, e *eventv1.Event) (Apply, error)

// Feed reads the events of a source after a place; it is the client of EventFeedService.
type Feed func(ctx context.Context, source string, after int64) (events []*eventv1.Event, head int64, err error)

// Delivery is an event that the bus brought; Done says that it needs not come again.
type Delivery struct {
	Event *eventv1.Event
	Done  func()
}

// Bus brings events: a doorbell that may be silent, ring twice, or ring in the wrong order.
type Bus interface {
	// Fetch waits for the next events, at most max.
	Fetch(ctx context.Context, max int) ([]Delivery, error)
	// Heads calls told with the place the source says it is at, every few seconds.
	Heads(told func(pubSeq int64)) (stop func(), err error)
}

// Consumer applies the events of one source in one service.
type Consumer struct {
	store    *store.Store
	source   string
	handlers map[string]Handler
	bus      Bus
	feed     Feed
	log      *slog.Logger
	// tries is how often an event is tried before it is parked; wait is the first pause between tries.
	tries int
	wait  time.Duration
	gate  sync.Locker // nil: always open
}

// New makes the consumer of a source, with a handler for each event type that the service cares about.
func New(s *store.Store, source string, handlers map[string]Handler, bus Bus, feed Feed, log *slog.Logger) *Consumer {
	return &Consumer{store: s, source: source, handlers: handlers, bus: bus, feed: feed, log: log, tries: 8, wait: 100 * time.Millisecond}
}

// Patience sets how often an event is tried before it is parked, and the first pause between tries.
func (c *Consumer) Patience(tries int, wait time.Duration) *Consumer {
	c.tries, c.wait = tries, wait
	return c
}

// Gate holds the consumer back while the lock is taken elsewhere.
func (c *Consumer) Gate(gate sync.Locker) *Consumer {
	c.gate = gate
	return c
}

const (
	batch      = 64
	afterError = time.Second
)

// Run applies events until ctx ends, whenever this process leads. It starts by asking the source what it missed.
func (c *Consumer) Run(ctx context.Context) error {
	c.store.DB().Lead(ctx, "inbox/"+c.source, c.lead)
	return nil
}

func (c *Consumer) lead(ctx context.Context) {
	behind := make(chan struct{}, 1)
	go c.watchHeads(ctx, behind)
	c.catchUp(ctx)
	deliveries := make(chan []Delivery)
	go c.fetch(ctx, deliveries)
	for ctx.Err() == nil {
		select {
		case got := <-deliveries:
			c.deliver(ctx, got)
		case <-behind:
			c.catchUp(ctx)
		case <-ctx.Done():
		}
	}
}

func (c *Consumer) fetch(ctx context.Context, deliveries chan<- []Delivery) {
	for ctx.Err() == nil {
		got, err := c.bus.Fetch(ctx, batch)
		if err != nil {
			pause(ctx, afterError) // the broker is away; heads and the poll of catchUp stand behind it
			continue
		}
		select {
		case deliveries <- got:
		case <-ctx.Done():
		}
	}
}

// watchHeads asks for a repair when the source is ahead, and now and then whatever the bus says.
func (c *Consumer) watchHeads(ctx context.Context, behind chan<- struct{}) {
	ask := func() {
		select {
		case behind <- struct{}{}:
		default:
		}
	}
	stop, err := c.bus.Heads(func(head int64) {
		if cursor, err := c.Cursor(ctx); err == nil && cursor < head {
			ask()
		}
	})
	if err == nil {
		defer stop()
	}
	for ctx.Err() == nil {
		pause(ctx, 30*time.Second)
		ask()
	}
}

// deliver applies what follows the cursor; a jump is a gap, to be read from the feed.
func (c *Consumer) deliver(ctx context.Context, got []Delivery) {
	cursor, err := c.Cursor(ctx)
	if err != nil {
		return // nothing is acknowledged: it comes again
	}
	events, gap := contiguous(cursor, got)
	if c.apply(ctx, events) != nil {
		return
	}
	if gap && c.catchUp(ctx) != nil {
		return
	}
	for _, d := range got {
		d.Done()
	}
}

// contiguous keeps the events that follow the cursor without a gap, each once.
func contiguous(cursor int64, got []Delivery) (events []*eventv1.Event, gap bool) {
	byPlace := map[int64]*eventv1.Event{}
	for _, d := range got {
		if d.Event.GetPubSeq() > cursor {
			byPlace[d.Event.GetPubSeq()] = d.Event
		}
	}
	for next := cursor + 1; byPlace[next] != nil; next++ {
		events = append(events, byPlace[next])
	}
	return events, len(events) < len(byPlace)
}

// catchUp reads from the source's feed until the cursor is at its head.
func (c *Consumer) catchUp(ctx context.Context) error {
	for {
		cursor, err := c.Cursor(ctx)
		if err != nil {
			return err
		}
		events, head, err := c.feed(ctx, c.source, cursor)
		if err != nil {
			if ctx.Err() == nil {
				c.log.Warn("the feed of a source does not answer", "service", c.store.DB().Name, "source", c.source, "error", err.Error())
			}
			return err
		}
		if len(events) == 0 || cursor >= head {
			return nil
		}
		if err := c.apply(ctx, events); err != nil {
			return err
		}
	}
}

const (
	selectCursor = `SELECT pub_seq FROM event_cursor WHERE source = $1`
	upsertCursor = `INSERT INTO event_cursor (source, pub_seq) VALUES ($1, $2) ON CONFLICT (source) DO UPDATE SET pub_seq = excluded.pub_seq`
)

// Cursor is the last place applied.
func (c *Consumer) Cursor(ctx context.Context) (int64, error) {
	return cursorOf(ctx, c.store.View(ctx), c.source)
}

func cursorOf(ctx context.Context, v *store.View, source string) (int64, error) {
	var cursor int64
	err := v.QueryRow(ctx, selectCursor, source).Scan(&cursor)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return cursor, err
}

// as is the unit of work for the platform in the event's territory, under the event's trace.
func as(tx *store.Tx, e *eventv1.Event) *store.Tx {
	return tx.As(actor.Of(e.GetTerritory(), e.GetSource())).Following(e.GetTraceparent())
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}

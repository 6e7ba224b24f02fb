package bus

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"google.golang.org/protobuf/proto"

	eventv1 "hup.example/proto/gen/go/hup/event/v1"
)

// Consumer reads the events of one source for one service, in order. A service has one reader a source at a time:
// two would share the events between them, out of order.
type Consumer interface {
	// Fetch waits for the next events, at most max, and answers them in the order of the stream. It returns ctx's error
	// when that ends first, and an error (often ErrAway) when the broker can't say; then call again a little later.
	Fetch(ctx context.Context, max int) ([]Message, error)
}

// Message is one event to handle.
type Message struct {
	Event *eventv1.Event
	msg   jetstream.Msg
}

// Ack says that the effects of the event and of all before it are committed: they do not come again. An ack that is lost is
// no harm but a duplicate.
func (m Message) Ack() error { return away(m.msg.Ack()) }

const (
	// handleWait is how long a batch may be worked on before it comes again.
	handleWait = time.Minute
	// pullWait is how long one pull stays open at the broker. Each event ends it at once.
	pullWait = 5 * time.Second
	// maxInFlight bounds the events that are handed out and not acked.
	maxInFlight = 1000
)

// consumer is a durable pull consumer, made when it is first used and made again when it is gone.
type consumer struct {
	bus             *Bus
	service, source string

	mu     sync.Mutex
	handle jetstream.Consumer
}

// Consumer is the service's place in the source's stream. It starts with the oldest event that the stream still has.
func (b *Bus) Consumer(service, source string) Consumer {
	return &consumer{bus: b, service: service, source: source}
}

// Fetch implements Consumer.
func (c *consumer) Fetch(ctx context.Context, max int) ([]Message, error) {
	for ctx.Err() == nil {
		handle, err := c.open(ctx)
		if err != nil {
			return nil, err
		}
		raw, err := pull(ctx, handle, max)
		if err != nil {
			c.forget()
			return nil, errors.Join(ctx.Err(), away(err))
		}
		if events := c.decode(raw); len(events) > 0 {
			return events, nil
		}
		if len(raw) > 0 {
			_ = raw[len(raw)-1].Ack() // if this is lost they come again, and are dropped again
		}
	}
	return nil, ctx.Err()
}

// open gives the consumer on the broker, making it and its stream where they are not.
func (c *consumer) open(ctx context.Context) (jetstream.Consumer, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.bus.Ready(); err != nil {
		return nil, err
	}
	if c.handle != nil {
		return c.handle, nil
	}
	stream, err := c.bus.create(ctx, c.bus.stream(c.source))
	if err != nil {
		return nil, err
	}
	c.handle, err = c.create(ctx, stream)
	return c.handle, away(err)
}

func (c *consumer) create(ctx context.Context, stream jetstream.Stream) (jetstream.Consumer, error) {
	config := jetstream.ConsumerConfig{
		Durable: c.service, Description: "Events of " + c.source + " for " + c.service,
		DeliverPolicy: jetstream.DeliverAllPolicy, AckPolicy: jetstream.AckAllPolicy, AckWait: handleWait,
		MaxAckPending: maxInFlight, MaxDeliver: -1, // when to give up is decided, and kept, in the service's database
	}
	known, err := stream.Consumer(ctx, c.service)
	if err == nil && known.CachedInfo().Config.AckPolicy != config.AckPolicy { // of an older program; it can't be changed
		if err := stream.DeleteConsumer(ctx, c.service); err != nil {
			return nil, err
		}
	}
	return stream.CreateOrUpdateConsumer(ctx, config)
}

// forget drops the handle, so that the next fetch makes the consumer again if the broker lost it.
func (c *consumer) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.handle = nil
}

// pull takes what waits, or waits for one and takes what came with it.
func pull(ctx context.Context, handle jetstream.Consumer, max int) ([]jetstream.Msg, error) {
	msgs, err := collect(handle.FetchNoWait(max))
	if err != nil || len(msgs) > 0 {
		return msgs, err
	}
	wait, cancel := context.WithTimeout(ctx, pullWait)
	defer cancel()
	msgs, err = collect(handle.Fetch(1, jetstream.FetchContext(wait), jetstream.FetchHeartbeat(pullWait/5)))
	if err != nil || len(msgs) == 0 || max == 1 {
		return msgs, err
	}
	rest, err := collect(handle.FetchNoWait(max - 1))
	return append(msgs, rest...), err
}

// collect reads a batch to its end.
func collect(batch jetstream.MessageBatch, err error) ([]jetstream.Msg, error) {
	if err != nil {
		return nil, err
	}
	var msgs []jetstream.Msg
	for m := range batch.Messages() {
		msgs = append(msgs, m)
	}
	if err := batch.Error(); err != nil && !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, context.Canceled) {
		return msgs, err
	}
	return msgs, nil
}

// decode reads the events. What is no event is dropped for good: the gap it leaves in pub_seq makes the service ask the
// source for the true one.
func (c *consumer) decode(raw []jetstream.Msg) []Message {
	messages := make([]Message, 0, len(raw))
	for _, m := range raw {
		e := &eventv1.Event{}
		if err := proto.Unmarshal(m.Data(), e); err != nil || e.GetId() == "" || e.GetSource() != c.source {
			c.bus.log.Error("a message is no event and is dropped", slog.String("subject", m.Subject()), slog.String("service", c.service))
			continue
		}
		messages = append(messages, Message{Event: e, msg: m})
	}
	return messages
}

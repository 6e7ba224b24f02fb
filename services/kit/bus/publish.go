package bus

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"google.golang.org/protobuf/proto"

	eventv1 "hup.example/proto/gen/go/hup/event/v1"
)

// ackWait is how long an ack may take. Later the event counts as not published; sending it again does no harm.
const ackWait = 10 * time.Second

// Header names besides NATS's own.
const headerTrace = "traceparent"

// Publish sends the events in their order and waits for the broker's acks. The answer has an error or nil for each:
// nil means that the broker has it on disk. An event sent again within ten minutes is stored once.
func (b *Bus) Publish(ctx context.Context, events ...*eventv1.Event) []error {
	errs := make([]error, len(events))
	acks := make([]jetstream.PubAckFuture, len(events))
	for i, e := range events {
		acks[i], errs[i] = b.send(e)
		if errs[i] != nil {
			// What follows must not overtake it.
			for j := i + 1; j < len(events); j++ {
				errs[j] = fmt.Errorf("not sent: an event before it was not: %w", errs[i])
			}
			break
		}
	}
	for i, ack := range acks {
		if ack != nil {
			errs[i] = b.await(ctx, ack)
		}
	}
	return errs
}

// send hands one event to the connection.
func (b *Bus) send(e *eventv1.Event) (jetstream.PubAckFuture, error) {
	if err := b.Ready(); err != nil {
		return nil, err
	}
	subject, err := Subject(e)
	if err != nil {
		return nil, err
	}
	body, err := proto.Marshal(e)
	if err != nil {
		return nil, err
	}
	msg := &nats.Msg{Subject: subject, Data: body, Header: nats.Header{}}
	if e.GetTraceparent() != "" {
		msg.Header.Set(headerTrace, e.GetTraceparent())
	}
	// No retries of its own: they would let later events overtake.
	ack, err := b.js.PublishMsgAsync(msg, jetstream.WithMsgID(e.GetId()), jetstream.WithRetryAttempts(0), jetstream.WithStallWait(ackWait))
	if err != nil {
		return nil, away(err)
	}
	return ack, nil
}

// await waits for one ack.
func (b *Bus) await(ctx context.Context, ack jetstream.PubAckFuture) error {
	select {
	case <-ack.Ok():
		return nil
	case err := <-ack.Err():
		if errors.Is(err, jetstream.ErrNoStreamResponse) || errors.Is(err, nats.ErrNoResponders) {
			b.keep.Wake() // the stream is gone: make it again
		}
		return away(err)
	case <-ctx.Done():
		return ctx.Err()
	}
}

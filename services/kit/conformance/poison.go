package conformance

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/known/anypb"

	eventv1 "hup.example/proto/gen/go/hup/event/v1"
	"hup.example/services/kit/inbox"
	"hup.example/services/kit/journal"
	"hup.example/services/kit/kittest"
)

// silent is a bus that brings nothing: the consumer reads its feed.
type silent struct{}

// Fetch implements inbox.Bus.
func (silent) Fetch(ctx context.Context, _ int) ([]inbox.Delivery, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

// Heads implements inbox.Bus.
func (silent) Heads(func(int64)) (func(), error) { return func() {}, nil }

// checkPoison: an event that can't be read is parked with the later ones of its aggregate; the others go on, and no row changes.
func checkPoison(t *testing.T, w *World) {
	if len(w.service().Consumes) == 0 {
		t.Skip("the service applies no events")
	}
	w.settle(t)
	before := w.dump(t, w.tables(t)...)
	n := 0
	for source, handlers := range w.service().Consumes {
		for kind := range handlers {
			n++
			left := unread
			if kind == inbox.Every {
				kind, left = sorted(t, source, handlers[kind])
			}
			w.poison(t, fmt.Sprint("poison", n), kind, left, handlers)
		}
	}
	if how := differ(before, w.dump(t, w.tables(t)...)); how != "" {
		t.Errorf("events that can't be read changed something: %s", how)
	}
	w.execute(t, `DELETE FROM dead_letter`)
}

// unread is the type of an event that no service states.
const unread = "hup.elsewhere.nothing_happened.v1"

// sorted answers a type of the source that the handler of all types applies, and one that it leaves out, if there is any.
func sorted(t *testing.T, source string, handle inbox.Handler) (applied, left string) {
	t.Helper()
	protoregistry.GlobalTypes.RangeMessages(func(mt protoreflect.MessageType) bool {
		m := mt.New().Interface()
		kind := journal.TypeOf(source, m)
		if kind == "" {
			return true
		}
		data, err := anypb.New(m)
		if err != nil {
			t.Fatal(err)
		}
		effect, err := handle(t.Context(), &eventv1.Event{Source: source, Type: kind, Data: data})
		switch {
		case err != nil:
			t.Errorf("an empty %s: %v", kind, err)
		case effect == nil:
			left = kind
		default:
			applied = kind
		}
		return true
	})
	return applied, left
}

func (w *World) poison(t *testing.T, source, kind, left string, handlers map[string]inbox.Handler) {
	t.Helper()
	made, ok := journal.MessageOf(kind)
	if !ok {
		t.Errorf("%s is applied, and is no event of any contract", kind)
		return
	}
	name := string(made.Descriptor().FullName())
	event := func(place int64, aggregate, typ string, data *anypb.Any) *eventv1.Event {
		return &eventv1.Event{Id: fmt.Sprint(source, place), Source: source, Type: typ, Territory: Territory, Aggregate: "poison", AggregateId: aggregate,
			Version: place, PubSeq: place, Data: data}
	}
	events := []*eventv1.Event{
		event(1, "bad", kind, &anypb.Any{TypeUrl: "type.googleapis.com/" + name, Value: []byte{0xff, 0xff, 0xff}}),
		event(2, "bad", kind, &anypb.Any{TypeUrl: "type.googleapis.com/" + name}),
		event(3, "wrong", kind, &anypb.Any{TypeUrl: "type.googleapis.com/hup.event.v1.Event"}),
	}
	if left != "" {
		events = append(events, event(4, "good", left, nil))
	}
	feed := func(_ context.Context, _ string, after int64) ([]*eventv1.Event, int64, error) {
		return events[after:], int64(len(events)), nil
	}
	c := inbox.New(w.store(), source, handlers, silent{}, feed, slog.New(slog.DiscardHandler)).Patience(2, time.Millisecond)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- c.Run(ctx) }()
	kittest.Eventually(t, func() bool { cursor, err := c.Cursor(t.Context()); return err == nil && cursor == int64(len(events)) }, "the event behind ", kind, " is applied")
	stop()
	if err := kittest.Receive(t, done); err != nil {
		t.Error(err)
	}
	for _, place := range []int64{1, 3} { // the second is parked behind the first where it would have an effect
		if w.count(t, w.name(), `SELECT count(*) FROM dead_letter WHERE source = $1 AND pub_seq = $2`, source, place) != 1 {
			t.Errorf("an event %s that can't be read (the %d.) is not parked", kind, place)
		}
	}
	if w.count(t, w.name(), `SELECT count(*) FROM dead_letter WHERE source = $1 AND pub_seq = 4`, source) > 0 {
		t.Errorf("an event behind those of %s that can't be read is parked, too", kind)
	}
}

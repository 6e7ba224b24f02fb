package host

import (
	"context"
	"time"

	eventv1 "hup.example/proto/gen/go/hup/event/v1"
	"hup.example/services/kit/bus"
	"hup.example/services/kit/inbox"
	"hup.example/services/kit/journal"
	"hup.example/services/kit/run"
	"hup.example/services/kit/schedule"
)

// Parts are what runs: for each module its relay, its consumers, its timers, and its own work.
func (h *Host) Parts() []run.Part {
	parts := []run.Part{h.config.Bus.Part()}
	var streams []bus.Stream
	for _, s := range h.services {
		streams = append(streams, bus.Stream{Source: s.Name})
		for source := range s.Consumes {
			streams = append(streams, bus.Stream{Source: source})
		}
	}
	h.config.Bus.Declare(streams...)
	for _, s := range h.services {
		parts = append(parts, h.partsOf(s)...)
	}
	return append(parts, h.ends().part())
}

func (h *Host) partsOf(s *service) []run.Part {
	log := h.config.Log
	relay := journal.NewRelay(s.db, h.config.Bus, h.config.Clock, log)
	parts := []run.Part{
		{Name: s.Name + " hears", Work: func(ctx context.Context) error { s.db.Listen(ctx); return nil }},
		{Name: s.Name + " relay", Work: relay.Run},
		{Name: s.Name + " timers", Work: schedule.NewRunner(s.store, s.Timers, log).Run},
		run.NewLoop(log, s.Name+" forgets old answers", time.Hour, func(ctx context.Context) (bool, error) {
			return false, s.store.ForgetAnswers(ctx)
		}).Part(),
	}
	for source := range s.Consumes {
		parts = append(parts, run.Part{Name: s.Name + " consumes " + source, Work: h.consumer(s, source).Run})
	}
	return append(parts, s.Work...)
}

// Consumer is the consumer of a source in a hosted module, for the tools of the operator.
func (h *Host) Consumer(name, source string) *inbox.Consumer {
	for _, s := range h.services {
		if s.Name == name && s.Consumes[source] != nil {
			return h.consumer(s, source)
		}
	}
	return nil
}

func (h *Host) consumer(s *service, source string) *inbox.Consumer {
	feed := eventv1.NewEventFeedServiceClient(s.peers.Conn(source))
	read := func(ctx context.Context, source string, after int64) ([]*eventv1.Event, int64, error) {
		answer, err := feed.ListEvents(ctx, &eventv1.ListEventsRequest{Source: source, After: after})
		return answer.GetEvents(), answer.GetHead(), err
	}
	doorbell := busOf{bus: h.config.Bus, consumer: h.config.Bus.Consumer(s.Name, source), source: source}
	return inbox.New(s.store, source, s.Consumes[source], doorbell, read, h.config.Log).Gate(h.gate.RLocker())
}

// HoldEvents lets no service apply an event of another until release is called. What is copied meanwhile fits together: in
// no copy has a service applied what its source, in its own copy, has not stated yet.
func (h *Host) HoldEvents() (release func()) {
	h.gate.Lock()
	return h.gate.Unlock
}

// busOf is the part of the bus that a consumer of one source needs.
type busOf struct {
	bus      *bus.Bus
	consumer bus.Consumer
	source   string
}

// Fetch implements inbox.Bus.
func (b busOf) Fetch(ctx context.Context, max int) ([]inbox.Delivery, error) {
	got, err := b.consumer.Fetch(ctx, max)
	if err != nil {
		return nil, err
	}
	deliveries := make([]inbox.Delivery, len(got))
	for i, m := range got {
		deliveries[i] = inbox.Delivery{Event: m.Event, Done: func() {}}
	}
	if last := len(got) - 1; last >= 0 {
		deliveries[last].Done = func() { _ = got[last].Ack() } // of all; a lost ack brings duplicates
	}
	return deliveries, nil
}

// Heads implements inbox.Bus.
func (b busOf) Heads(told func(pubSeq int64)) (func(), error) { return b.bus.Heads(b.source, told) }

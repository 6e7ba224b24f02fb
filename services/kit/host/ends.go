package host

import (
	"context"
	"log/slog"
	"math"
	"slices"
	"time"

	eventv1 "hup.example/proto/gen/go/hup/event/v1"
	"hup.example/services/kit/authn"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/journal"
	"hup.example/services/kit/run"
)

// issuer is the service that gives tokens, and ending are the facts by which it says that nobody has them any more, when
// they are terminal.
const issuer = "identity"

var ending = []string{
	"hup.identity.membership_status_changed.v1", "hup.identity.client_status_changed.v1", "hup.identity.auth_session_status_changed.v1",
}

const (
	endsEvery   = 500 * time.Millisecond
	endsTimeout = 2 * time.Second
	// unknown is the place before the feed has answered.
	unknown = -1
)

// ends follows whose access ended, so that their tokens stop before they expire. Every process reads the issuer's feed: a
// gateway alone has no database to consume into, and a replica is told of no event that the leader applies. Nothing is kept here: the
// issuer's journal has it, and a process that starts while the issuer is away has no keys, and believes no token.
type ends struct {
	feed     eventv1.EventFeedServiceClient
	verifier *authn.Verifier
	clock    clock.Clock
	log      *slog.Logger
	after    int64
	away     bool
}

func (h *Host) ends() *ends {
	e := &ends{verifier: h.verifier, clock: h.config.Clock, log: h.config.Log, after: unknown}
	if len(h.services) > 0 {
		e.feed = eventv1.NewEventFeedServiceClient(h.services[0].peers.Conn(issuer))
		return e
	}
	h.own = h.Peers("gateway")
	e.feed = eventv1.NewEventFeedServiceClient(h.own.Conn(issuer))
	return e
}

// part asks before anybody is answered.
func (e *ends) part() run.Part {
	loop := run.NewLoop(e.log, "ends of access", endsEvery, e.step)
	return run.Part{Name: "ends of access", Work: loop.Work, Start: func(ctx context.Context) error {
		_, err := e.step(ctx)
		return err
	}}
}

// step asks for news. An issuer that is away is told once, and asked on: meanwhile the tokens that it gave expire by themselves.
func (e *ends) step(ctx context.Context) (more bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, endsTimeout)
	defer cancel()
	err = e.ask(ctx)
	if away := err != nil; away != e.away && ctx.Err() != context.Canceled {
		e.away = away
		if away {
			e.log.Warn("whose access ended can't be asked", "source", issuer, "error", err.Error())
		}
	}
	return false, nil
}

func (e *ends) ask(ctx context.Context) (err error) {
	if e.after == unknown {
		if e.after, err = e.begin(ctx); err != nil {
			return err
		}
	}
	for {
		answer, err := e.feed.ListEvents(ctx, &eventv1.ListEventsRequest{Source: issuer, After: e.after})
		if err != nil {
			return err
		}
		if answer.GetHead() < e.after {
			e.after = unknown // it was restored from a copy
			return nil
		}
		found, err := endsIn(answer.GetEvents())
		if err != nil {
			return err
		}
		e.verifier.Stop(found...)
		n := len(answer.GetEvents())
		if n == 0 {
			return nil
		}
		e.after = answer.GetEvents()[n-1].GetPubSeq()
	}
}

// begin finds a place in the feed before the oldest token that may be in use.
func (e *ends) begin(ctx context.Context) (int64, error) {
	const back = 500
	answer, err := e.feed.ListEvents(ctx, &eventv1.ListEventsRequest{Source: issuer, After: math.MaxInt64})
	if err != nil {
		return unknown, err
	}
	for after := answer.GetHead() - back; after > 0; after -= back {
		answer, err := e.feed.ListEvents(ctx, &eventv1.ListEventsRequest{Source: issuer, After: after, PageSize: 1})
		if err != nil {
			return unknown, err
		}
		if all := answer.GetEvents(); len(all) > 0 && e.clock.Now().Sub(all[0].GetTime().AsTime()) > authn.Life {
			return after, nil
		}
	}
	return 0, nil
}

func endsIn(events []*eventv1.Event) (found []authn.End, err error) {
	for _, event := range events {
		if !slices.Contains(ending, event.GetType()) {
			continue
		}
		m, err := journal.Decode(event.GetType(), event.GetData().GetValue())
		if err != nil {
			return nil, err
		}
		if f := m.ProtoReflect().Descriptor().Fields().ByName("terminal"); m.ProtoReflect().Get(f).Bool() {
			found = append(found, authn.End{Holder: event.GetAggregateId(), At: event.GetTime().AsTime()})
		}
	}
	return found, nil
}

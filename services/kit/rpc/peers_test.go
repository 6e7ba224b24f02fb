package rpc_test

import (
	"context"
	"testing"

	"go.opentelemetry.io/otel/trace"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"

	eventv1 "hup.example/proto/gen/go/hup/event/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/idem"
	"hup.example/services/kit/rpc"
)

// seen is what a handler finds in its context.
type seen struct {
	actor  actor.Actor
	trace  trace.SpanContext
	keyed  bool
	leaked any
}

type secret struct{}

func look(ctx context.Context) seen {
	_, keyed := idem.From(ctx)
	return seen{actor.From(ctx), trace.SpanContextFromContext(ctx), keyed, ctx.Value(secret{})}
}

// parts runs a test with land hosted beside its caller, and with land in another process.
func parts(t *testing.T, test func(t *testing.T, w *world, land grpc.ClientConnInterface)) {
	t.Run("in process", func(t *testing.T) {
		w := open(t, rpc.Limits{Writes: 1})
		w.conn = w.server.Conn()
		test(t, w, peers(t, w, w.server, nil).Conn("land"))
	})
	t.Run("tcp", func(t *testing.T) {
		w := open(t, rpc.Limits{})
		w.conn = w.server.Conn()
		alone := rpc.New(w.config())
		test(t, w, peers(t, w, alone, map[string]string{"land": w.listen(t)}).Conn("land"))
	})
}

func peers(t *testing.T, w *world, from *rpc.Server, addresses map[string]string) *rpc.Peers {
	t.Helper()
	p := rpc.NewPeers(from, w.issuer.ServiceTokens("support"), addresses, nil)
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return p
}

func TestPeers_aPartCallsForItsCallerOrAsItself(t *testing.T) {
	parts(t, func(t *testing.T, w *world, land grpc.ClientConnInterface) {
		var outer, inner, self seen
		w.feed.list = func(ctx context.Context, _ *eventv1.ListEventsRequest) (*eventv1.ListEventsResponse, error) {
			self = look(ctx)
			return &eventv1.ListEventsResponse{}, nil
		}
		w.land.create = func(ctx context.Context, r *landv1.CreatePlotRequest) (*landv1.Plot, error) {
			if r.GetPlot().GetName() == "inner" {
				inner = look(ctx)
				return &landv1.Plot{}, nil
			}
			outer = look(ctx)
			ctx = context.WithValue(ctx, secret{}, "leaks")
			r.Plot.Name = "inner"
			if _, err := eventv1.NewEventFeedServiceClient(land).ListEvents(ctx, &eventv1.ListEventsRequest{Source: "land"}); err != nil {
				return nil, err
			}
			return landv1.NewPlotServiceClient(land).CreatePlot(rpc.Whole(ctx), r)
		}
		want(t, w.createPlot(w.as(t, advisor, rpc.IdempotencyKey, "k")), codes.OK, "")
		if inner.actor.Ref() != "person:per_1" || !inner.keyed {
			t.Errorf("the inner call is made by %q, with a key: %v", inner.actor.Ref(), inner.keyed)
		}
		if self.actor.Ref() != "service:support" || self.actor.Territory != "ales" || self.keyed {
			t.Errorf("a method for services only is called by %+v", self.actor)
		}
		for name, s := range map[string]seen{"inner": inner, "self": self} {
			if s.trace.TraceID() != outer.trace.TraceID() || !s.trace.IsValid() {
				t.Errorf("%s: trace %s, want %s", name, s.trace.TraceID(), outer.trace.TraceID())
			}
			if s.leaked != nil {
				t.Errorf("%s: a value of the caller's context crossed: %v", name, s.leaked)
			}
		}
	})
}

func TestPeers_anAnswerOfAnotherPartPassesAsItIs(t *testing.T) {
	parts(t, func(t *testing.T, w *world, land grpc.ClientConnInterface) {
		w.land.get = func(ctx context.Context, r *landv1.GetPlotRequest) (*landv1.Plot, error) {
			return landv1.NewPlotServiceClient(land).GetPlot(ctx, &landv1.GetPlotRequest{PlotId: "?"})
		}
		a := want(t, w.getPlot(w.as(t, advisor)), codes.InvalidArgument, "INVALID_FIELDS")
		if a.fields["plotId"] == "" || a.domain != "hup.land" {
			t.Errorf("got %+v", a)
		}
	})
}

func TestPeers_aPartThatIsNowhereOrDownIsUnavailable(t *testing.T) {
	w := open(t, rpc.Limits{})
	w.conn = w.server.Conn()
	var part grpc.ClientConnInterface
	w.land.get = func(ctx context.Context, r *landv1.GetPlotRequest) (*landv1.Plot, error) {
		return landv1.NewPlotServiceClient(part).GetPlot(ctx, r)
	}
	all := peers(t, w, w.server, map[string]string{"down": "127.0.0.1:1"})
	for _, name := range []string{"nowhere", "down"} {
		part = all.Conn(name)
		want(t, w.getPlot(w.as(t, advisor)), codes.Unavailable, "PART_UNAVAILABLE")
	}
	w.issuer.SetDown(true)
	part = all.Conn("land")
	_, err := eventv1.NewEventFeedServiceClient(part).ListEvents(t.Context(), &eventv1.ListEventsRequest{Source: "land"})
	if read(err).code != codes.Unavailable {
		t.Errorf("without a token of its own: %v", err)
	}
}

func TestChain_goesOnWithTheCallersTrace(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const id = "0af7651916cd43dd8448eb211c80319c"
		w.land.get = func(context.Context, *landv1.GetPlotRequest) (*landv1.Plot, error) { panic("now") }
		ctx := metadata.AppendToOutgoingContext(w.as(t, advisor), "traceparent", "00-"+id+"-b7ad6b7169203331-01")
		if a := read(w.getPlot(ctx)); a.ref != id {
			t.Errorf("the trace is %s, want %s", a.ref, id)
		}
	})
}

func TestPeers_theEdgeAddsNoTokenAndCountsAllLimits(t *testing.T) {
	outside := func(t *testing.T, w *world, from *rpc.Server, addresses map[string]string) {
		w.conn = peers(t, w, from, addresses).Edge("land")
		w.land.create = func(context.Context, *landv1.CreatePlotRequest) (*landv1.Plot, error) { return &landv1.Plot{}, nil }
		want(t, w.createPlot(t.Context()), codes.Unauthenticated, "UNAUTHENTICATED")
		want(t, w.createPlot(w.as(t, advisor)), codes.OK, "")
		want(t, w.createPlot(w.as(t, advisor)), codes.ResourceExhausted, "TOO_MANY_CALLS")
		stream, err := eventv1.NewEventFeedServiceClient(w.conn).TailContext(t.Context(), &eventv1.TailContextRequest{})
		if err == nil {
			_, err = stream.Recv()
		}
		want(t, err, codes.Unauthenticated, "UNAUTHENTICATED")
	}
	t.Run("in process", func(t *testing.T) {
		w := open(t, rpc.Limits{Writes: 1})
		outside(t, w, w.server, nil)
	})
	t.Run("tcp", func(t *testing.T) {
		w := open(t, rpc.Limits{Writes: 1})
		outside(t, w, rpc.New(w.config()), map[string]string{"land": w.listen(t)})
	})
	t.Run("nowhere", func(t *testing.T) {
		w := open(t, rpc.Limits{})
		w.conn = peers(t, w, rpc.New(w.config()), nil).Edge("land")
		if err := w.createPlot(t.Context()); !errs.Is(err, "PART_UNAVAILABLE") {
			t.Error(err)
		}
	})
}

package rpc_test

import (
	"context"
	"net/netip"
	"strconv"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/rpc"
)

// limited is a world with small limits.
func limited(t *testing.T, writes, strangers int) *world {
	w := open(t, rpc.Limits{Writes: writes, Strangers: strangers, Proxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}})
	w.conn = w.server.Conn()
	w.land.get = func(context.Context, *landv1.GetPlotRequest) (*landv1.Plot, error) { return &landv1.Plot{}, nil }
	w.land.create = func(context.Context, *landv1.CreatePlotRequest) (*landv1.Plot, error) { return &landv1.Plot{}, nil }
	return w
}

func TestLimits_writesOfACallerAreCountedAndTold(t *testing.T) {
	w := limited(t, 2, 0)
	for _, conn := range []grpc.ClientConnInterface{w.server.Conn(), dial(t, w.listen(t))} {
		w.conn = conn
		w.clock.Advance(time.Minute)
		var header metadata.MD
		for left := 1; left >= 0; left-- {
			want(t, w.createPlot(w.as(t, advisor), grpc.Header(&header)), codes.OK, "")
			if got := header.Get("ratelimit-remaining"); len(got) != 1 || got[0] != strconv.Itoa(left) || header.Get("ratelimit-limit")[0] != "2" {
				t.Errorf("told %v", header)
			}
		}
		w.clock.Advance(20 * time.Second)
		if a := want(t, w.createPlot(w.as(t, advisor)), codes.ResourceExhausted, "TOO_MANY_CALLS"); a.retry != 40 {
			t.Errorf("come back in %d s, want 40", a.retry)
		}
		want(t, w.getPlot(w.as(t, advisor)), codes.OK, "")
		other := advisor
		other.ID = "per_9"
		want(t, w.createPlot(w.as(t, other)), codes.OK, "")
		w.clock.Advance(40 * time.Second)
		want(t, w.createPlot(w.as(t, advisor)), codes.OK, "")
	}
}

func TestLimits_strangersPayByAddressAndKnownCallersDoNot(t *testing.T) {
	w := limited(t, 0, 3)
	from := func(hops string) context.Context {
		return metadata.AppendToOutgoingContext(t.Context(), rpc.ForwardedFor, hops, rpc.Authorization, "Bearer guess")
	}
	known := w.as(t, advisor, rpc.ForwardedFor, "192.0.2.1")
	want(t, w.getPlot(known), codes.OK, "")
	for range 2 {
		want(t, w.getPlot(from("203.0.113.9, 192.0.2.1, 10.0.0.7")), codes.Unauthenticated, "TOKEN_INVALID")
	}
	want(t, w.getPlot(from("203.0.113.10, 192.0.2.1, 10.0.0.7")), codes.ResourceExhausted, "TOO_MANY_CALLS")
	want(t, w.getPlot(known), codes.OK, "")
	want(t, w.getPlot(from("192.0.2.2")), codes.Unauthenticated, "TOKEN_INVALID")
}

package rpc

import (
	"context"
	"encoding/binary"
	"math/rand/v2"
	"strings"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"
	"google.golang.org/grpc/metadata"
)

// scope names the instruments of this package.
const scope = "hup.example/services/kit/rpc"

var propagator = propagation.TraceContext{}

// carrier lets a trace travel in metadata, the same on TCP and in process.
type carrier metadata.MD

// Get implements propagation.TextMapCarrier.
func (c carrier) Get(key string) string { return first(metadata.MD(c), strings.ToLower(key)) }

// Set implements propagation.TextMapCarrier.
func (c carrier) Set(key, value string) { metadata.MD(c).Set(key, value) }

// Keys implements propagation.TextMapCarrier.
func (c carrier) Keys() []string {
	keys := make([]string, 0, len(c))
	for k := range c {
		keys = append(keys, k)
	}
	return keys
}

// StartSpan goes on with the caller's trace. A call has a trace id also when nobody records: it is the number that people
// give us when something went wrong.
func StartSpan(ctx context.Context, md metadata.MD, name string) (context.Context, trace.Span) {
	ctx = propagator.Extract(ctx, carrier(md))
	ctx, span := otel.Tracer(scope).Start(ctx, name, trace.WithSpanKind(trace.SpanKindServer))
	if span.SpanContext().IsValid() {
		return ctx, span
	}
	ctx = trace.ContextWithSpanContext(ctx, newSpanContext())
	return ctx, trace.SpanFromContext(ctx)
}

func newSpanContext() trace.SpanContext {
	var c trace.SpanContextConfig
	binary.BigEndian.PutUint64(c.TraceID[:8], rand.Uint64())
	binary.BigEndian.PutUint64(c.TraceID[8:], rand.Uint64()|1) // never zero
	binary.BigEndian.PutUint64(c.SpanID[:], rand.Uint64()|1)
	return trace.NewSpanContext(c)
}

// Propagate writes the trace of the context into the metadata of a call that is about to be made.
func Propagate(ctx context.Context, md metadata.MD) { propagator.Inject(ctx, carrier(md)) }

// TraceID is how people and logs name a call.
func TraceID(ctx context.Context) string { return trace.SpanContextFromContext(ctx).TraceID().String() }

package rpc

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"go.opentelemetry.io/otel/attribute"
	otelcodes "go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/trace"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"

	"hup.example/services/kit/actor"
	"hup.example/services/kit/authn"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/messages"
)

// call is one call on its way through the chain.
type call struct {
	*chain
	name   string
	method method
	md     metadata.MD
	span   trace.Span
	start  time.Time
	actor  actor.Actor
	who    authn.Verified
	cancel context.CancelFunc
}

func (c *chain) begin(ctx context.Context, name string) (context.Context, *call) {
	k := &call{chain: c, name: name, method: c.methods[name], start: c.Clock.Now(), cancel: func() {}}
	if k.method.domain == "" {
		k.method.domain = "hup"
	}
	k.md, _ = metadata.FromIncomingContext(ctx)
	ctx, k.span = StartSpan(ctx, k.md, name[1:])
	return ctx, k
}

// end turns whatever happened into what the caller is told, and observes it.
func (k *call) end(ctx context.Context, panicked any, err error) error {
	defer k.span.End()
	defer k.cancel()
	if panicked != nil {
		err = errs.Internal(fmt.Errorf("panic %s\n%s", describePanic(panicked), debug.Stack()))
	}
	if err == nil {
		k.observe(ctx, codes.OK, "", nil)
		return nil
	}
	if s, ok := answered(err); ok {
		k.observe(ctx, s.Code(), "", err)
		return s.Err()
	}
	e := refusal(ctx, err)
	k.observe(ctx, e.Code, e.Reason, err)
	return k.problem(ctx, e)
}

func (k *call) problem(ctx context.Context, e *errs.Error) error {
	lang := messages.Language(first(k.md, AcceptLanguage))
	return Problem(k.Messages, k.method.domain, lang, TraceID(ctx), e).Err()
}

// describePanic gives what the runtime says. A value that somebody panicked with may hold what must not be logged.
func describePanic(v any) string {
	if e, ok := v.(interface{ RuntimeError() }); ok {
		return fmt.Sprint(e)
	}
	return fmt.Sprintf("of type %T", v)
}

// ours are the codes that we have to look into.
func ours(code codes.Code) bool {
	return code == codes.Internal || code == codes.Unknown || code == codes.DataLoss
}

// observe measures and logs the call. What is logged of it is this list and nothing else: no id of a person, no value.
func (k *call) observe(ctx context.Context, code codes.Code, reason string, err error) {
	took := k.Clock.Now().Sub(k.start)
	if k.duration.Enabled(ctx) {
		k.duration.Record(ctx, took.Seconds(), metric.WithAttributes(
			attribute.String("rpc.method", k.name[1:]), attribute.String("rpc.response.status_code", code.String())))
	}
	if k.span.IsRecording() {
		k.span.SetAttributes(attribute.String("rpc.response.status_code", code.String()), attribute.String("hup.actor.kind", string(k.actor.Kind)))
		if ours(code) {
			k.span.SetStatus(otelcodes.Error, reason)
		}
	}
	level := levelOf(code)
	if !k.Log.Enabled(ctx, level) {
		return
	}
	attrs := []slog.Attr{slog.String("method", k.name), slog.String("code", code.String()), slog.String("reason", reason),
		slog.Duration("took", took), slog.String("actor_kind", string(k.actor.Kind)), slog.String("body", k.actor.BodyID),
		slog.String("territory", k.actor.Territory)}
	if ours(code) || code == codes.Unavailable {
		attrs = append(attrs, slog.Any("error", err))
	}
	k.Log.LogAttrs(ctx, level, "call", attrs...)
}

func levelOf(code codes.Code) slog.Level {
	switch {
	case ours(code):
		return slog.LevelError
	case code == codes.Unavailable:
		return slog.LevelWarn
	case code == codes.OK, code == codes.Canceled:
		return slog.LevelDebug
	}
	return slog.LevelInfo
}

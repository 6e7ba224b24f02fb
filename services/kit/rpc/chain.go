package rpc

import (
	"context"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/metric"
	"google.golang.org/grpc"

	"hup.example/services/kit/errs"
)

// chain is what every call goes through, on TCP and in process, from the outside in: recover, trace, metrics and log, error
// translation, deadline, limit by address, who calls, limit by caller, the method's rule, validation, idempotency, handler.
type chain struct {
	Config
	methods  map[string]method
	callers  *Limiter
	address  *Limiter
	duration metric.Float64Histogram
	closing  context.Context // done when the server stops: its streams end
	inner    bool            // calls between parts of one process, whose limits were paid at the edge
	wire     bool            // calls over TCP, whose messages come as bytes
}

func newChain(closing context.Context, c Config) *chain {
	duration, err := otel.Meter(scope).Float64Histogram("rpc.server.call.duration", metric.WithUnit("s"),
		metric.WithDescription("Time from the start of a call to its answer"))
	if err != nil {
		otel.Handle(err)
	}
	return &chain{Config: c, methods: methods(), callers: NewLimiter(c.Limits.Writes, 600), address: NewLimiter(c.Limits.Strangers, 1200),
		duration: duration, closing: closing}
}

// inside is the chain of the calls that parts of one process make to each other.
func (c *chain) inside() *chain {
	inner := *c
	inner.inner = true
	return &inner
}

// onWire is the chain of the calls over TCP.
func (c *chain) onWire() *chain {
	wire := *c
	wire.wire = true
	return &wire
}

func (c *chain) unary(ctx context.Context, req any, info *grpc.UnaryServerInfo, handle grpc.UnaryHandler) (answer any, err error) {
	ctx, k := c.begin(ctx, info.FullMethod)
	defer func() { err = k.end(ctx, recover(), err) }()
	ctx, k.cancel = c.within(ctx)
	if ctx, _, err = k.admit(ctx); err != nil {
		return nil, err
	}
	if ctx, err = k.check(ctx, req); err != nil {
		return nil, err
	}
	if answer, err = handle(ctx, req); err == nil && c.Exported != nil {
		err = c.exported(ctx, info.FullMethod, req, answer)
	}
	return answer, err
}

// within bounds a unary call that came without a deadline, or with one that is too far.
func (c *chain) within(ctx context.Context) (context.Context, context.CancelFunc) {
	deadline, ok := ctx.Deadline()
	if !ok {
		return context.WithTimeout(ctx, c.Deadline)
	}
	if time.Until(deadline) > c.MaxDeadline {
		return context.WithTimeout(ctx, c.MaxDeadline)
	}
	return ctx, func() {}
}

func (c *chain) stream(impl any, ss grpc.ServerStream, info *grpc.StreamServerInfo, handle grpc.StreamHandler) (err error) {
	ctx, k := c.begin(ss.Context(), info.FullMethod)
	defer func() { err = k.end(ctx, recover(), err) }()
	ctx, until, err := k.admit(ctx)
	if err != nil {
		return err
	}
	ctx, end := context.WithCancelCause(ctx)
	stop := context.AfterFunc(c.closing, func() { end(errs.Unavailable("UNAVAILABLE")) })
	k.cancel = func() { stop(); end(nil) }
	if !until.IsZero() { // a stream ends with the token that opened it
		timer := time.AfterFunc(until.Sub(c.Clock.Now()), func() { end(errs.Unauthenticated("TOKEN_EXPIRED")) })
		defer timer.Stop()
	}
	forget := c.Verifier.WhenStopped(k.who, func() { end(errs.Unauthenticated("ACCESS_ENDED")) })
	defer forget()
	if err = handle(impl, &checked{ss, ctx, k}); err == nil {
		err = ended(ctx)
	}
	return err
}

// ended is why we ended a stream ourselves, when its handler took the end for the caller's.
func ended(ctx context.Context) error {
	if e, ok := errs.As(context.Cause(ctx)); ok {
		return e
	}
	return nil
}

// checked is a stream whose messages are validated as they come, and that tells nothing to whom access has ended: also what
// was on its way when it ended.
type checked struct {
	grpc.ServerStream
	ctx  context.Context
	call *call
}

// Context implements grpc.ServerStream.
func (s *checked) Context() context.Context { return s.ctx }

// SendMsg implements grpc.ServerStream.
func (s *checked) SendMsg(m any) error {
	if s.call.Verifier.Stopped(s.call.who) {
		return errs.Unauthenticated("ACCESS_ENDED")
	}
	return s.ServerStream.SendMsg(m)
}

// RecvMsg implements grpc.ServerStream.
func (s *checked) RecvMsg(m any) error {
	if err := s.call.receive(s.ServerStream.RecvMsg, m); err != nil {
		return err
	}
	return s.call.valid(m)
}

package rpc

import (
	"context"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

// served is a method and who serves it.
type served struct {
	grpc.MethodDesc
	impl any
}

// Invoke implements grpc.ClientConnInterface. Messages are copied, and no value of the caller's context crosses, as over TCP.
func (c inproc) Invoke(ctx context.Context, method string, in, out any, opts ...grpc.CallOption) error {
	s, ok := c.calls[method]
	if !ok {
		return status.Errorf(codes.Unimplemented, "%s is not served", method)
	}
	if err := ctx.Err(); err != nil {
		return status.FromContextError(err).Err()
	}
	md, err := sent(ctx, opts)
	if err != nil {
		return err
	}
	told, lent := &told{method: method}, (*proto.Message)(nil)
	answer, err := s.Handler(s.impl, grpc.NewContextWithServerTransportStream(metadata.NewIncomingContext(callee{ctx}, md), told),
		func(message any) error { return hand(message, in) }, c.chain.unary)
	for _, o := range opts {
		switch o := o.(type) {
		case grpc.HeaderCallOption:
			*o.HeaderAddr = told.header
		case grpc.TrailerCallOption:
			*o.TrailerAddr = told.trailer
		case borrow:
			lent = o.to
		}
	}
	switch {
	case ctx.Err() != nil: // nobody waits for the answer any more
		return status.FromContextError(ctx.Err()).Err()
	case err != nil:
		return status.Convert(err).Err()
	}
	if m, ok := answer.(proto.Message); ok && lent != nil {
		*lent = m
		return nil
	}
	return hand(out, answer)
}

// borrow is the option of Borrow.
type borrow struct {
	grpc.EmptyCallOption
	to *proto.Message
}

// Borrow lets a caller who only reads the answer have it without a copy: it is to look at what the place holds afterwards, which is
// the answer that it gave, filled, or in process the handler's own.
func Borrow(answer *proto.Message) grpc.CallOption { return borrow{to: answer} }

// hand copies a message.
func hand(to, from any) error {
	target, known := to.(proto.Message)
	source, ok := from.(proto.Message)
	if !known || !ok {
		return status.Errorf(codes.Internal, "%T or %T is no message", to, from)
	}
	proto.Reset(target)
	proto.Merge(target, source)
	return nil
}

// sent is the metadata that a call carries, with its credentials.
func sent(ctx context.Context, opts []grpc.CallOption) (metadata.MD, error) {
	md, ok := metadata.FromOutgoingContext(ctx) // a copy
	if !ok {
		md = metadata.MD{}
	}
	for _, o := range opts {
		credentials, ok := o.(grpc.PerRPCCredsCallOption)
		if !ok {
			continue
		}
		added, err := credentials.Creds.GetRequestMetadata(ctx)
		if err != nil {
			return nil, err
		}
		for key, value := range added {
			md.Append(key, value)
		}
	}
	return md, nil
}

// callee is the context of who is called: it ends with the caller's, and knows nothing else of it.
type callee struct{ context.Context }

// Value implements context.Context.
func (callee) Value(any) any { return nil }

// AfterFunc lets contexts that are made of it end with it; without it each would wait in a goroutine of its own.
func (c callee) AfterFunc(f func()) (stop func() bool) { return context.AfterFunc(c.Context, f) }

// told is what the handler says beside its answer.
type told struct {
	method          string
	header, trailer metadata.MD
}

// Method implements grpc.ServerTransportStream.
func (t *told) Method() string { return t.method }

// SetHeader implements grpc.ServerTransportStream.
func (t *told) SetHeader(md metadata.MD) error {
	t.header = metadata.Join(t.header, md)
	return nil
}

// SendHeader implements grpc.ServerTransportStream.
func (t *told) SendHeader(md metadata.MD) error { return t.SetHeader(md) }

// SetTrailer implements grpc.ServerTransportStream.
func (t *told) SetTrailer(md metadata.MD) error {
	t.trailer = metadata.Join(t.trailer, md)
	return nil
}

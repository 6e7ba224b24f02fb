package rpc

import (
	"context"

	"google.golang.org/grpc"
	"google.golang.org/grpc/encoding"
	"google.golang.org/grpc/encoding/proto"
	"google.golang.org/grpc/mem"

	"hup.example/services/kit/errs"
)

// grpc answers bytes that are no message of the contract by itself, before the chain begins and as an error of ours. So
// the codec of the server never fails: it keeps what went wrong beside the message, and the chain refuses it in its words.

// decoded is a message on its way in, and why it could not be read.
type decoded struct {
	message any
	err     error
}

// codec is protobuf's, but for the above.
type codec struct{ encoding.CodecV2 }

func newCodec() codec { return codec{encoding.GetCodecV2(proto.Name)} }

// Unmarshal implements encoding.CodecV2.
func (c codec) Unmarshal(data mem.BufferSlice, v any) error {
	if d, ok := v.(*decoded); ok {
		d.err = c.CodecV2.Unmarshal(data, d.message)
		return nil
	}
	return c.CodecV2.Unmarshal(data, v)
}

// receive reads one message with what grpc gives for it.
func (c *chain) receive(read func(any) error, message any) error {
	if !c.wire {
		return read(message)
	}
	d := &decoded{message: message}
	if err := read(d); err != nil {
		return err
	}
	if d.err != nil {
		return errs.Invalid("MALFORMED_MESSAGE").Because(d.err)
	}
	return nil
}

// decoding wraps the handlers of a service that is served over TCP.
func (c *chain) decoding(desc *grpc.ServiceDesc) *grpc.ServiceDesc {
	wrapped := *desc
	wrapped.Methods = make([]grpc.MethodDesc, 0, len(desc.Methods))
	for _, m := range desc.Methods {
		name, handler := "/"+desc.ServiceName+"/"+m.MethodName, m.Handler
		m.Handler = func(impl any, ctx context.Context, decode func(any) error, chain grpc.UnaryServerInterceptor) (any, error) {
			return handler(impl, ctx, func(message any) error {
				err := c.receive(decode, message)
				if e, ok := errs.As(err); ok {
					ctx, k := c.begin(ctx, name)
					return k.end(ctx, nil, e)
				}
				return err
			}, chain)
		}
		wrapped.Methods = append(wrapped.Methods, m)
	}
	return &wrapped
}

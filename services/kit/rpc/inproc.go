package rpc

import (
	"context"
	"errors"
	"io"

	"github.com/fullstorydev/grpchan/inprocgrpc"
	"google.golang.org/grpc"
)

// inproc is a connection within the process. Streams go through a channel; a call with one answer runs where it is made, as
// a goroutine and its stack for each would cost as much as the rest of the way.
type inproc struct {
	*inprocgrpc.Channel
	chain *chain
	calls map[string]served
}

func channel(c *chain) inproc {
	return inproc{new(inprocgrpc.Channel).WithServerUnaryInterceptor(c.unary).WithServerStreamInterceptor(c.stream), c, map[string]served{}}
}

// RegisterService implements grpc.ServiceRegistrar.
func (c inproc) RegisterService(desc *grpc.ServiceDesc, impl any) {
	c.Channel.RegisterService(desc, impl)
	for _, m := range desc.Methods {
		c.calls["/"+desc.ServiceName+"/"+m.MethodName] = served{m, impl}
	}
}

// NewStream implements grpc.ClientConnInterface.
func (c inproc) NewStream(ctx context.Context, desc *grpc.StreamDesc, method string, opts ...grpc.CallOption) (grpc.ClientStream, error) {
	s, err := c.Channel.NewStream(ctx, desc, method, opts...)
	if err != nil || desc.ClientStreams {
		return s, err
	}
	return single{s}, nil
}

// single is a stream that sends one message. A call that was refused before the message came says so to whom receives, as on
// TCP: generated code takes an error of sending for the whole answer.
type single struct{ grpc.ClientStream }

// SendMsg implements grpc.ClientStream.
func (s single) SendMsg(m any) error {
	if err := s.ClientStream.SendMsg(m); !errors.Is(err, io.EOF) {
		return err
	}
	return nil
}

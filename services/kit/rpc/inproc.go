package rpc

import (
	"context"
	"errors"
	"io"

	"github.com/fullstorydev/grpchan/inprocgrpc"
	"google.golang.org/grpc"
)

// inproc is a connection within the process.
type inproc struct{ *inprocgrpc.Channel }

func channel(c *chain) inproc {
	return inproc{new(inprocgrpc.Channel).WithServerUnaryInterceptor(c.unary).WithServerStreamInterceptor(c.stream)}
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

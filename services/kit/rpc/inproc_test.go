package rpc_test

import (
	"errors"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"

	eventv1 "hup.example/proto/gen/go/hup/event/v1"
)

func TestConn_aStreamThatIsRefusedBeforeItsMessageSaysWhy(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		for range 50 { // whether the message still is taken is a matter of luck
			stream, err := w.conn.NewStream(t.Context(), &grpc.StreamDesc{ServerStreams: true}, eventv1.EventFeedService_TailContext_FullMethodName)
			if err == nil {
				_, _ = stream.Header() // waits for the refusal
				err = errors.Join(stream.SendMsg(&eventv1.TailContextRequest{}), stream.CloseSend())
			}
			if err != nil {
				t.Fatal(err)
			}
			want(t, stream.RecvMsg(&eventv1.Event{}), codes.Unauthenticated, "UNAUTHENTICATED")
		}
	})
}

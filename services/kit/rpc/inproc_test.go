package rpc_test

import (
	"context"
	"errors"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"

	eventv1 "hup.example/proto/gen/go/hup/event/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/rpc"
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

func TestBorrow_givesTheAnswerOnBothTransports(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		w.land.get = func(context.Context, *landv1.GetPlotRequest) (*landv1.Plot, error) {
			return &landv1.Plot{Name: "Lot 4"}, nil
		}
		var answer proto.Message = &landv1.Plot{}
		err := w.conn.Invoke(w.as(t, advisor), landv1.PlotService_GetPlot_FullMethodName, &landv1.GetPlotRequest{PlotId: plotID}, answer, rpc.Borrow(&answer))
		if p, ok := answer.(*landv1.Plot); err != nil || !ok || p.GetName() != "Lot 4" {
			t.Errorf("%v, %v", answer, err)
		}
	})
}

package rpc_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/reflection/grpc_reflection_v1"

	eventv1 "hup.example/proto/gen/go/hup/event/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/rpc"
)

func TestChain_streamsAreCheckedAndEndWithTheirToken(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		started := make(chan struct{}, 1)
		w.feed.tail = func(_ *eventv1.TailContextRequest, s grpc.ServerStreamingServer[eventv1.Event]) error {
			if err := s.Send(&eventv1.Event{Id: actor.From(s.Context()).Territory}); err != nil {
				return err
			}
			started <- struct{}{}
			<-s.Context().Done()
			return nil
		}
		service := actor.Actor{Kind: actor.Service, ID: "gateway"}
		tail := func(ctx context.Context, source string) (string, error) {
			r := &eventv1.TailContextRequest{Source: source, Territory: "ales", ContextId: caseID}
			s, err := eventv1.NewEventFeedServiceClient(w.conn).TailContext(ctx, r)
			if err != nil {
				return "", err
			}
			event, err := s.Recv()
			if err == nil {
				_, err = s.Recv()
			}
			return event.GetId(), err
		}
		_, err := tail(w.as(t, advisor), "land")
		want(t, err, codes.PermissionDenied, "SERVICE_ONLY")
		_, err = tail(w.as(t, service), "LAND")
		want(t, err, codes.InvalidArgument, "INVALID_FIELDS")
		_, err = tail(w.as(t, service, rpc.Territory, "ales/.."), "land")
		want(t, err, codes.InvalidArgument, "TERRITORY_MALFORMED")
		brief := w.issuer.Claims(service)
		brief.Expires = w.clock.Now().Add(time.Second).Unix()
		w.clock.Advance(time.Second - 20*time.Millisecond) // 20 ms are left
		ctx := metadata.AppendToOutgoingContext(t.Context(), rpc.Authorization, "Bearer "+w.issuer.Sign(brief), rpc.Territory, "ales")
		territory, err := tail(ctx, "land")
		want(t, err, codes.Unauthenticated, "TOKEN_EXPIRED")
		if territory != "ales" {
			t.Errorf("a service acts in %q", territory)
		}
		<-started
		go func() { <-started; w.server.Stop() }()
		_, err = tail(w.as(t, service), "land")
		want(t, err, codes.Unavailable, "UNAVAILABLE")
	})
}

func TestServer_healthIsOpenToAll(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		w.server.SetServing(false)
		health := grpc_health_v1.NewHealthClient(w.conn)
		got, err := health.Check(t.Context(), &grpc_health_v1.HealthCheckRequest{})
		if err != nil || got.GetStatus() != grpc_health_v1.HealthCheckResponse_NOT_SERVING {
			t.Errorf("%v, %v", got, err)
		}
	})
}

func TestServer_describesItselfOverTCP(t *testing.T) {
	w := open(t, rpc.Limits{})
	stream, err := grpc_reflection_v1.NewServerReflectionClient(dial(t, w.listen(t))).ServerReflectionInfo(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ask := &grpc_reflection_v1.ServerReflectionRequest{MessageRequest: &grpc_reflection_v1.ServerReflectionRequest_ListServices{}}
	if err := stream.Send(ask); err != nil {
		t.Fatal(err)
	}
	answer, err := stream.Recv()
	if err != nil || !strings.Contains(answer.String(), "hup.land.v1.PlotService") {
		t.Errorf("%v, %v", answer, err)
	}
}

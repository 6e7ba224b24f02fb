package conformance

import (
	"context"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoregistry"

	"hup.example/services/kit/actor"
	"hup.example/services/kit/rpc"
)

// The bodies and territories of the suite's callers.
const (
	Territory = "ales"
	Elsewhere = "nimes"
	Own       = "myriapolis"
	Other     = "mission-locale"
)

// Advisor is somebody of the body Own, who makes what the tests are about.
func Advisor() actor.Actor { return Person(Own, actor.HupAdvisor) }

// Person is somebody of a body in the territory of the tests.
func Person(body string, roles ...actor.Role) actor.Actor {
	return actor.Actor{Kind: actor.Person, ID: "per_00000000000000000000000" + suffix(body), MembershipID: "mem_00000000000000000000000" + suffix(body),
		Territory: Territory, BodyID: body, Roles: roles}
}

// suffix makes ids of people of different bodies differ.
func suffix(body string) string {
	sum := 0
	for _, c := range body {
		sum = (sum*31 + int(c)) % 1000
	}
	return string([]byte{byte('0' + sum/100), byte('0' + sum/10%10), byte('0' + sum%10)})
}

// Service is a service in the territory of the tests.
func Service(name string) actor.Actor { return actor.Actor{Kind: actor.Service, ID: name} }

// Call makes the call that takes the request, as the actor; more metadata comes in pairs.
func (w *World) Call(ctx context.Context, a actor.Actor, request proto.Message, pairs ...string) (proto.Message, error) {
	return w.call(ctx, w.contract.of(request), a, request, pairs...)
}

// Must is Call for what has to succeed.
func (w *World) Must(t *testing.T, a actor.Actor, request proto.Message, pairs ...string) proto.Message {
	t.Helper()
	answer, err := w.Call(t.Context(), a, request, pairs...)
	if err != nil {
		t.Fatalf("%s by %s: %v", w.contract.of(request).name, describeActor(a), explain(err))
	}
	return answer
}

func (w *World) call(ctx context.Context, m method, a actor.Actor, request proto.Message, pairs ...string) (proto.Message, error) {
	if a.Kind != "" {
		pairs = append(pairs, rpc.Authorization, "Bearer "+w.issuer.Mint(a))
	}
	if a.Kind == actor.Service {
		pairs = append(pairs, rpc.Territory, Territory)
	}
	return w.send(ctx, m, request, pairs...)
}

// send calls with the metadata and nothing else.
func (w *World) send(ctx context.Context, m method, request proto.Message, pairs ...string) (proto.Message, error) {
	made, err := protoregistry.GlobalTypes.FindMessageByName(m.desc.Output().FullName())
	if err != nil {
		return nil, err
	}
	answer := made.New().Interface()
	ctx = metadata.AppendToOutgoingContext(ctx, pairs...)
	if m.desc.IsStreamingServer() {
		err = w.first(ctx, m, request, answer)
	} else {
		err = w.conn.Invoke(ctx, m.name, request, answer)
	}
	w.seen.add(m, status.Convert(err))
	return answer, err
}

// streamPatience is how long a stream that nothing happens on is listened to.
const streamPatience = 200 * time.Millisecond

// first reads one message of a stream; one that stays open without a word is fine.
func (w *World) first(ctx context.Context, m method, request, answer proto.Message) error {
	ctx, cancel := context.WithTimeout(ctx, streamPatience)
	defer cancel()
	stream, err := w.conn.NewStream(ctx, &grpc.StreamDesc{ServerStreams: true}, m.name)
	if err != nil {
		return err
	}
	if err := stream.SendMsg(request); err != nil {
		return err
	}
	if err := stream.CloseSend(); err != nil {
		return err
	}
	if err := stream.RecvMsg(answer); err != nil && ctx.Err() == nil {
		return err
	}
	return nil
}

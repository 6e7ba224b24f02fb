package support_test

import (
	"context"
	"errors"

	"google.golang.org/grpc"

	authv1 "hup.example/proto/gen/go/hup/auth/v1"
	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
)

// together are the services of what bodies do together, and the people that identity knows.
type together struct {
	people    people
	Exchanges supportv1.ExchangeServiceServer
}

func (w *together) register(impl any) {
	if s, ok := impl.(supportv1.ExchangeServiceServer); ok {
		w.Exchanges = s
	}
}

// people stand for identity, which a service may not import: who is what, by id. The journeys ask the real one.
type people map[string][]*identityv1.Member

// Invoke implements grpc.ClientConnInterface.
func (p people) Invoke(_ context.Context, method string, asked, answer any, _ ...grpc.CallOption) error {
	r, ok := asked.(*identityv1.ResolveMembersRequest)
	if !ok {
		return errors.New("nobody here answers " + method)
	}
	for _, id := range r.GetPersonIds() {
		answer.(*identityv1.ResolveMembersResponse).Members = append(answer.(*identityv1.ResolveMembersResponse).Members, p[id]...)
	}
	return nil
}

// NewStream implements grpc.ClientConnInterface.
func (people) NewStream(context.Context, *grpc.StreamDesc, string, ...grpc.CallOption) (grpc.ClientStream, error) {
	return nil, errors.New("identity has no streams")
}

// knows makes a person of a body known, an advisor, as bench.as calls it.
func (p people) knows(bodies ...string) {
	for _, body := range bodies {
		p["per_"+body] = []*identityv1.Member{{
			PersonId: "per_" + body, DisplayName: "Camille de " + body, BodyId: body, Roles: []authv1.Role{authv1.Role_ROLE_HUP_ADVISOR},
		}}
	}
}

// another is the context of a call by another advisor of the same body.
func (b *bench) another(body string) context.Context {
	return actor.With(b.t.Context(), actor.Actor{Kind: actor.Person, ID: "per_" + body + "_2", Territory: "ales", BodyID: body, Roles: []actor.Role{actor.HupAdvisor}})
}

// client is the context of a call by a system of a body.
func (b *bench) client(body string) context.Context {
	return actor.With(b.t.Context(), actor.Actor{Kind: actor.Client, ID: "cli_" + body, Territory: "ales", BodyID: body})
}

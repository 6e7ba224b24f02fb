package support_test

import (
	"context"
	"errors"

	"google.golang.org/grpc"

	authv1 "hup.example/proto/gen/go/hup/auth/v1"
	commoneventv1 "hup.example/proto/gen/go/hup/common/event/v1"
	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/journal"
)

// together are the services of what bodies do together, and the people that identity knows.
type together struct {
	people    people
	Exchanges supportv1.ExchangeServiceServer
	Tasks     supportv1.TaskServiceServer
	Opinions  supportv1.OpinionServiceServer
}

func (w *together) register(impl any) {
	switch s := impl.(type) {
	case supportv1.ExchangeServiceServer:
		w.Exchanges = s
	case supportv1.TaskServiceServer:
		w.Tasks = s
	case supportv1.OpinionServiceServer:
		w.Opinions = s
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

// everybody are those who may or may not see what is written in a case that myriapolis leads, that cci is called into and
// cma has the consent for.
func (b *bench) everybody(company string) map[string]context.Context {
	return map[string]context.Context{
		"author": b.as("myriapolis"), "colleague": b.another("myriapolis"), "client": b.client("myriapolis"), "cci": b.as("cci"), "agglo": b.as("agglo"),
		"coordinator": b.as("hup", actor.HupCoordinator), "company": b.company(company), "another company": b.company("com_0"),
	}
}

// told are the notifications asked for, as template and recipient.
func (b *bench) asked() []string {
	b.t.Helper()
	rows, err := b.store.DB().Read().Query(b.t.Context(), `SELECT type, payload FROM journal WHERE type = 'hup.support.notification_requested.v1' ORDER BY created_us, id`)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var all []string
	for rows.Next() {
		var typ string
		var payload []byte
		if err := rows.Scan(&typ, &payload); err != nil {
			b.t.Fatal(err)
		}
		fact, err := journal.Decode(typ, payload)
		if err != nil {
			b.t.Fatal(err)
		}
		n := fact.(*commoneventv1.NotificationRequested)
		all = append(all, n.GetTemplate()+" "+n.GetRecipientRef())
	}
	return all
}

// count is how often a notification was asked for.
func (b *bench) count(template, recipient string) (n int) {
	for _, told := range b.asked() {
		if told == template+" "+recipient {
			n++
		}
	}
	return n
}

// withdraw takes the company's consent for a body back.
func (b *bench) withdraw(caseID, body string) {
	b.t.Helper()
	_, err := b.Cases.SetConsents(b.as("myriapolis"), &supportv1.SetConsentsRequest{CaseId: caseID, Consents: []*supportv1.Consent{{BodyId: body, Withdrawn: true}}})
	if err != nil {
		b.t.Fatal(err)
	}
}

package e2e

import (
	"fmt"
	"testing"

	"google.golang.org/protobuf/proto"

	authv1 "hup.example/proto/gen/go/hup/auth/v1"
	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	"hup.example/services/identity"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/conformance"
	"hup.example/services/kit/module"
	"hup.example/services/support"
)

func TestIdentity_conforms(t *testing.T) {
	manager := conformance.Person(conformance.Own, actor.BodyManager)
	conformance.Run(t, conformance.Config{
		Module: identity.Module(),
		Beside: []module.Module{support.Module()},
		Resources: []conformance.Resource{
			{
				By: manager, Shared: true,
				Create: func(_ *conformance.World, n int) proto.Message {
					return &identityv1.CreatePersonRequest{GivenName: "Fictive", FamilyName: fmt.Sprint("Personne ", n), Email: fmt.Sprintf("personne.%d@example.org", n)}
				},
			},
			{
				By: manager, Shared: true,
				Create: func(w *conformance.World, n int) proto.Message {
					made := w.Must(t, manager, &identityv1.CreatePersonRequest{GivenName: "Fictive", FamilyName: "Membre", Email: fmt.Sprintf("membre.%d@example.org", n)})
					return &identityv1.CreateMembershipRequest{
						PersonId: made.(*identityv1.Person).GetPersonId(), BodyId: conformance.Own, Roles: []authv1.Role{authv1.Role_ROLE_HUP_ADVISOR},
					}
				},
				Change: func(_ *conformance.World, id string) proto.Message {
					return &identityv1.EndMembershipRequest{MembershipId: id, Reason: identityv1.MembershipEndReason_MEMBERSHIP_END_REASON_LEFT}
				},
			},
			{
				By: manager,
				Create: func(_ *conformance.World, n int) proto.Message {
					return &identityv1.CreateClientRequest{BodyId: conformance.Own, DisplayName: fmt.Sprint("Logiciel ", n), Scopes: []string{"land.read"}}
				},
				Change: func(_ *conformance.World, id string) proto.Message {
					return &identityv1.RotateClientSecretRequest{ClientId: id, OverlapMinutes: 60}
				},
			},
		},
		Requests: []func(*conformance.World) proto.Message{
			func(w *conformance.World) proto.Message {
				return &identityv1.ResolveRecipientsRequest{PersonIds: []string{w.ID("person_id")}}
			},
		},
	})
}

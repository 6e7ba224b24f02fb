// Package members asks identity what people are in bodies and companies: who may be mentioned, asked, or given a task.
package members

import (
	"context"
	"slices"

	"google.golang.org/grpc"

	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/authz"
	"hup.example/services/kit/errs"
	"hup.example/services/support/internal/domain"
)

// Client asks identity.
type Client struct {
	identity identityv1.IdentityServiceClient
}

// New asks over the connection.
func New(identity grpc.ClientConnInterface) *Client {
	return &Client{identity: identityv1.NewIdentityServiceClient(identity)}
}

// Of answers what people of the actor's territory are. It is asked before the transaction that needs to know; nobody named
// asks nothing. Without an answer nobody is known: the call is refused as UNAVAILABLE.
func (c *Client) Of(ctx context.Context, territory string, personIDs ...string) (domain.Roster, error) {
	asked := distinct(personIDs)
	if len(asked) == 0 {
		return nil, nil
	}
	answer, err := c.identity.ResolveMembers(ctx, &identityv1.ResolveMembersRequest{Territory: territory, PersonIds: asked})
	if err != nil {
		return nil, errs.Unavailable("PEOPLE_UNKNOWN").Because(err)
	}
	known := domain.Roster{}
	for _, m := range answer.GetMembers() {
		member := domain.Member{Name: m.GetDisplayName(), Actor: actor.Actor{
			Kind: actor.Person, ID: m.GetPersonId(), Territory: territory, BodyID: m.GetBodyId(), CompanyID: m.GetCompanyId(),
		}}
		for _, r := range m.GetRoles() {
			member.Roles = append(member.Roles, authz.Role(r))
		}
		known[m.GetPersonId()] = append(known[m.GetPersonId()], member)
	}
	return known, nil
}

// distinct leaves out what is empty, twice there, or means the caller, who is known.
func distinct(personIDs []string) []string {
	asked := slices.Clone(personIDs)
	slices.Sort(asked)
	return slices.DeleteFunc(slices.Compact(asked), func(id string) bool { return id == "" || id == "me" })
}

// Package actor says who acts: a person in a body, a partner's client, a service, or the platform itself.
// Policies of the domain decide on it; it holds no name and nothing else that is personal.
package actor

import (
	"context"
	"slices"
)

// Kind is the kind of an actor.
type Kind string

// The kinds of actors.
const (
	Person  Kind = "person"
	Client  Kind = "client"
	Service Kind = "service"
	System  Kind = "system" // timers and consumers
)

// Role is what a person is in a body, as the tokens spell it.
type Role string

// The roles. Source: design of the domain, section 8; the same list as hup.auth.v1.Role.
const (
	HupAdvisor     Role = "hup_advisor"
	BodyManager    Role = "body_manager"
	PartnerExpert  Role = "partner_expert"
	PartnerAPI     Role = "partner_api"
	HupCoordinator Role = "hup_coordinator"
	CompanyUser    Role = "company_user"
	Jobseeker      Role = "jobseeker"
	Juror          Role = "juror"
	Auditor        Role = "auditor"
	PlatformAdmin  Role = "platform_admin"
)

// Actor is who acts, in one territory and one membership.
type Actor struct {
	Kind Kind
	// ID is the id of the person, of the client, or the name of the service.
	ID string
	// MembershipID is the membership that a person's token is for.
	MembershipID string
	// Territory is the tenant; empty for a service, which names it on each call.
	Territory string
	// BodyID is the body that the membership is in.
	BodyID string
	// CompanyID is the company of a company_user.
	CompanyID string
	Roles     []Role
	Scopes    []string
}

// Has says whether the actor holds one of the roles.
func (a Actor) Has(roles ...Role) bool {
	return slices.ContainsFunc(roles, func(r Role) bool { return slices.Contains(a.Roles, r) })
}

// Works says whether the actor belongs to a body of the shop: an advisor, a manager, an expert or a partner's client.
func (a Actor) Works() bool {
	return a.Kind == Client || a.Has(HupAdvisor, BodyManager, PartnerExpert, HupCoordinator)
}

// Ref is how the journal names the actor: its kind and id.
func (a Actor) Ref() string {
	if a.ID == "" {
		return string(System)
	}
	return string(a.Kind) + ":" + a.ID
}

// Of is the actor that the platform itself is in a territory, for timers and consumers.
func Of(territory, service string) Actor {
	return Actor{Kind: System, ID: service, Territory: territory}
}

type key struct{}

// With puts the actor of a call in its context.
func With(ctx context.Context, a Actor) context.Context { return context.WithValue(ctx, key{}, a) }

// From gives the actor of a call; the zero Actor for a public call.
func From(ctx context.Context) Actor {
	a, _ := ctx.Value(key{}).(Actor)
	return a
}

package domain

import (
	"slices"
	"strings"

	authv1 "hup.example/proto/gen/go/hup/auth/v1"
	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	"hup.example/services/kit/actor"
)

// grant is what the holder of a role may give to others.
type grant struct {
	roles []authv1.Role
	// anywhere is for those who are not bound to their own body.
	anywhere bool
}

// grants says who may give which roles; who may give may take away. Source: design of the domain, section 8.
var grants = map[actor.Role]grant{
	actor.PlatformAdmin: {anywhere: true, roles: []authv1.Role{
		authv1.Role_ROLE_HUP_ADVISOR, authv1.Role_ROLE_BODY_MANAGER, authv1.Role_ROLE_PARTNER_EXPERT, authv1.Role_ROLE_HUP_COORDINATOR,
		authv1.Role_ROLE_COMPANY_USER, authv1.Role_ROLE_JOBSEEKER, authv1.Role_ROLE_JUROR, authv1.Role_ROLE_AUDITOR, authv1.Role_ROLE_PLATFORM_ADMIN,
	}},
	actor.HupCoordinator: {anywhere: true, roles: []authv1.Role{
		authv1.Role_ROLE_HUP_ADVISOR, authv1.Role_ROLE_BODY_MANAGER, authv1.Role_ROLE_PARTNER_EXPERT, authv1.Role_ROLE_HUP_COORDINATOR,
		authv1.Role_ROLE_COMPANY_USER, authv1.Role_ROLE_JOBSEEKER, authv1.Role_ROLE_JUROR,
	}},
	actor.BodyManager: {roles: []authv1.Role{
		authv1.Role_ROLE_HUP_ADVISOR, authv1.Role_ROLE_BODY_MANAGER, authv1.Role_ROLE_PARTNER_EXPERT,
		authv1.Role_ROLE_COMPANY_USER, authv1.Role_ROLE_JOBSEEKER,
	}},
	actor.HupAdvisor: {roles: []authv1.Role{authv1.Role_ROLE_COMPANY_USER, authv1.Role_ROLE_JOBSEEKER}},
	actor.PartnerAPI: {roles: []authv1.Role{authv1.Role_ROLE_HUP_ADVISOR, authv1.Role_ROLE_PARTNER_EXPERT, authv1.Role_ROLE_JOBSEEKER}},
}

// MayGrant says whether the actor may give all roles of the membership, there.
func MayGrant(a actor.Actor, m *identityv1.Membership) bool {
	if platform(a) {
		return true
	}
	for _, r := range m.GetRoles() {
		if !slices.ContainsFunc(rolesOf(a), func(held actor.Role) bool { return grants[held].covers(a, r, m) }) {
			return false
		}
	}
	return len(m.GetRoles()) > 0
}

func (g grant) covers(a actor.Actor, r authv1.Role, m *identityv1.Membership) bool {
	return slices.Contains(g.roles, r) && (g.anywhere || m.GetCompanyId() != "" || m.GetBodyId() == a.BodyID)
}

// MayEnd says whether the actor may end the membership: one's own, or one that they could give.
func MayEnd(a actor.Actor, m *identityv1.Membership) bool {
	return self(a, m.GetPersonId()) || MayGrant(a, m)
}

func rolesOf(a actor.Actor) []actor.Role {
	if a.Kind == actor.Client {
		return []actor.Role{actor.PartnerAPI}
	}
	return a.Roles
}

// RoleOf is the contract's role as tokens spell it: ROLE_HUP_ADVISOR is hup_advisor.
func RoleOf(r authv1.Role) actor.Role {
	return actor.Role(strings.ToLower(strings.TrimPrefix(r.String(), "ROLE_")))
}

// ActorOf is who signs in for the membership.
func (m *Membership) ActorOf() actor.Actor {
	a := actor.Actor{
		Kind: actor.Person, ID: m.State.GetPersonId(), MembershipID: m.ID, Territory: m.Territory,
		BodyID: m.State.GetBodyId(), CompanyID: m.State.GetCompanyId(),
	}
	for _, r := range m.State.GetRoles() {
		a.Roles = append(a.Roles, RoleOf(r))
	}
	return a
}

func self(a actor.Actor, personID string) bool { return a.Kind == actor.Person && a.ID == personID }

func platform(a actor.Actor) bool { return a.Kind == actor.System || a.Kind == actor.Service }

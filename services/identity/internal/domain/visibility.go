package domain

import (
	"slices"

	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	"hup.example/services/kit/actor"
)

// SeesAll says whether the actor sees every row of the territory.
func SeesAll(a actor.Actor) bool {
	return platform(a) || a.Has(actor.HupCoordinator, actor.PlatformAdmin, actor.Auditor)
}

// SeesPerson says whether the actor may know the person, by what the person is where. Those who work in the shop know each
// other and the people of companies; jobseekers are known to their own body only.
func SeesPerson(a actor.Actor, personID string, memberships []*Membership) bool {
	if SeesAll(a) || self(a, personID) || len(memberships) == 0 && a.Works() {
		return true
	}
	return slices.ContainsFunc(memberships, func(m *Membership) bool { return SeesMembership(a, m) })
}

// SeesMembership says whether the actor may know the membership. Lists hold the same rule as a condition.
func SeesMembership(a actor.Actor, m *Membership) bool {
	switch {
	case SeesAll(a), self(a, m.State.GetPersonId()):
		return true
	case a.Works():
		return !m.Jobseeker() || m.State.GetBodyId() == a.BodyID
	case a.Has(actor.CompanyUser):
		return a.CompanyID != "" && m.State.GetCompanyId() == a.CompanyID
	}
	return false
}

// MayChangePerson says whether the actor may change the person's fields: oneself, a manager the people of the body.
func MayChangePerson(a actor.Actor, personID string, memberships []*Membership) bool {
	if self(a, personID) || platform(a) || a.Has(actor.HupCoordinator, actor.PlatformAdmin) {
		return true
	}
	return (a.Has(actor.BodyManager) || a.Kind == actor.Client) && slices.ContainsFunc(memberships, func(m *Membership) bool {
		return m.Running() && m.State.GetBodyId() == a.BodyID
	})
}

// MayErasePerson says whether the actor may erase the person: oneself, or an administrator.
func MayErasePerson(a actor.Actor, personID string) bool {
	return self(a, personID) || platform(a) || a.Has(actor.PlatformAdmin)
}

// Mask takes away what the actor may not know of a person it knows. From an auditor who the person is: they check what was
// done, not by whom by name. From companies and from other bodies mail and telephone, where the person wishes so; the
// coordination and the administration keep them.
func Mask(a actor.Actor, p *identityv1.Person, memberships []*Membership) {
	switch {
	case self(a, p.GetPersonId()):
	case a.Has(actor.Auditor):
		p.GivenName, p.FamilyName, p.Email, p.Phone, p.UpstreamSubject = "", "", "", "", ""
	case hidesContact(a, p, memberships):
		p.Email, p.Phone = "", ""
	}
}

func hidesContact(a actor.Actor, p *identityv1.Person, memberships []*Membership) bool {
	switch {
	case SeesAll(a):
		return false
	case a.Has(actor.CompanyUser):
		return p.GetContactHiddenFromCompanies()
	}
	colleague := func(m *Membership) bool { return a.BodyID != "" && m.State.GetBodyId() == a.BodyID }
	return p.GetContactHiddenFromBodies() && !slices.ContainsFunc(memberships, colleague)
}

// KeepsClient says whether the actor may read and run the client of the body: its manager, the coordination, itself.
func KeepsClient(a actor.Actor, c *Client) bool {
	return platform(a) || a.Has(actor.HupCoordinator, actor.PlatformAdmin) || a.Has(actor.BodyManager) && a.BodyID == c.State.GetBodyId() ||
		a.Kind == actor.Client && a.ID == c.ID
}

// SeesClient says whether the actor may know the client.
func SeesClient(a actor.Actor, c *Client) bool { return KeepsClient(a, c) || a.Has(actor.Auditor) }

// MayRevokeSession says whether the actor may end a session of the person: one's own, and those of one's people.
func MayRevokeSession(a actor.Actor, personID string, memberships []*Membership) bool {
	return self(a, personID) || platform(a) || a.Has(actor.PlatformAdmin) ||
		a.Has(actor.BodyManager) && slices.ContainsFunc(memberships, func(m *Membership) bool { return m.State.GetBodyId() == a.BodyID })
}

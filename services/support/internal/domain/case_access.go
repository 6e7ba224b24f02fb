package domain

import (
	"slices"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
)

// Level is how much of a case somebody sees; the numbers are those of the contract, hup.auth.v1.AccessLevel.
type Level int

// The levels of access, from nothing to all.
const (
	Nothing Level = iota
	// AsCompany is what the company sees of its own case.
	AsCompany
	// AsPartner is what a body that was called in sees.
	AsPartner
	// AsOwner is all, as the body in charge.
	AsOwner
	// AsCoordinator is all, and the moves of the coordination.
	AsCoordinator
)

// Level is how much of the case the actor sees. It is the policy: lists join a projection that a test holds equal to it.
func (c *Case) Level(a actor.Actor) Level {
	switch {
	case a.Kind == actor.System || a.Kind == actor.Service:
		return AsOwner
	case a.Territory != c.Territory:
		return Nothing
	case a.Has(actor.HupCoordinator):
		return AsCoordinator
	case a.Has(actor.CompanyUser):
		if a.CompanyID != "" && a.CompanyID == c.State.GetCompany().GetCompanyId() {
			return AsCompany
		}
		return Nothing
	case !a.Works() || a.BodyID == "":
		return Nothing
	case a.BodyID == c.State.GetLeadBodyId():
		return AsOwner
	case c.partner(a.BodyID):
		return AsPartner
	}
	return Nothing
}

// partner says whether a body that is not in charge is in the case: it entered it, was called in, or has the company's
// consent. What the company takes back counts before all.
func (c *Case) partner(bodyID string) bool {
	consent := c.Consent(bodyID)
	switch {
	case consent.GetWithdrawn():
		return false
	case bodyID == c.State.GetCreatedByBodyId():
		return true
	case c.State.GetStatus() == draft:
		return false
	}
	return consent != nil || slices.ContainsFunc(c.State.GetReferrals(), func(r *supportv1.ReferralSummary) bool {
		return r.GetBodyId() == bodyID && involved(r.GetStatus())
	})
}

// Bodies are the bodies that see the case, the one in charge first.
func (c *Case) Bodies() []string {
	var bodies []string
	add := func(bodyID string) {
		if bodyID != "" && !slices.Contains(bodies, bodyID) && (bodyID == c.State.GetLeadBodyId() || c.partner(bodyID)) {
			bodies = append(bodies, bodyID)
		}
	}
	add(c.State.GetLeadBodyId())
	add(c.State.GetCreatedByBodyId())
	for _, s := range c.State.GetConsents() {
		add(s.GetBodyId())
	}
	for _, r := range c.State.GetReferrals() {
		add(r.GetBodyId())
	}
	return bodies
}

// Readers are the bodies and the company that see the case, as lists keep them.
func (c *Case) Readers() []string {
	readers := c.Bodies()
	if company := c.State.GetCompany().GetCompanyId(); company != "" {
		readers = append(readers, company)
	}
	return readers
}

// Consent is what the company said of a body; nil when nothing.
func (c *Case) Consent(bodyID string) *supportv1.Consent {
	i := slices.IndexFunc(c.State.GetConsents(), func(s *supportv1.Consent) bool { return s.GetBodyId() == bodyID })
	if i < 0 {
		return nil
	}
	return c.State.GetConsents()[i]
}

// Allows says whether the case may be sent to the body: the one in charge has it anyway.
func (c *Case) Allows(bodyID string) bool {
	consent := c.Consent(bodyID)
	return bodyID == c.State.GetLeadBodyId() || consent != nil && !consent.GetWithdrawn()
}

// partnerActions are what bodies may do that are in a case without being in charge; companyActions what the company may.
var (
	partnerActions = []string{"submit", "takeCharge", "provideInfo", "reopen", "update"}
	companyActions = []string{"submit", "provideInfo", "withdraw", "reopen", "setConsents", "update", "rate"}
)

// may says whether the actor's place in the case lets it act, whatever the status.
func (c *Case) may(a actor.Actor, action string) error {
	level := c.Level(a)
	switch {
	case level.may(action):
		return nil
	case level == AsPartner:
		return errs.Denied("NOT_LEAD_BODY").With("action", action).With("body", c.State.GetLeadBodyId())
	case level == AsCompany:
		return errs.Denied("ROLE_MAY_NOT").With("action", action)
	}
	return errs.NotFound("case")
}

// may says whether a place in a case lets act, whatever the status.
func (l Level) may(action string) bool {
	switch l {
	case AsOwner, AsCoordinator:
		return true
	case AsPartner:
		return slices.Contains(partnerActions, action)
	case AsCompany:
		return slices.Contains(companyActions, action)
	}
	return false
}

// check says whether the actor may take the action now.
func (c *Case) check(a actor.Actor, action string) error {
	if err := c.may(a, action); err != nil {
		return err
	}
	return CaseMachine.Check(c.State.GetStatus(), action, a)
}

// Actions are what the actor may do with the case now.
func (c *Case) Actions(a actor.Actor) []string {
	l, s := c.Level(a), c.State.GetStatus()
	return append(actionsAt(l, s, a, len(c.State.GetLinkedCases()) > 0), following(l, s, a, c.State.GetFollowers())...)
}

// ForLister makes a summary what the actor sees of it in a list, where it finds only cases that it may see: what it may do
// with it, and without what only the body in charge and the coordination see of other cases.
func ForLister(a actor.Actor, s *supportv1.ListedCase) {
	level := AsPartner
	switch {
	case a.Has(actor.HupCoordinator):
		level = AsCoordinator
	case a.Has(actor.CompanyUser):
		level = AsCompany
		s.PossibleDuplicateIds = nil // another's case with the same contact is not its own
	case a.BodyID == s.GetLeadBodyId():
		level = AsOwner
	}
	mine := following(level, s.GetStatus(), a, s.GetFollowers())
	s.AllowedActions = append(actionsAt(level, s.GetStatus(), a, len(s.GetLinkedCases()) > 0), mine...)
	s.Followed = slices.Contains(mine, "unfollow")
	if level == AsCompany {
		s.Followers = nil
	}
	if level != AsOwner && level != AsCoordinator {
		s.LinkedCases = nil
	}
}

func actionsAt(l Level, status supportv1.CaseStatus, a actor.Actor, linked bool) []string {
	return slices.DeleteFunc(CaseMachine.Allowed(status, a), func(action string) bool {
		return !l.may(action) || action == "unlinkDuplicate" && !linked
	})
}

// tellAccess states who may see the case when that changed; who no longer does follows it no more.
func (c *Case) tellAccess(before []string) {
	if c.State.GetStatus() != draft && (c.Version == 0 || !slices.Equal(before, c.Readers())) {
		c.Record(AccessChanged{c})
	}
	c.loseFollowers(before)
}

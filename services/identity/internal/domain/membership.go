package domain

import (
	"slices"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	authv1 "hup.example/proto/gen/go/hup/auth/v1"
	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/errs"
)

// The statuses of a membership, as short names.
const (
	upcoming = identityv1.MembershipStatus_MEMBERSHIP_STATUS_UPCOMING
	active   = identityv1.MembershipStatus_MEMBERSHIP_STATUS_ACTIVE
	ended    = identityv1.MembershipStatus_MEMBERSHIP_STATUS_ENDED
)

// Membership is what a person is in a body or a company. A token is for one membership.
type Membership struct {
	aggregate.Root
	// State is what is known of the membership.
	State *identityv1.Membership
}

// The facts a membership states.
type (
	// MembershipCreated: the person was given roles.
	MembershipCreated struct{ Membership *identityv1.Membership }
	// MembershipEnded: the person no longer has them.
	MembershipEnded struct{ Membership *identityv1.Membership }
	// MembershipMoved: the membership went from one status to another.
	MembershipMoved struct {
		Membership *identityv1.Membership
		From       identityv1.MembershipStatus
		Reason     string
	}
)

// NewMembership gives roles, from a day to a day. The id is empty but for demo data.
func NewMembership(territory, membershipID string, said *identityv1.Membership, now time.Time) (*Membership, error) {
	today := calendar.DayOf(now)
	if said.GetStartDate() == "" {
		said.StartDate = today.String()
	}
	start, end, err := days(said)
	if err != nil {
		return nil, err
	}
	if !end.IsZero() && (end.Before(start) || end.Before(today)) {
		return nil, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "endDate", Reason: "DATES_ORDER"})
	}
	m := &Membership{Root: aggregate.Root{Territory: territory, ID: orNew(membershipID, "mem")}, State: said}
	said.MembershipId, said.Status = m.ID, active
	if start.After(today) {
		said.Status = upcoming
	}
	said.CreatedTime, said.UpdatedTime = timestamppb.New(now), timestamppb.New(now)
	m.Record(MembershipCreated{said})
	m.Record(MembershipMoved{Membership: said})
	return m, nil
}

func days(m *identityv1.Membership) (start, end calendar.Day, err error) {
	if start, err = calendar.ParseDay(m.GetStartDate()); err != nil {
		return start, end, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "startDate", Reason: "CODE_DATE"})
	}
	if m.GetEndDate() == "" {
		return start, end, nil
	}
	if end, err = calendar.ParseDay(m.GetEndDate()); err != nil {
		return start, end, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "endDate", Reason: "CODE_DATE"})
	}
	return start, end, nil
}

// Begin makes an upcoming membership active: its first day has come.
func (m *Membership) Begin(now time.Time) {
	if m.State.GetStatus() == upcoming {
		m.move(active, "", now)
	}
}

// End ends the membership, for a reason.
func (m *Membership) End(reason identityv1.MembershipEndReason, now time.Time) error {
	if m.State.GetStatus() == ended {
		return errs.State("MEMBERSHIP_ENDED")
	}
	m.State.EndReason, m.State.EndedTime = reason, timestamppb.New(now)
	m.move(ended, reason.String(), now)
	m.Record(MembershipEnded{m.State})
	return nil
}

func (m *Membership) move(to identityv1.MembershipStatus, reason string, now time.Time) {
	from := m.State.GetStatus()
	m.State.Status, m.State.UpdatedTime = to, timestamppb.New(now)
	m.Record(MembershipMoved{Membership: m.State, From: from, Reason: reason})
}

// Days are the first and the last day; the last is zero for no end.
func (m *Membership) Days() (start, end calendar.Day) {
	start, end, _ = days(m.State) // read when it was made
	return start, end
}

// Active says whether the person can sign in for it.
func (m *Membership) Active() bool { return m.State.GetStatus() == active }

// Running says whether it is not over: two running memberships of a person in one place are one too many.
func (m *Membership) Running() bool { return m.State.GetStatus() != ended }

// Place is the body or the company.
func (m *Membership) Place() string {
	if m.State.GetCompanyId() != "" {
		return "company:" + m.State.GetCompanyId()
	}
	return m.State.GetBodyId()
}

// Jobseeker says whether the person is a jobseeker there: only that body may know.
func (m *Membership) Jobseeker() bool { return has(m.State, authv1.Role_ROLE_JOBSEEKER) }

// Keeps are the roles that somebody must always hold, where they are held at all.
func (m *Membership) Keeps() []authv1.Role {
	var kept []authv1.Role
	for _, r := range []authv1.Role{authv1.Role_ROLE_BODY_MANAGER, authv1.Role_ROLE_HUP_COORDINATOR, authv1.Role_ROLE_PLATFORM_ADMIN} {
		if m.Active() && has(m.State, r) {
			kept = append(kept, r)
		}
	}
	return kept
}

func has(m *identityv1.Membership, r authv1.Role) bool { return slices.Contains(m.GetRoles(), r) }

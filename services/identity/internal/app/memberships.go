package app

import (
	"slices"
	"time"

	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	"hup.example/services/identity/internal/domain"
	"hup.example/services/identity/internal/store"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/schedule"
	kit "hup.example/services/kit/store"
)

// The kinds of timers.
const (
	MembershipBegins = "membership_begins"
	MembershipEnds   = "membership_ends"
	ClientEnds       = "client_ends"
	SessionEnds      = "session_ends"
)

// CreateMembership gives a person roles in a body or a company.
type CreateMembership struct {
	// ID is empty but for demo data.
	ID string
}

// Do refuses roles that the caller may not give. That the body or the company exists was asked before.
func (u CreateMembership) Do(tx *kit.Tx, said *identityv1.CreateMembershipRequest) (*domain.Membership, error) {
	known, err := tx.Once(said.GetClientRequestId())
	if err != nil {
		return nil, err
	}
	if known != "" {
		return store.Memberships.Target(tx, known)
	}
	if err := u.allowed(tx, said.GetPersonId()); err != nil {
		return nil, err
	}
	m, err := domain.NewMembership(tx.Actor.Territory, u.ID, &identityv1.Membership{
		PersonId: said.GetPersonId(), BodyId: said.GetBodyId(), CompanyId: said.GetCompanyId(), Roles: said.GetRoles(),
		ProgrammeIds: said.GetProgrammeIds(), StartDate: said.GetStartDate(), EndDate: said.GetEndDate(),
	}, tx.Now)
	if err != nil {
		return nil, err
	}
	if !domain.MayGrant(tx.Actor, m.State) {
		return nil, errs.Denied("ROLE_NOT_GRANTABLE")
	}
	if err := store.Memberships.Put(tx, m); err != nil {
		return nil, err
	}
	if err := setTimers(tx, m); err != nil {
		return nil, err
	}
	return m, tx.Made(said.GetClientRequestId(), m.ID)
}

// allowed finds the person that the caller knows of.
func (CreateMembership) allowed(tx *kit.Tx, personID string) error {
	p, err := store.People.Get(tx, personID)
	if err != nil {
		return err
	}
	memberships, err := store.MembershipsOf(&tx.View, personID)
	switch {
	case err != nil:
		return err
	case !domain.SeesPerson(tx.Actor, personID, memberships):
		return errs.NotFound("person")
	case p.Erased():
		return errs.State("PERSON_ERASED")
	}
	return nil
}

func setTimers(tx *kit.Tx, m *domain.Membership) error {
	start, end := m.Days()
	if !m.Active() {
		if err := schedule.Set(tx, MembershipBegins, m.ID, start.Start()); err != nil {
			return err
		}
	}
	if end.IsZero() {
		return nil
	}
	return schedule.Set(tx, MembershipEnds, m.ID, end.AddDays(1).Start())
}

// EndMembership ends a membership and the sessions for it.
type EndMembership struct {
	// Sessions is the reason that the sessions end for.
	Sessions identityv1.AuthSessionRevocationReason
}

// Do refuses to take the last one who holds a role that others depend on.
func (u EndMembership) Do(tx *kit.Tx, m *domain.Membership, reason identityv1.MembershipEndReason) error {
	for _, role := range m.Keeps() {
		replaceable, err := store.Replaceable(tx, m, role)
		if err != nil {
			return err
		}
		if !replaceable {
			return errs.State("PERSON_LAST_MANAGER")
		}
	}
	return u.end(tx, m, reason)
}

// Expire ends a membership whose last day has passed, whoever holds it.
func (u EndMembership) Expire(tx *kit.Tx, m *domain.Membership) error {
	return u.end(tx, m, identityv1.MembershipEndReason_MEMBERSHIP_END_REASON_EXPIRED)
}

func (u EndMembership) end(tx *kit.Tx, m *domain.Membership, reason identityv1.MembershipEndReason) error {
	if err := m.End(reason, tx.Now); err != nil {
		return err
	}
	if err := store.Memberships.Put(tx, m); err != nil {
		return err
	}
	for _, kind := range []string{MembershipBegins, MembershipEnds} {
		if err := schedule.Clear(tx, kind, m.ID); err != nil {
			return err
		}
	}
	sessions, err := store.SessionsFor(&tx.View, m.ID)
	if err != nil {
		return err
	}
	for _, s := range sessions {
		if err := (RevokeSession{}).Do(tx, s, u.Sessions); err != nil {
			return err
		}
	}
	return nil
}

// Timers are what identity does when a day has come.
func Timers() map[string]schedule.Handler {
	return map[string]schedule.Handler{
		MembershipBegins: func(tx *kit.Tx, id string) error {
			m, err := store.Memberships.Get(tx, id)
			if err != nil || m.Active() || !m.Running() {
				return err
			}
			m.Begin(tx.Now)
			return store.Memberships.Put(tx, m)
		},
		MembershipEnds: func(tx *kit.Tx, id string) error {
			m, err := store.Memberships.Get(tx, id)
			if err != nil || !m.Running() {
				return err
			}
			return EndMembership{Sessions: identityv1.AuthSessionRevocationReason_AUTH_SESSION_REVOCATION_REASON_MEMBERSHIP_ENDED}.Expire(tx, m)
		},
		ClientEnds: func(tx *kit.Tx, id string) error {
			c, err := store.Clients.Get(tx, id)
			if err != nil || !c.Active() {
				return err
			}
			c.Expire(tx.Now)
			return stop(tx, c)
		},
		SessionEnds: func(tx *kit.Tx, id string) error {
			s, err := store.Sessions.Get(tx, id)
			if err != nil || !s.Active() {
				return err
			}
			s.Expire(tx.Now)
			return store.Sessions.Put(tx, s)
		},
	}
}

// Usable are the memberships that can be signed in for now: a timer may be late.
func Usable(memberships []*domain.Membership, now time.Time) []*domain.Membership {
	return slices.DeleteFunc(slices.Clone(memberships), func(m *domain.Membership) bool {
		_, end := m.Days()
		return !m.Active() || !end.IsZero() && !now.Before(end.AddDays(1).Start())
	})
}

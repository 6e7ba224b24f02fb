package domain

import (
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	"hup.example/services/kit/aggregate"
)

// SessionLife is how long a sign-in can be refreshed.
const SessionLife = 30 * 24 * time.Hour

// AuthSession is one sign-in of a person for a membership, with the tokens refreshed from it.
type AuthSession struct {
	aggregate.Root
	// State is what is known of the session.
	State *identityv1.AuthSession
}

// The facts a session states.
type (
	// SessionOpened: a person signed in.
	SessionOpened struct{ Session *identityv1.AuthSession }
	// SessionRevoked: somebody ended it.
	SessionRevoked struct{ Session *identityv1.AuthSession }
	// SessionMoved: it went from one status to another.
	SessionMoved struct {
		Session *identityv1.AuthSession
		From    identityv1.AuthSessionStatus
		Reason  string
	}
)

// OpenSession signs a person in: said tells for which membership, from which program and how it was proved.
func OpenSession(territory string, said *identityv1.AuthSession, now time.Time) *AuthSession {
	s := &AuthSession{Root: aggregate.Root{Territory: territory, ID: orNew("", "ase")}, State: said}
	said.AuthSessionId, said.Status = s.ID, identityv1.AuthSessionStatus_AUTH_SESSION_STATUS_ACTIVE
	said.ExpiryTime = timestamppb.New(now.Add(SessionLife))
	said.CreatedTime, said.UpdatedTime = timestamppb.New(now), timestamppb.New(now)
	s.Record(SessionOpened{said})
	s.Record(SessionMoved{Session: said})
	return s
}

// Revoke ends the session. One that is over already stays as it is: signing out twice is no mistake.
func (s *AuthSession) Revoke(reason identityv1.AuthSessionRevocationReason, now time.Time) {
	if !s.Active() {
		return
	}
	s.State.RevokedTime, s.State.RevocationReason = timestamppb.New(now), reason
	s.move(identityv1.AuthSessionStatus_AUTH_SESSION_STATUS_REVOKED, reason.String(), now)
	s.Record(SessionRevoked{s.State})
}

// Expire ends the session by itself.
func (s *AuthSession) Expire(now time.Time) {
	if s.Active() {
		s.move(identityv1.AuthSessionStatus_AUTH_SESSION_STATUS_EXPIRED, "", now)
	}
}

func (s *AuthSession) move(to identityv1.AuthSessionStatus, reason string, now time.Time) {
	from := s.State.GetStatus()
	s.State.Status, s.State.UpdatedTime = to, timestamppb.New(now)
	s.Record(SessionMoved{Session: s.State, From: from, Reason: reason})
}

// Active says whether it can be refreshed.
func (s *AuthSession) Active() bool {
	return s.State.GetStatus() == identityv1.AuthSessionStatus_AUTH_SESSION_STATUS_ACTIVE
}

// Open says whether it can be refreshed at an instant: its timer may be late.
func (s *AuthSession) Open(now time.Time) bool {
	return s.Active() && now.Before(s.State.GetExpiryTime().AsTime())
}

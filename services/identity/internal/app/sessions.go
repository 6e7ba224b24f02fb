package app

import (
	"slices"

	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	"hup.example/services/identity/internal/domain"
	"hup.example/services/identity/internal/store"
	"hup.example/services/identity/internal/store/secret"
	"hup.example/services/kit/schedule"
	kit "hup.example/services/kit/store"
)

// OpenSession signs a person in for a membership.
type OpenSession struct{}

// Do answers the session and its first refresh token.
func (OpenSession) Do(tx *kit.Tx, g *store.Grant) (*domain.AuthSession, string, error) {
	s := domain.OpenSession(g.Territory, &identityv1.AuthSession{
		PersonId: g.PersonID, MembershipId: g.MembershipID, ClientId: g.ClientID, DeviceLabel: g.Device, Method: g.Method,
	}, tx.Now)
	if err := store.Sessions.Put(tx, s); err != nil {
		return nil, "", err
	}
	if err := schedule.Set(tx, SessionEnds, s.ID, s.State.GetExpiryTime().AsTime()); err != nil {
		return nil, "", err
	}
	if err := store.Used(tx, g.Territory, g.PersonID); err != nil {
		return nil, "", err
	}
	token, err := GiveRefresh{}.Do(tx, s, g.Scope)
	return s, token, err
}

// GiveRefresh gives a session its next refresh token.
type GiveRefresh struct{}

// Do answers the token, which is known now only.
func (GiveRefresh) Do(tx *kit.Tx, s *domain.AuthSession, scope string) (string, error) {
	token := secret.New("hupr")
	if err := store.Used(tx, s.Territory, s.ID); err != nil {
		return "", err
	}
	return token, store.AddRefresh(tx, secret.Hash(token), store.Refresh{
		Territory: s.Territory, SessionID: s.ID, ClientID: s.State.GetClientId(), Scope: scope, Expires: s.State.GetExpiryTime().AsTime(),
	})
}

// RevokeSession ends a session: its refresh tokens stop at once.
type RevokeSession struct{}

// lost are the reasons that say that a device or a token may be in other hands.
var lost = []identityv1.AuthSessionRevocationReason{
	identityv1.AuthSessionRevocationReason_AUTH_SESSION_REVOCATION_REASON_TOKEN_REUSED,
	identityv1.AuthSessionRevocationReason_AUTH_SESSION_REVOCATION_REASON_ADMINISTRATOR,
}

// Do does nothing to a session that is over.
func (RevokeSession) Do(tx *kit.Tx, s *domain.AuthSession, reason identityv1.AuthSessionRevocationReason) error {
	if !s.Active() {
		return nil
	}
	if slices.Contains(lost, reason) {
		if err := store.ForgetBrowsers(tx, s.Territory, s.State.GetPersonId()); err != nil {
			return err
		}
	}
	s.Revoke(reason, tx.Now)
	if err := store.Sessions.Put(tx, s); err != nil {
		return err
	}
	return schedule.Clear(tx, SessionEnds, s.ID)
}

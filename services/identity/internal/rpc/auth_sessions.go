package rpc

import (
	"context"
	"strings"

	"google.golang.org/grpc/metadata"

	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	"hup.example/services/identity/internal/app"
	"hup.example/services/identity/internal/domain"
	"hup.example/services/identity/internal/store"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/page"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
)

// Sessions answers AuthSessionService.
type Sessions struct {
	identityv1.UnimplementedAuthSessionServiceServer
	Store   *kit.Store
	Signer  *page.Signer
	Present *present.Presenter
}

// ListAuthSessions lists the caller's own sessions.
func (s *Sessions) ListAuthSessions(ctx context.Context, r *identityv1.ListAuthSessionsRequest) (*identityv1.ListAuthSessionsResponse, error) {
	view := s.Store.View(ctx)
	own := page.Cond{SQL: "t.person_id = ?", Args: []any{view.Actor.ID}}
	found, next, err := page.Of(view, store.Sessions, store.SessionList, s.Signer, r, own)
	if err != nil {
		return nil, err
	}
	answer := &identityv1.ListAuthSessionsResponse{NextPageToken: next}
	for _, session := range found {
		seen, err := s.answer(view, session)
		if err != nil {
			return nil, err
		}
		answer.AuthSessions = append(answer.AuthSessions, seen)
	}
	return answer, page.Trim(answer.GetAuthSessions(), r.GetFields())
}

// RevokeAuthSession ends a session of the caller, or of somebody of the caller's body.
func (s *Sessions) RevokeAuthSession(ctx context.Context, r *identityv1.RevokeAuthSessionRequest) (*identityv1.AuthSession, error) {
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*identityv1.AuthSession, error) {
		session, err := store.Sessions.Target(tx, r.GetAuthSessionId())
		if err != nil {
			return nil, err
		}
		personID := session.State.GetPersonId()
		memberships, err := store.MembershipsOf(&tx.View, personID)
		if err != nil {
			return nil, err
		}
		if !domain.MayRevokeSession(tx.Actor, personID, memberships) {
			return nil, errs.NotFound("auth_session")
		}
		reason := identityv1.AuthSessionRevocationReason_AUTH_SESSION_REVOCATION_REASON_ADMINISTRATOR
		if tx.Actor.ID == personID {
			reason = identityv1.AuthSessionRevocationReason_AUTH_SESSION_REVOCATION_REASON_SIGNED_OUT
		}
		if err := (app.RevokeSession{}).Do(tx, session, reason); err != nil {
			return nil, err
		}
		if err := store.ForgetBrowsers(tx, session.Territory, personID); err != nil { // the device may be lost
			return nil, err
		}
		return s.answer(&tx.View, session)
	})
}

// answer is the session as the caller sees it.
func (s *Sessions) answer(v *kit.View, session *domain.AuthSession) (*identityv1.AuthSession, error) {
	used, err := store.LastUse(v, session.ID)
	if err != nil {
		return nil, err
	}
	seen := present.Resource(v.Ctx, s.Present, session.State, session.Version)
	seen.LastUsedTime = timestamp(used)
	seen.Current = session.ID == presentSession(v.Ctx)
	seen.AllowedActions = domain.SessionActions(session)
	return seen, nil
}

// presentSession is the session that the call's token was refreshed from.
func presentSession(ctx context.Context) string {
	for _, value := range metadata.ValueFromIncomingContext(ctx, "authorization") {
		if _, access, ok := strings.Cut(value, " "); ok {
			return app.SessionOf(access)
		}
	}
	return ""
}

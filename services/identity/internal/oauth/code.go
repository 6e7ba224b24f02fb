package oauth

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"net/url"
	"slices"
	"strings"

	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	"hup.example/services/identity/internal/app"
	"hup.example/services/identity/internal/domain"
	"hup.example/services/identity/internal/store"
	"hup.example/services/identity/internal/store/secret"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	kit "hup.example/services/kit/store"
)

var badCode = refuse("invalid_grant", "the code is not valid: unknown, expired, used, or given to another program")

// opened is what a code was redeemed for.
type opened struct {
	grant      *store.Grant
	session    *domain.AuthSession
	membership *domain.Membership
	refresh    string
	refused    error
}

// byCode redeems an authorization code. What a wrong try costs is written even though the try is refused.
func (s *Server) byCode(ctx context.Context, who credentials, form url.Values) (*given, error) {
	if s.program(who.id) == nil {
		return nil, unknownClient
	}
	var o opened
	err := s.Store.Update(ctx, func(tx *kit.Tx) (err error) {
		o, err = redeem(tx, who, form)
		return err
	})
	if err != nil {
		return nil, err
	}
	if o.refused != nil {
		return nil, o.refused
	}
	return s.tokensOf(ctx, o)
}

func redeem(tx *kit.Tx, who credentials, form url.Values) (opened, error) {
	hash := secret.Hash(form.Get("code"))
	g, err := store.Code(tx, hash)
	switch {
	case err != nil:
		return opened{}, err
	case g == nil:
		return opened{refused: badCode}, nil
	case g.SessionID != "": // it comes a second time: one of the two who showed it has stolen it
		return opened{refused: badCode}, revoke(tx, g.Territory, g.SessionID, reused)
	case !tx.Now.Before(g.Expires), g.ClientID != who.id, g.RedirectURI != form.Get("redirect_uri"), !verifies(g.Challenge, form.Get("code_verifier")):
		return opened{refused: badCode}, store.DropCode(tx, hash)
	}
	return open(in(tx, g.Territory), hash, g)
}

func open(tx *kit.Tx, hash []byte, g *store.Grant) (opened, error) {
	m, err := store.Memberships.Get(tx, g.MembershipID)
	if err != nil {
		return opened{}, err
	}
	if len(app.Usable([]*domain.Membership{m}, tx.Now)) == 0 {
		return opened{refused: badCode}, store.DropCode(tx, hash)
	}
	tx = tx.As(m.ActorOf())
	session, refresh, err := app.OpenSession{}.Do(tx, g)
	if err != nil {
		return opened{}, err
	}
	return opened{grant: g, session: session, membership: m, refresh: refresh}, store.RedeemCode(tx, hash, session.ID)
}

// verifies says whether the verifier is the one that the challenge was made of (RFC 7636 section 4.6).
func verifies(challenge, verifier string) bool {
	if len(verifier) < 43 || len(verifier) > 128 {
		return false
	}
	sum := sha256.Sum256([]byte(verifier))
	return subtle.ConstantTimeCompare([]byte(challenge), []byte(base64.RawURLEncoding.EncodeToString(sum[:]))) == 1
}

// tokensOf are the tokens of a session that was opened.
func (s *Server) tokensOf(ctx context.Context, o opened) (*given, error) {
	tokens, err := s.give(ctx, o.membership.ActorOf(), o.session.ID, o.grant.Scope)
	if err != nil {
		return nil, err
	}
	tokens.RefreshToken = o.refresh
	if slices.Contains(strings.Fields(o.grant.Scope), "openid") {
		tokens.IDToken, err = s.Issuer.ID(ctx, o.grant.ClientID, o.grant.PersonID, o.grant.Nonce, o.grant.Proved)
	}
	return tokens, err
}

// The reasons that the protocol ends sessions for.
const (
	reused    = identityv1.AuthSessionRevocationReason_AUTH_SESSION_REVOCATION_REASON_TOKEN_REUSED
	signedOut = identityv1.AuthSessionRevocationReason_AUTH_SESSION_REVOCATION_REASON_SIGNED_OUT
)

// in is the unit of work as the platform in a territory.
func in(tx *kit.Tx, territory string) *kit.Tx { return tx.As(actor.Of(territory, "identity")) }

// revoke ends a session.
func revoke(tx *kit.Tx, territory, sessionID string, reason identityv1.AuthSessionRevocationReason) error {
	tx = in(tx, territory)
	session, err := store.Sessions.Get(tx, sessionID)
	if errs.Is(err, "NOT_FOUND") {
		return nil
	}
	if err != nil {
		return err
	}
	return app.RevokeSession{}.Do(tx, session, reason)
}

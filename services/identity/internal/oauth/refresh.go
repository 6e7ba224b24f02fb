package oauth

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"hup.example/services/identity/internal/app"
	"hup.example/services/identity/internal/domain"
	"hup.example/services/identity/internal/store"
	"hup.example/services/identity/internal/store/secret"
	kit "hup.example/services/kit/store"
)

// leeway is how long a refresh token that was used still gives tokens: a browser asks several things at once, and an
// answer can be lost on the way. Later it is a sign of theft, and ends the session.
const leeway = 30 * time.Second

var badRefresh = refuse("invalid_grant", "the refresh token is not valid: unknown, expired, used, or its sign-in has ended; sign in again")

// byRefresh gives the next tokens of a session. The roles are those of now.
func (s *Server) byRefresh(ctx context.Context, who credentials, form url.Values) (*given, error) {
	if s.program(who.id) == nil {
		return nil, unknownClient
	}
	var o opened
	err := s.Store.Update(ctx, func(tx *kit.Tx) (err error) {
		o, err = refresh(tx, who, form.Get("refresh_token"))
		return err
	})
	if err != nil {
		return nil, err
	}
	if o.refused != nil {
		return nil, o.refused
	}
	tokens, err := s.give(ctx, o.membership.ActorOf(), o.session.ID, o.grant.Scope)
	if err != nil {
		return nil, err
	}
	tokens.RefreshToken = o.refresh
	return tokens, nil
}

func refresh(tx *kit.Tx, who credentials, shown string) (opened, error) {
	hash := secret.Hash(shown)
	r, err := store.RefreshOf(&tx.View, hash)
	if err != nil {
		return opened{}, err
	}
	if r == nil || r.ClientID != who.id || !tx.Now.Before(r.Expires) {
		return opened{refused: badRefresh}, nil
	}
	if r.Used.IsZero() {
		if err := store.UseRefresh(tx, hash); err != nil {
			return opened{}, err
		}
	} else if tx.Now.Sub(r.Used).Abs() > leeway {
		return opened{refused: badRefresh}, revoke(tx, r.Territory, r.SessionID, reused)
	}
	return next(in(tx, r.Territory), r)
}

// next gives the session its next token, while it and its membership last.
func next(tx *kit.Tx, r *store.Refresh) (opened, error) {
	session, err := store.Sessions.Get(tx, r.SessionID)
	if err != nil {
		return opened{}, err
	}
	m, err := store.Memberships.Get(tx, session.State.GetMembershipId())
	if err != nil {
		return opened{}, err
	}
	if !session.Open(tx.Now) || len(app.Usable([]*domain.Membership{m}, tx.Now)) == 0 {
		return opened{refused: badRefresh}, nil
	}
	given, err := app.GiveRefresh{}.Do(tx, session, r.Scope)
	return opened{grant: &store.Grant{Scope: r.Scope}, session: session, membership: m, refresh: given}, err
}

// revoke signs out: it ends the session of a refresh token (RFC 7009). What is unknown is ended already.
func (s *Server) revoke(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	who, err := caller(r)
	if err == nil && s.program(who.id) == nil {
		err = unknownClient
	}
	if err == nil {
		err = s.Store.Update(r.Context(), func(tx *kit.Tx) error { return s.end(tx, who, r.PostForm.Get("token")) })
	}
	if err != nil {
		s.failed(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusOK)
}

func (s *Server) end(tx *kit.Tx, who credentials, shown string) error {
	r, err := store.RefreshOf(&tx.View, secret.Hash(shown))
	if err != nil || r == nil {
		return err
	}
	if r.ClientID != who.id {
		return refuse("invalid_grant", "the token was given to another program")
	}
	return revoke(tx, r.Territory, r.SessionID, signedOut)
}

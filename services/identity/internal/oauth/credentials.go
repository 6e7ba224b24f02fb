package oauth

import (
	"context"
	"crypto/subtle"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"hup.example/services/identity/internal/domain"
	"hup.example/services/identity/internal/store"
	"hup.example/services/identity/internal/store/secret"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	kit "hup.example/services/kit/store"
)

// unknownClient does not tell an unknown id from a wrong secret.
var unknownClient = &refusal{http.StatusUnauthorized, "invalid_client", "unknown client, wrong secret, or the client is revoked or expired"}

// byCredentials gives a service or a partner's system a token of its own.
func (s *Server) byCredentials(ctx context.Context, who credentials, form url.Values) (*given, error) {
	if slices.Contains(Services, who.id) {
		if subtle.ConstantTimeCompare([]byte(s.serviceSecret(who.id)), []byte(who.secret)) != 1 {
			return nil, unknownClient
		}
		return s.give(ctx, actor.Actor{Kind: actor.Service, ID: who.id}, "", "")
	}
	c, err := s.client(ctx, who)
	if err != nil {
		return nil, err
	}
	scope := strings.Fields(form.Get("scope"))
	if len(scope) == 0 {
		scope = c.State.GetScopes()
	}
	if !among(strings.Join(scope, " "), c.State.GetScopes()) {
		return nil, refuse("invalid_scope", "this client's scopes: "+strings.Join(c.State.GetScopes(), " "))
	}
	return s.give(ctx, c.ActorOf(scope), "", strings.Join(scope, " "))
}

// client knows a partner's system by one of its valid secrets.
func (s *Server) client(ctx context.Context, who credentials) (*domain.Client, error) {
	view, err := store.At(ctx, s.Store, "client", who.id)
	if errs.Is(err, "NOT_FOUND") {
		return nil, unknownClient
	}
	if err != nil {
		return nil, err
	}
	c, err := store.Clients.Get(view, who.id)
	if err != nil {
		return nil, err
	}
	hashes, err := store.SecretHashes(view, c)
	if err != nil {
		return nil, err
	}
	right := slices.ContainsFunc(hashes, func(hash []byte) bool { return secret.Is(hash, who.secret) })
	if !right || !c.Active() || !view.Now.Before(c.Ends()) {
		return nil, unknownClient
	}
	return c, s.used(view, c)
}

// used remembers that the client called, once a minute at most.
func (s *Server) used(view *kit.View, c *domain.Client) error {
	last, err := store.LastUse(view, c.ID)
	if err != nil || view.Now.Sub(last).Abs() < time.Minute {
		return err
	}
	return s.Store.Update(view.Ctx, func(tx *kit.Tx) error { return store.Used(tx, c.Territory, c.ID) })
}

package oauth

import (
	"context"
	"net/http"
	"net/url"

	"hup.example/services/identity/internal/token"
	"hup.example/services/kit/actor"
)

// maxForm bounds what the token endpoint reads.
const maxForm = 64 << 10

// given is what the token endpoint answers (RFC 6749 section 5.1).
type given struct {
	AccessToken  string `json:"access_token"`
	TokenType    string `json:"token_type"`
	ExpiresIn    int    `json:"expires_in"`
	RefreshToken string `json:"refresh_token,omitempty"`
	IDToken      string `json:"id_token,omitempty"`
	Scope        string `json:"scope,omitempty"`
}

// credentials are who asks, and the secret if one was shown.
type credentials struct{ id, secret string }

// token gives tokens for what is shown.
func (s *Server) token(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	who, err := caller(r)
	if err != nil {
		s.failed(w, r, err)
		return
	}
	var tokens *given
	switch grant := r.PostFormValue("grant_type"); grant {
	case "authorization_code":
		tokens, err = s.byCode(r.Context(), who, r.PostForm)
	case "refresh_token":
		tokens, err = s.byRefresh(r.Context(), who, r.PostForm)
	case "client_credentials":
		tokens, err = s.byCredentials(r.Context(), who, r.PostForm)
	default:
		err = refuse("unsupported_grant_type", "known grants: authorization_code, refresh_token, client_credentials")
	}
	if err != nil {
		s.failed(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	answer(w, http.StatusOK, tokens)
}

// caller reads who asks, from the header or from the form, not from both.
func caller(r *http.Request) (credentials, error) {
	if err := r.ParseForm(); err != nil {
		return credentials{}, refuse("invalid_request", "the form can't be read")
	}
	id, secret, ok := r.BasicAuth()
	if !ok {
		return credentials{r.PostForm.Get("client_id"), r.PostForm.Get("client_secret")}, nil
	}
	if r.PostForm.Get("client_secret") != "" {
		return credentials{}, refuse("invalid_request", "show the secret in the header or in the form, not in both")
	}
	id, err := url.QueryUnescape(id) // RFC 6749 section 2.3.1
	if err != nil {
		return credentials{}, refuse("invalid_request", "the Authorization header can't be read")
	}
	if secret, err = url.QueryUnescape(secret); err != nil {
		return credentials{}, refuse("invalid_request", "the Authorization header can't be read")
	}
	return credentials{id, secret}, nil
}

// give makes the answer with an access token of the actor. Somebody of a company that was merged signs in for the one that goes on.
func (s *Server) give(ctx context.Context, a actor.Actor, session, scope string) (*given, error) {
	if a.CompanyID != "" {
		a.CompanyID = s.Pages.Directory.CompanyNow(ctx, a.Territory, a.CompanyID)
	}
	access, err := s.Issuer.Access(ctx, a, session)
	return &given{AccessToken: access, TokenType: "Bearer", ExpiresIn: int(token.Life.Seconds()), Scope: scope}, err
}

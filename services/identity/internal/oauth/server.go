// Package oauth is the authorization server: authorization code with PKCE for people, client credentials for partner
// systems and for the services, refresh with rotation, revocation, discovery and keys (RFC 6749, 7009, 7636, 8414, 9207).
package oauth

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"hup.example/services/identity/internal/keys"
	"hup.example/services/identity/internal/signin"
	"hup.example/services/identity/internal/token"
	kit "hup.example/services/kit/store"
)

// Server answers the OAuth endpoints.
type Server struct {
	Store  *kit.Store
	Log    *slog.Logger
	Issuer *token.Issuer
	Ring   *keys.Ring
	// Pages are where people prove who they are.
	Pages *signin.Pages
	// PublicURL is where browsers reach the authorization endpoint.
	PublicURL string
	// Programs are the first-party programs that sign people in. They keep no secret.
	Programs []Program
	// ServiceSecret is the secret of a service of the platform, the same in every process of the installation.
	ServiceSecret func(service string) []byte
}

// Program signs people in.
type Program struct {
	// ID is its client_id.
	ID string
	// RedirectURIs are the only addresses that answers go to, letter by letter.
	RedirectURIs []string
}

// Services are the parts of the platform that get tokens of their own.
var Services = []string{"support", "land", "training", "recruitment", "identity", "notify", "gateway"}

// Routes are the handlers by pattern.
func (s *Server) Routes() map[string]http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", s.discovery)
	mux.HandleFunc("GET /oauth2/jwks", s.jwks)
	mux.HandleFunc("GET /oauth2/authorize", s.authorize)
	mux.HandleFunc("POST /oauth2/token", s.token)
	mux.HandleFunc("POST /oauth2/revoke", s.revoke)
	s.Pages.Mount(mux)
	return map[string]http.Handler{"/.well-known/openid-configuration": mux, "/oauth2/": mux}
}

// scopes are what programs may ask for people.
var scopes = []string{"openid", "offline_access"}

func (s *Server) discovery(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Cache-Control", "public, max-age=300")
	answer(w, http.StatusOK, map[string]any{
		"issuer":                                         s.Issuer.URL,
		"authorization_endpoint":                         s.PublicURL + "/oauth2/authorize",
		"token_endpoint":                                 s.Issuer.URL + "/oauth2/token",
		"revocation_endpoint":                            s.Issuer.URL + "/oauth2/revoke",
		"jwks_uri":                                       s.Issuer.URL + "/oauth2/jwks",
		"end_session_endpoint":                           s.PublicURL + "/oauth2/sign-out",
		"scopes_supported":                               scopes,
		"response_types_supported":                       []string{"code"},
		"response_modes_supported":                       []string{"query"},
		"grant_types_supported":                          []string{"authorization_code", "refresh_token", "client_credentials"},
		"subject_types_supported":                        []string{"public"},
		"id_token_signing_alg_values_supported":          []string{"EdDSA"},
		"token_endpoint_auth_methods_supported":          []string{"none", "client_secret_basic", "client_secret_post"},
		"revocation_endpoint_auth_methods_supported":     []string{"none", "client_secret_basic", "client_secret_post"},
		"code_challenge_methods_supported":               []string{"S256"},
		"authorization_response_iss_parameter_supported": true,
		"claims_supported":                               []string{"iss", "sub", "aud", "exp", "iat", "auth_time", "nonce"},
		"ui_locales_supported":                           []string{"fr"},
	})
}

func (s *Server) jwks(w http.ResponseWriter, r *http.Request) {
	set, err := s.Ring.Published(r.Context())
	if err != nil {
		s.failed(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "public, max-age=300")
	answer(w, http.StatusOK, set)
}

// program finds a program by its id.
func (s *Server) program(id string) *Program {
	i := slices.IndexFunc(s.Programs, func(p Program) bool { return p.ID == id })
	if i < 0 {
		return nil
	}
	return &s.Programs[i]
}

func (s *Server) serviceSecret(name string) string { return hex.EncodeToString(s.ServiceSecret(name)) }

// refusal is an error of the protocol.
type refusal struct {
	status int
	code   string
	why    string
}

// Error implements error.
func (e *refusal) Error() string { return e.code + ": " + e.why }

func refuse(code, why string) *refusal { return &refusal{http.StatusBadRequest, code, why} }

// failed answers an error as RFC 6749 section 5.2 wants it.
func (s *Server) failed(w http.ResponseWriter, r *http.Request, err error) {
	e, ok := err.(*refusal)
	if !ok {
		s.Log.ErrorContext(r.Context(), "the token endpoint failed", "error", err)
		e = &refusal{http.StatusInternalServerError, "server_error", "something went wrong on our side; try again"}
	}
	if e.status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", `Basic realm="hup"`)
	}
	w.Header().Set("Cache-Control", "no-store")
	answer(w, e.status, map[string]string{"error": e.code, "error_description": e.why})
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the other side is gone: nobody is left to tell
}

// among says whether all words of a text are in the list.
func among(text string, list []string) bool {
	for word := range strings.FieldsSeq(text) {
		if !slices.Contains(list, word) {
			return false
		}
	}
	return true
}

// Ready makes sure that there is a key.
func (s *Server) Ready(ctx context.Context) error {
	_, err := s.Ring.Signing(ctx)
	return err
}

package identity_test

import (
	"crypto/ed25519"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"

	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	"hup.example/services/kit/actor"
)

// provider is an OpenID provider with real keys and signatures. Who signs in there is what the test says.
type provider struct {
	*httptest.Server
	key ed25519.PrivateKey
	// claims are of who signs in; asked is what we sent.
	claims map[string]any
	asked  url.Values
}

func newProvider(t *testing.T) *provider {
	t.Helper()
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	p := &provider{key: private}
	mux := http.NewServeMux()
	say := func(pattern string, body func(*http.Request) any) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_ = json.NewEncoder(w).Encode(body(r))
		})
	}
	say("/.well-known/openid-configuration", func(*http.Request) any {
		return map[string]any{"issuer": p.URL, "authorization_endpoint": p.URL + "/authorize", "token_endpoint": p.URL + "/token",
			"jwks_uri": p.URL + "/keys", "userinfo_endpoint": p.URL + "/userinfo", "id_token_signing_alg_values_supported": []string{"EdDSA"}}
	})
	say("/keys", func(*http.Request) any {
		return jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: public, KeyID: "k", Algorithm: "EdDSA", Use: "sig"}}}
	})
	say("/token", p.token)
	say("/userinfo", func(*http.Request) any {
		return map[string]any{"sub": p.claims["sub"], "email": p.claims["userinfo_email"]}
	})
	p.Server = httptest.NewServer(mux)
	t.Cleanup(p.Close)
	return p
}

func (p *provider) token(r *http.Request) any {
	id, secret, _ := r.BasicAuth()
	if id == "" {
		id, secret = r.FormValue("client_id"), r.FormValue("client_secret")
	}
	if id != "hup" || secret != "known" || r.FormValue("code") != "granted" || r.FormValue("code_verifier") == "" {
		return map[string]any{"error": "invalid_grant"}
	}
	claims := map[string]any{"iss": p.URL, "aud": "hup", "exp": int64(1 << 40), "iat": 1, "nonce": p.asked.Get("nonce")}
	for name, value := range p.claims {
		claims[name] = value
	}
	payload, _ := json.Marshal(claims)
	signer, _ := jose.NewSigner(jose.SigningKey{Algorithm: jose.EdDSA, Key: jose.JSONWebKey{Key: p.key, KeyID: "k"}}, nil)
	signed, _ := signer.Sign(payload)
	compact, _ := signed.CompactSerialize()
	return map[string]any{"access_token": "x", "token_type": "Bearer", "id_token": compact}
}

func (p *provider) settings() map[string]string {
	return map[string]string{"oidc-issuer": p.URL, "oidc-client-id": "hup", "oidc-client-secret": "known"}
}

// through goes to the provider and comes back as who the test says.
func (w *world) through(p *provider, claims map[string]any) shown {
	w.Helper()
	w.browser = newBrowser()
	start := w.get("/oauth2/authorize?" + w.asked().Encode())
	away := w.get("/oauth2/sign-in/provider?flow=" + start.flow(w))
	to, err := url.Parse(away.header.Get("Location"))
	w.must(err)
	if !strings.HasPrefix(to.String(), p.URL+"/authorize?") || to.Query().Get("code_challenge_method") != "S256" {
		w.Fatalf("sent to %q: %s", to, away.body)
	}
	p.asked, p.claims = to.Query(), claims
	return w.get("/oauth2/sign-in/provider/callback?" + url.Values{"code": {"granted"}, "state": {p.asked.Get("state")}}.Encode())
}

func TestProvider_provesWhoSomebodyIs(t *testing.T) {
	p := newProvider(t)
	w := open(t, sqlite(t), p.settings())
	first := w.grant(w.redeem(w.codeOf(w.through(p, map[string]any{"sub": "s-1", "email": "Advisor.CCI@example.org"}))))
	who, err := w.host.Verifier().Verify(t.Context(), first.Access)
	if err != nil || who.Actor.BodyID != "cci" || !who.Actor.Has(actor.HupAdvisor) {
		t.Fatalf("%+v, %v", who.Actor, err)
	}
	if s := w.lastSession(); s.GetMethod() != identityv1.SignInMethod_SIGN_IN_METHOD_OIDC {
		t.Errorf("%v", s)
	}
	for name, x := range map[string]struct {
		claims map[string]any
		status int
	}{
		"the same, under another address":      {map[string]any{"sub": "s-1", "email": "new@example.org"}, http.StatusSeeOther},
		"the address in the user's info":       {map[string]any{"sub": "s-2", "userinfo_email": "advisor.cma@example.org"}, http.StatusSeeOther},
		"another with an address that is tied": {map[string]any{"sub": "s-3", "email": cci}, http.StatusForbidden},
		"an address that is not verified":      {map[string]any{"sub": "s-4", "email": "advisor.agglo@example.org", "email_verified": false}, http.StatusForbidden},
		"somebody unknown":                     {map[string]any{"sub": "s-5", "email": "nobody@example.org"}, http.StatusForbidden},
		"an answer to another question":        {map[string]any{"sub": "s-1", "nonce": "another"}, http.StatusBadGateway},
		"a token for another program":          {map[string]any{"sub": "s-1", "aud": "other"}, http.StatusBadGateway},
	} {
		if got := w.through(p, x.claims); got.status != x.status {
			t.Errorf("%s: %d, want %d: %s", name, got.status, x.status, got.body)
		}
	}
}

func TestProvider_doesNotTakeAnAnswerThatNobodyAskedFor(t *testing.T) {
	p := newProvider(t)
	w := open(t, sqlite(t), p.settings())
	w.through(p, map[string]any{"sub": "s-1", "email": cci})
	state := p.asked.Get("state")
	w.browser = newBrowser()
	if got := w.get("/oauth2/sign-in/provider/callback?" + url.Values{"code": {"granted"}, "state": {state}}.Encode()); got.status != http.StatusBadRequest {
		t.Errorf("in another browser: %d", got.status)
	}
}

func TestProvider_awayIsTold(t *testing.T) {
	p := newProvider(t)
	w := open(t, sqlite(t), p.settings())
	p.Close()
	start := w.get("/oauth2/authorize?" + w.asked().Encode())
	if got := w.get("/oauth2/sign-in/provider?flow=" + start.flow(w)); got.status != http.StatusBadGateway || !strings.Contains(got.body, "ne répond pas") {
		t.Errorf("%d %s", got.status, got.body)
	}
}

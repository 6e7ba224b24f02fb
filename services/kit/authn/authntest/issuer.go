// Package authntest is an issuer of access tokens for tests: real keys and signatures, no port. Its key set and its token
// endpoint answer through an http.Client whose transport calls them directly.
package authntest

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"

	"hup.example/services/kit/actor"
	"hup.example/services/kit/authn"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/id"
)

// URL is the issuer's name.
const URL = "https://issuer.test"

// Life is how long its tokens are valid.
const Life = 10 * time.Minute

// Issuer signs tokens. It is safe for concurrent use.
type Issuer struct {
	clock clock.Clock

	mu      sync.Mutex
	signer  jose.Signer
	public  []jose.JSONWebKey
	secret  func(service string) string
	down    bool
	fetches int
	grants  int
}

// New makes an issuer with an Ed25519 key.
func New(c clock.Clock) *Issuer {
	i := &Issuer{clock: c, secret: func(service string) string { return "secret-of-" + service }}
	i.Rotate()
	return i
}

// Trust says which secrets services show; before any asks.
func (i *Issuer) Trust(secret func(service string) string) { i.secret = secret }

// Rotate signs with a new Ed25519 key from now on; the older keys stay published.
func (i *Issuer) Rotate() {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		panic(err)
	}
	i.Use(jose.EdDSA, key)
}

// Use signs with the given key from now on.
func (i *Issuer) Use(alg jose.SignatureAlgorithm, key crypto.Signer) {
	name := id.New("key")
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: alg, Key: jose.JSONWebKey{Key: key, KeyID: name}},
		(&jose.SignerOptions{}).WithType("at+jwt"))
	if err != nil {
		panic(err)
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.signer = signer
	i.public = append(i.public, jose.JSONWebKey{Key: key.Public(), KeyID: name, Algorithm: string(alg), Use: "sig"})
}

// Mint gives a valid token of the actor.
func (i *Issuer) Mint(a actor.Actor) string { return i.Sign(i.Claims(a)) }

// Claims are those that Mint signs; a test changes them and has them signed by Sign.
func (i *Issuer) Claims(a actor.Actor) authn.Claims {
	now := i.clock.Now()
	c := authn.ClaimsOf(a)
	c.Issuer, c.Audience, c.TokenID = URL, authn.StringList{authn.Audience}, id.New("tok")
	c.IssuedAt, c.Expires = now.Unix(), now.Add(Life).Unix()
	return c
}

// Sign signs any claims.
func (i *Issuer) Sign(c authn.Claims) string {
	payload, err := json.Marshal(c)
	if err != nil {
		panic(err)
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	signed, err := i.signer.Sign(payload)
	if err != nil {
		panic(err)
	}
	token, err := signed.CompactSerialize()
	if err != nil {
		panic(err)
	}
	return token
}

// Verifier is one that trusts this issuer.
func (i *Issuer) Verifier() *authn.Verifier {
	return authn.NewVerifier(authn.Config{Issuer: URL, Client: i.Client(), Clock: i.clock})
}

// ServiceTokens gives the tokens of a service.
func (i *Issuer) ServiceTokens(service string) *authn.ServiceTokens {
	return authn.NewServiceTokens(authn.ServiceConfig{TokenURL: URL + "/oauth2/token", ID: service, Secret: i.secret(service),
		Client: i.Client(), Clock: i.clock, Insecure: true})
}

// SetDown makes the issuer answer 503, or answer again.
func (i *Issuer) SetDown(down bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.down = down
}

// Asked tells how often the keys and the token endpoint were asked.
func (i *Issuer) Asked() (keys, tokens int) {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.fetches, i.grants
}

// Client reaches the issuer without a port.
func (i *Issuer) Client() *http.Client { return &http.Client{Transport: transport{i}} }

type transport struct{ *Issuer }

// RoundTrip implements http.RoundTripper.
func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	t.ServeHTTP(w, r)
	return w.Result(), nil
}

// ServeHTTP answers /oauth2/jwks, and /oauth2/token for services.
func (i *Issuer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	i.mu.Lock()
	down, set := i.down, jose.JSONWebKeySet{Keys: i.public}
	i.mu.Unlock()
	switch {
	case down:
		http.Error(w, "down", http.StatusServiceUnavailable)
	case r.URL.Path == "/oauth2/jwks":
		i.count(&i.fetches)
		_ = json.NewEncoder(w).Encode(set)
	case r.URL.Path == "/oauth2/token" && r.FormValue("grant_type") == "client_credentials":
		i.count(&i.grants)
		i.grant(w, r)
	default:
		http.NotFound(w, r)
	}
}

func (i *Issuer) grant(w http.ResponseWriter, r *http.Request) {
	service, secret, _ := r.BasicAuth()
	if secret != i.secret(service) {
		http.Error(w, "invalid_client", http.StatusUnauthorized)
		return
	}
	token := i.Mint(actor.Actor{Kind: actor.Service, ID: service})
	_ = json.NewEncoder(w).Encode(map[string]any{"access_token": token, "token_type": "Bearer", "expires_in": int(Life.Seconds())})
}

func (i *Issuer) count(n *int) {
	i.mu.Lock()
	defer i.mu.Unlock()
	*n++
}

// Package authn knows who calls. Each service verifies access tokens itself, in one process as well: a JWT of the platform's
// issuer, for one membership. A verified token is remembered for a minute, so that its signature is checked once.
package authn

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"

	"hup.example/services/kit/actor"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/errs"
)

// Audience is whom the tokens are for: every service of the platform.
const Audience = "hup"

// Config says whose tokens are trusted.
type Config struct {
	// Issuer is the "iss" of the tokens, for instance https://hup.example.
	Issuer string
	// KeysURL is where the issuer's keys are; Issuer + /oauth2/jwks when empty.
	KeysURL string
	// Client fetches the keys. In one process its transport answers without a port.
	Client *http.Client
	// Clock tells the time that expiry is measured by.
	Clock clock.Clock
}

// Verified is what a token says, once it is known to be true.
type Verified struct {
	// Actor is who calls.
	Actor actor.Actor
	// Expires is when the token stops to be valid: a stream ends then.
	Expires time.Time
	// Session is the sign-in that the token comes from; empty for clients and services.
	Session string
}

// Verifier checks access tokens.
type Verifier struct {
	issuer string
	clock  clock.Clock
	keys   *keys
	known  *memory
	ended  ended
}

// NewVerifier makes a verifier. It fetches nothing: the issuer may start later.
func NewVerifier(c Config) *Verifier {
	if c.KeysURL == "" {
		c.KeysURL = strings.TrimSuffix(c.Issuer, "/") + "/oauth2/jwks"
	}
	return &Verifier{issuer: c.Issuer, clock: c.Clock, keys: &keys{url: c.KeysURL, client: c.Client, clock: c.Clock}, known: newMemory(),
		ended: ended{at: map[string]time.Time{}}}
}

// Known gives what a token says when it was verified in the last minute: no signature is computed.
func (v *Verifier) Known(token string) (Verified, bool) {
	who, ok := v.known.get(sha256.Sum256([]byte(token)), v.clock.Now())
	return who, ok && !v.Stopped(who)
}

// Verify checks a token. Its errors are Unauthenticated, or Unavailable while the issuer's keys can't be had.
func (v *Verifier) Verify(ctx context.Context, token string) (Verified, error) {
	signed, err := jose.ParseSigned(token, []jose.SignatureAlgorithm{jose.EdDSA, jose.RS256})
	if err != nil || len(signed.Signatures) != 1 {
		return Verified{}, errs.Unauthenticated("TOKEN_INVALID")
	}
	key, err := v.keys.find(ctx, signed.Signatures[0].Protected.KeyID)
	if err != nil {
		return Verified{}, err
	}
	payload, err := signed.Verify(key)
	if err != nil {
		return Verified{}, errs.Unauthenticated("TOKEN_INVALID")
	}
	found, err := v.read(payload)
	if err != nil {
		return Verified{}, err
	}
	if v.Stopped(found) {
		return Verified{}, errs.Unauthenticated("ACCESS_ENDED")
	}
	v.known.put(sha256.Sum256([]byte(token)), found, v.clock.Now())
	return found, nil
}

// skew is how far the issuer's clock may be ahead of ours.
const skew = time.Minute

func (v *Verifier) read(payload []byte) (Verified, error) {
	var c Claims
	now := v.clock.Now()
	if json.Unmarshal(payload, &c) != nil || c.Issuer != v.issuer || !slices.Contains(c.Audience, Audience) ||
		time.Unix(max(c.NotBefore, c.IssuedAt), 0).After(now.Add(skew)) {
		return Verified{}, errs.Unauthenticated("TOKEN_INVALID")
	}
	found := Verified{Actor: c.actor(), Expires: time.Unix(c.Expires, 0), Session: c.session()}
	if !found.Expires.After(now) {
		return Verified{}, errs.Unauthenticated("TOKEN_EXPIRED")
	}
	if !complete(found.Actor) {
		return Verified{}, errs.Unauthenticated("TOKEN_INVALID")
	}
	return found, nil
}

// complete refuses a token that leaves open who acts, or in which territory.
func complete(a actor.Actor) bool {
	switch a.Kind {
	case actor.Person, actor.Client:
		return a.ID != "" && a.Territory != ""
	case actor.Service:
		return a.ID != ""
	}
	return false
}

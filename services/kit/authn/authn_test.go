package authn_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"google.golang.org/grpc/metadata"

	"hup.example/services/kit/actor"
	"hup.example/services/kit/authn"
	"hup.example/services/kit/authn/authntest"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/errs"
)

var advisor = actor.Actor{Kind: actor.Person, ID: "per_1", MembershipID: "mem_1", Territory: "ales", BodyID: "cci",
	Roles: []actor.Role{actor.HupAdvisor}, Scopes: []string{"land.read", "land.write"}}

func setup() (*clock.Fake, *authntest.Issuer, *authn.Verifier) {
	c := clock.NewFake(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC))
	issuer := authntest.New(c)
	return c, issuer, issuer.Verifier()
}

func TestVerify_givesTheActorForBothAlgorithms(t *testing.T) {
	_, issuer, verifier := setup()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	eddsa := issuer.Mint(advisor)
	issuer.Use(jose.RS256, key)
	for _, token := range []string{eddsa, issuer.Mint(advisor)} {
		got, err := verifier.Verify(t.Context(), token)
		if err != nil {
			t.Fatal(err)
		}
		a := got.Actor
		if a.Ref() != "person:per_1" || a.MembershipID != "mem_1" || a.Territory != "ales" || a.BodyID != "cci" ||
			!a.Has(actor.HupAdvisor) || !slices.Equal(a.Scopes, advisor.Scopes) {
			t.Errorf("got %+v", a)
		}
	}
}

func TestVerify_refuses(t *testing.T) {
	_, issuer, verifier := setup()
	_, stranger, _ := setup()
	change := func(f func(*authn.Claims)) string {
		c := issuer.Claims(advisor)
		f(&c)
		return issuer.Sign(c)
	}
	good := issuer.Mint(advisor)
	parts := strings.Split(good, ".")
	for name, x := range map[string]struct{ token, reason string }{
		"another issuer":     {change(func(c *authn.Claims) { c.Issuer = "https://other.test" }), "TOKEN_INVALID"},
		"another audience":   {change(func(c *authn.Claims) { c.Audience = authn.StringList{"web"} }), "TOKEN_INVALID"},
		"expired":            {change(func(c *authn.Claims) { c.Expires = c.IssuedAt }), "TOKEN_EXPIRED"},
		"no expiry":          {change(func(c *authn.Claims) { c.Expires = 0 }), "TOKEN_EXPIRED"},
		"not yet valid":      {change(func(c *authn.Claims) { c.NotBefore = c.IssuedAt + 3600 }), "TOKEN_INVALID"},
		"no territory":       {change(func(c *authn.Claims) { c.Territory = "" }), "TOKEN_INVALID"},
		"no kind":            {change(func(c *authn.Claims) { c.Kind = "" }), "TOKEN_INVALID"},
		"the platform's own": {change(func(c *authn.Claims) { c.Kind = actor.System }), "TOKEN_INVALID"},
		"another's key":      {stranger.Mint(advisor), "TOKEN_INVALID"},
		"changed payload":    {parts[0] + "." + parts[1][:len(parts[1])-2] + "AA." + parts[2], "TOKEN_INVALID"},
		"alg none":           {"eyJhbGciOiJub25lIn0." + parts[1] + ".", "TOKEN_INVALID"},
		"no token at all":    {"", "TOKEN_INVALID"},
	} {
		if _, err := verifier.Verify(t.Context(), x.token); !errs.Is(err, x.reason) {
			t.Errorf("%s: %v, want %s", name, err, x.reason)
		}
	}
}

func TestKnown_remembersAMinuteAndNeverPastExpiry(t *testing.T) {
	c, issuer, verifier := setup()
	long, short := issuer.Mint(advisor), issuer.Claims(advisor)
	short.Expires = c.Now().Add(20 * time.Second).Unix()
	brief := issuer.Sign(short)
	if _, ok := verifier.Known(long); ok {
		t.Error("a token is known before it was verified")
	}
	for _, token := range []string{long, brief} {
		if _, err := verifier.Verify(t.Context(), token); err != nil {
			t.Fatal(err)
		}
	}
	c.Advance(20 * time.Second)
	if _, ok := verifier.Known(brief); ok {
		t.Error("a token is known past its expiry")
	}
	if got, ok := verifier.Known(long); !ok || got.Actor.ID != "per_1" {
		t.Error("a verified token is forgotten within the minute")
	}
	c.Advance(40 * time.Second)
	if _, ok := verifier.Known(long); ok {
		t.Error("a token is believed for more than a minute")
	}
}

func TestStop_refusesTheTokensOfWhoseAccessEnded(t *testing.T) {
	c, issuer, verifier := setup()
	claims := issuer.Claims(advisor)
	claims.TokenID = "ase_1.tok_1"
	token := issuer.Sign(claims)
	partner := issuer.Mint(actor.Actor{Kind: actor.Client, ID: "cli_1", Territory: "ales", BodyID: "cci"})
	other := issuer.Mint(actor.Actor{Kind: actor.Person, ID: "per_1", MembershipID: "mem_2", Territory: "ales", BodyID: "cma"})
	for holder, ended := range map[string]string{"mem_1": token, "ase_1": token, "cli_1": partner} {
		verifier := issuer.Verifier()
		if _, err := verifier.Verify(t.Context(), ended); err != nil {
			t.Fatal(err)
		}
		verifier.Stop(authn.End{Holder: holder, At: c.Now()})
		if _, ok := verifier.Known(ended); ok {
			t.Errorf("after the end of %s its token is still known", holder)
		}
		if _, err := verifier.Verify(t.Context(), ended); !errs.Is(err, "ACCESS_ENDED") {
			t.Errorf("after the end of %s its token is answered with %v", holder, err)
		}
		if _, err := verifier.Verify(t.Context(), other); err != nil {
			t.Errorf("after the end of %s another membership of the person is refused: %v", holder, err)
		}
	}
	verifier.Stop(authn.End{Holder: "mem_1", At: c.Now()})
	c.Advance(authn.Life)
	if _, err := verifier.Verify(t.Context(), token); !errs.Is(err, "TOKEN_EXPIRED") {
		t.Errorf("a token is answered with %v after its life", err)
	}
}

func TestKeys_followARotationAndDoNotFloodTheIssuer(t *testing.T) {
	c, issuer, verifier := setup()
	_, stranger, _ := setup()
	verify := func(token string) error { _, err := verifier.Verify(context.Background(), token); return err }
	if err := verify(issuer.Mint(advisor)); err != nil {
		t.Fatal(err)
	}
	for range 5 {
		if err := verify(stranger.Mint(advisor)); !errs.Is(err, "TOKEN_INVALID") {
			t.Fatal(err)
		}
	}
	if keys, _ := issuer.Asked(); keys != 1 {
		t.Errorf("unknown key ids made %d fetches at once", keys)
	}
	issuer.Rotate()
	c.Advance(10 * time.Second)
	if err := verify(issuer.Mint(advisor)); err != nil {
		t.Errorf("after the rotation: %v", err)
	}
	if keys, _ := issuer.Asked(); keys != 2 {
		t.Errorf("%d fetches, want 2", keys)
	}
}

func TestKeys_neverAnOrderOfStart(t *testing.T) {
	c, issuer, verifier := setup()
	issuer.SetDown(true)
	token := issuer.Mint(advisor)
	if _, err := verifier.Verify(t.Context(), token); !errs.Is(err, "SIGN_IN_UNAVAILABLE") {
		t.Fatalf("without keys: %v", err)
	}
	issuer.SetDown(false)
	c.Advance(time.Second)
	if _, err := verifier.Verify(t.Context(), token); err != nil {
		t.Fatalf("once the issuer is up: %v", err)
	}
	issuer.SetDown(true)
	c.Advance(time.Hour)
	if _, err := verifier.Verify(t.Context(), issuer.Mint(advisor)); err != nil {
		t.Errorf("with old keys while the issuer is away: %v", err)
	}
}

func TestServiceTokens_renewsBeforeExpiryAndLeavesForwardedTokens(t *testing.T) {
	c, issuer, verifier := setup()
	tokens := issuer.ServiceTokens("land")
	first, err := tokens.GetRequestMetadata(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got, err := verifier.Verify(t.Context(), strings.TrimPrefix(first["authorization"], "Bearer "))
	if err != nil || got.Actor.Ref() != "service:land" {
		t.Fatalf("%+v, %v", got, err)
	}
	c.Advance(authntest.Life / 2)
	again, _ := tokens.Token(t.Context())
	if again != strings.TrimPrefix(first["authorization"], "Bearer ") {
		t.Error("asked again too early")
	}
	issuer.SetDown(true)
	c.Advance(authntest.Life * 2 / 5)
	if still, err := tokens.Token(t.Context()); err != nil || still != again {
		t.Errorf("the issuer is away and the token is still good: %v", err)
	}
	c.Advance(authntest.Life / 5)
	if _, err := tokens.Token(t.Context()); !errs.Is(err, "SIGN_IN_UNAVAILABLE") {
		t.Errorf("an expired token is given: %v", err)
	}
	forwarded := metadata.AppendToOutgoingContext(t.Context(), "authorization", "Bearer of a person")
	if md, err := tokens.GetRequestMetadata(forwarded); err != nil || len(md) > 0 {
		t.Errorf("added to a forwarded token: %v, %v", md, err)
	}
}

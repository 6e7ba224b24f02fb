package conformance

import (
	"testing"

	"google.golang.org/grpc/codes"

	"hup.example/services/kit/authn"
	"hup.example/services/kit/authn/authntest"
	"hup.example/services/kit/rpc"
)

// checkTokens: a token that is expired, not yet valid, of another issuer or audience, signed by another key, or no token at
// all opens nothing.
func checkTokens(t *testing.T, w *World) {
	stranger := authntest.New(w.Clock)
	claims := func(change func(*authn.Claims)) string {
		c := w.issuer.Claims(Advisor())
		change(&c)
		return w.issuer.Sign(c)
	}
	now := w.Clock.Now().Unix()
	tokens := map[string]string{
		"expired":             claims(func(c *authn.Claims) { c.IssuedAt, c.Expires = now-7200, now-3600 }),
		"of another issuer":   claims(func(c *authn.Claims) { c.Issuer = "https://elsewhere.test" }),
		"of another audience": claims(func(c *authn.Claims) { c.Audience = authn.StringList{"something-else"} }),
		"of another key":      stranger.Mint(Advisor()),
		"no token":            "nothing",
	}
	for _, m := range w.contract.methods {
		if m.rule.GetPublic() {
			continue
		}
		for what, token := range tokens {
			_, err := w.send(t.Context(), m, newMessage(m.desc.Input()), rpc.Authorization, "Bearer "+token)
			if refused(err).code != codes.Unauthenticated {
				t.Errorf("%s with a token that is %s: %s, want Unauthenticated", m.name, what, explain(err))
			}
		}
	}
}

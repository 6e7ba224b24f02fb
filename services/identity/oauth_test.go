package identity_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
	"google.golang.org/grpc/codes"

	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/kittest"
)

func sqlite(t *testing.T) string { return kittest.SQLite(t) }

func randomMail() string { return rand.Text() + "@example.org" }

func TestAuthorize_refusesWhatIsNotExact(t *testing.T) {
	w := open(t, sqlite(t), nil)
	for name, x := range map[string]struct {
		field, value, code string
	}{
		"another address":       {"redirect_uri", w.url + "/sign-in/callback/", ""},
		"an address within":     {"redirect_uri", w.url + "/sign-in/callback?x=1", ""},
		"a stranger's address":  {"redirect_uri", "https://stranger.example/", ""},
		"an unknown program":    {"client_id", "stranger", ""},
		"a token at once":       {"response_type", "token", "unsupported_response_type"},
		"no PKCE":               {"code_challenge", "", "invalid_request"},
		"plain PKCE":            {"code_challenge_method", "plain", "invalid_request"},
		"an unknown scope":      {"scope", "openid admin", "invalid_scope"},
		"without a page at all": {"prompt", "none", "login_required"},
	} {
		asked := w.asked()
		asked.Set(x.field, x.value)
		got := w.get("/oauth2/authorize?" + asked.Encode())
		if x.code == "" {
			if got.status != http.StatusBadRequest || got.header.Get("Location") != "" {
				t.Errorf("%s: %d to %q", name, got.status, got.header.Get("Location"))
			}
			continue
		}
		back, _ := url.Parse(got.header.Get("Location"))
		if got.status != http.StatusSeeOther || back.Query().Get("error") != x.code || back.Query().Get("state") != "the-state" {
			t.Errorf("%s: %d to %q", name, got.status, got.header.Get("Location"))
		}
	}
}

func TestToken_codeNeedsItsVerifierAddressAndTime(t *testing.T) {
	both(t, func(w *world) {
		for name, change := range map[string]func(url.Values){
			"another verifier":    func(f url.Values) { f.Set("code_verifier", strings.Repeat("x", 43)) },
			"no verifier":         func(f url.Values) { f.Del("code_verifier") },
			"another address":     func(f url.Values) { f.Set("redirect_uri", w.url+"/mobile/sign-in/callback") },
			"another program":     func(f url.Values) { f.Set("client_id", "mobile") },
			"a minute too late":   func(url.Values) { w.clock.Advance(time.Minute) },
			"another code":        func(f url.Values) { f.Set("code", f.Get("code")+"x") },
			"an unknown program":  func(f url.Values) { f.Set("client_id", "stranger") },
			"a grant we lack":     func(f url.Values) { f.Set("grant_type", "password") },
			"a client's password": func(f url.Values) { f.Set("grant_type", "client_credentials") },
		} {
			form := w.redeem(w.codeOf(w.signIn(cci)))
			change(form)
			if got := w.grant(form); got.status/100 != 4 || got.Access != "" {
				w.Errorf("%s: %+v", name, got)
			}
			w.clock.Advance(15 * time.Minute) // the next sign-in is another window of the limits
		}
	})
}

func TestToken_codeShownTwiceEndsTheSession(t *testing.T) {
	both(t, func(w *world) {
		form := w.redeem(w.codeOf(w.signIn(cci)))
		first := w.grant(form)
		if first.Refresh == "" {
			w.Fatalf("%+v", first)
		}
		if second := w.grant(form); second.Error != "invalid_grant" {
			w.Errorf("the code is good twice: %+v", second)
		}
		if after := w.grant(refreshing(first.Refresh)); after.Error != "invalid_grant" {
			w.Errorf("the tokens of a stolen code live on: %+v", after)
		}
		if reason := w.lastSession().GetRevocationReason(); reason != identityv1.AuthSessionRevocationReason_AUTH_SESSION_REVOCATION_REASON_TOKEN_REUSED {
			w.Errorf("revoked for %v", reason)
		}
	})
}

// lastSession is the newest session of the advisor of the chamber.
func (w *world) lastSession() *identityv1.AuthSession {
	w.Helper()
	got, err := w.sessions().ListAuthSessions(w.as("advisor@cci"), &identityv1.ListAuthSessionsRequest{OrderBy: "createdTime desc"})
	w.must(err)
	if len(got.GetAuthSessions()) == 0 {
		w.Fatal("no session")
	}
	return got.GetAuthSessions()[0]
}

func TestToken_refreshRotatesAndAReusedTokenEndsTheSession(t *testing.T) {
	both(t, func(w *world) {
		first := w.grant(w.redeem(w.codeOf(w.signIn(cci))))
		second := w.grant(refreshing(first.Refresh))
		if second.Access == "" || second.Refresh == "" || second.Refresh == first.Refresh {
			w.Fatalf("%+v", second)
		}
		if sibling := w.grant(refreshing(first.Refresh)); sibling.Access == "" {
			w.Error("an answer lost on the way signs people out")
		}
		if other := w.grant(url.Values{"grant_type": {"refresh_token"}, "client_id": {"mobile"}, "refresh_token": {second.Refresh}}); other.Error != "invalid_grant" {
			w.Errorf("another program refreshes: %+v", other)
		}
		w.clock.Advance(31 * time.Second)
		if stolen := w.grant(refreshing(first.Refresh)); stolen.Error != "invalid_grant" {
			w.Errorf("a used token is good: %+v", stolen)
		}
		if after := w.grant(refreshing(second.Refresh)); after.Error != "invalid_grant" {
			w.Errorf("the session lives on: %+v", after)
		}
	})
}

func TestToken_refreshEndsWithTheSession(t *testing.T) {
	both(t, func(w *world) {
		got := w.grant(w.redeem(w.codeOf(w.signIn(cci))))
		w.clock.Advance(29 * 24 * time.Hour)
		if got = w.grant(refreshing(got.Refresh)); got.Access == "" {
			w.Fatalf("%+v", got)
		}
		w.clock.Advance(24 * time.Hour)
		if late := w.grant(refreshing(got.Refresh)); late.Error != "invalid_grant" {
			w.Errorf("%+v", late)
		}
		w.fire()
		if s := w.lastSession(); s.GetStatus() != identityv1.AuthSessionStatus_AUTH_SESSION_STATUS_EXPIRED || len(s.GetAllowedActions()) > 0 {
			w.Errorf("%v", s)
		}
	})
}

func TestRevoke_signsOut(t *testing.T) {
	both(t, func(w *world) {
		got := w.grant(w.redeem(w.codeOf(w.signIn(cci))))
		if bad := w.post("/oauth2/revoke", url.Values{"client_id": {"mobile"}, "token": {got.Refresh}}); bad.status != http.StatusBadRequest {
			w.Errorf("another program signs out: %d", bad.status)
		}
		for _, token := range []string{got.Refresh, got.Refresh, "unknown"} {
			if ok := w.post("/oauth2/revoke", url.Values{"client_id": {"console"}, "token": {token}}); ok.status != http.StatusOK {
				w.Errorf("%d", ok.status)
			}
		}
		if after := w.grant(refreshing(got.Refresh)); after.Error != "invalid_grant" {
			w.Errorf("%+v", after)
		}
	})
}

// credentials asks for a token with a client's secret in the header.
func (w *world) credentials(id, secret string, scope ...string) tokens {
	w.Helper()
	form := url.Values{"grant_type": {"client_credentials"}, "scope": {strings.Join(scope, " ")}}
	r, err := http.NewRequestWithContext(w.Context(), http.MethodPost, w.url+"/oauth2/token", strings.NewReader(form.Encode()))
	w.must(err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.SetBasicAuth(url.QueryEscape(id), url.QueryEscape(secret))
	answer, err := w.browser.Do(r)
	w.must(err)
	read := w.read(answer)
	t := tokens{status: read.status}
	w.must(json.Unmarshal([]byte(read.body), &t))
	return t
}

func TestToken_partnerClientFromItsFirstSecretToItsRevocation(t *testing.T) {
	both(t, func(w *world) {
		ctx := w.as("coordinator@hup")
		made, err := w.clients().CreateClient(ctx, &identityv1.CreateClientRequest{BodyId: "cci", DisplayName: "Essai", Scopes: []string{"land.read", "events.read"}})
		w.must(err)
		id, first := made.GetClient().GetClientId(), made.GetClientSecret()
		got := w.credentials(id, first)
		who, err := w.host.Verifier().Verify(w.Context(), got.Access)
		if err != nil || who.Actor.Kind != actor.Client || who.Actor.ID != id || who.Actor.BodyID != "cci" || !slices.Equal(who.Actor.Scopes, []string{"land.read", "events.read"}) {
			w.Fatalf("%+v, %v", who.Actor, err)
		}
		if less := w.credentials(id, first, "land.read"); less.Scope != "land.read" {
			w.Errorf("%+v", less)
		}
		if more := w.credentials(id, first, "land.write"); more.Error != "invalid_scope" {
			w.Errorf("%+v", more)
		}
		for _, wrong := range [][2]string{{id, first + "x"}, {id, ""}, {"cli_" + strings.Repeat("0", 26), first}, {"console", first}} {
			if bad := w.credentials(wrong[0], wrong[1]); bad.status != http.StatusUnauthorized || bad.Error != "invalid_client" {
				w.Errorf("%v: %+v", wrong, bad)
			}
		}
		rotated, err := w.clients().RotateClientSecret(ctx, &identityv1.RotateClientSecretRequest{ClientId: id, OverlapMinutes: 60})
		w.must(err)
		second := rotated.GetClientSecret()
		if w.credentials(id, first).Access == "" || w.credentials(id, second).Access == "" {
			w.Error("the two secrets do not overlap")
		}
		_, err = w.clients().RotateClientSecret(ctx, &identityv1.RotateClientSecretRequest{ClientId: id, OverlapMinutes: 60})
		w.wants(err, codes.FailedPrecondition, "a third secret")
		w.clock.Advance(time.Hour)
		if w.credentials(id, first).Access != "" || w.credentials(id, second).Access == "" {
			w.Error("the first secret did not end, or the second did")
		}
		_, err = w.clients().RevokeClient(w.as("coordinator@hup"), &identityv1.RevokeClientRequest{
			ClientId: id, Reason: identityv1.ClientRevocationReason_CLIENT_REVOCATION_REASON_COMPROMISED})
		w.must(err)
		if after := w.credentials(id, second); after.Error != "invalid_client" {
			w.Errorf("revoked, and still: %+v", after)
		}
	})
}

func TestToken_servicesShareADerivedSecret(t *testing.T) {
	w := open(t, sqlite(t), nil)
	token, err := w.host.Tokens("land").Token(t.Context())
	w.must(err)
	if who, err := w.host.Verifier().Verify(t.Context(), token); err != nil || who.Actor.Ref() != "service:land" {
		t.Errorf("%+v, %v", who, err)
	}
	if bad := w.credentials("land", "guessed"); bad.Error != "invalid_client" {
		t.Errorf("%+v", bad)
	}
	if bad := w.credentials("intruder", "guessed"); bad.Error != "invalid_client" {
		t.Errorf("%+v", bad)
	}
}

func TestDiscovery_servesARelyingParty(t *testing.T) {
	w := open(t, sqlite(t), nil)
	ctx := oidc.ClientContext(context.Background(), w.browser)
	provider, err := oidc.NewProvider(ctx, w.url)
	w.must(err)
	config := oauth2.Config{ClientID: "console", Endpoint: provider.Endpoint(), RedirectURL: w.url + "/sign-in/callback", Scopes: []string{"openid"}}
	address := config.AuthCodeURL("the-state", oidc.Nonce("n-1"), oauth2.S256ChallengeOption(verifier))
	start := w.get(address)
	code := w.codeOf(w.post("/oauth2/sign-in/demo", url.Values{"flow": {start.flow(w)}, "as": {"advisor@cma"}}))
	got, err := config.Exchange(ctx, code, oauth2.VerifierOption(verifier))
	w.must(err)
	raw, _ := got.Extra("id_token").(string)
	check := provider.Verifier(&oidc.Config{ClientID: "console", Now: w.clock.Now, SupportedSigningAlgs: []string{"EdDSA"}})
	idToken, err := check.Verify(ctx, raw)
	w.must(err)
	who, err := w.host.Verifier().Verify(ctx, got.AccessToken)
	if err != nil || idToken.Subject != who.Actor.ID || idToken.Nonce != "n-1" {
		t.Errorf("id token of %s, access token of %s, %v", idToken.Subject, who.Actor.ID, err)
	}
}

func TestKeys_surviveARestartAndRotate(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, db string) {
		w := open(t, db, nil)
		kids := func() []string {
			var set struct{ Keys []struct{ Kid string } }
			w.must(json.Unmarshal([]byte(w.get("/oauth2/jwks").body), &set))
			var all []string
			for _, k := range set.Keys {
				all = append(all, k.Kid)
			}
			return all
		}
		before := kids()
		w.must(w.host.Close())
		w.start(db, nil)
		if after := kids(); len(before) != 1 || !slices.Equal(before, after) {
			t.Errorf("keys %v, after a restart %v", before, after)
		}
		w.clock.Advance(30*24*time.Hour - time.Second)
		old := w.credentials("land", w.secretOf("land")).Access
		w.clock.Advance(time.Minute)
		fresh := w.credentials("land", w.secretOf("land")).Access
		if second := kids(); len(second) != 2 || second[1] != before[0] {
			t.Errorf("after the rotation %v, before %v", second, before)
		}
		for _, token := range []string{old, fresh} {
			if _, err := w.host.Verifier().Verify(t.Context(), token); err != nil {
				t.Error(err)
			}
		}
		w.clock.Advance(31 * 24 * time.Hour)
		if third := kids(); len(third) != 2 || slices.Contains(third, before[0]) {
			t.Errorf("the oldest key is still published: %v", third)
		}
	})
}

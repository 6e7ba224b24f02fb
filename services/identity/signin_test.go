package identity_test

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc/codes"

	authv1 "hup.example/proto/gen/go/hup/auth/v1"
	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	"hup.example/services/kit/actor"
)

const verifier = "a-verifier-of-at-least-forty-three-characters-0123456789"

// asked is a good authorization request of the console.
func (w *world) asked() url.Values {
	sum := sha256.Sum256([]byte(verifier))
	return url.Values{
		"response_type": {"code"}, "client_id": {"console"}, "redirect_uri": {w.url + "/sign-in/callback"}, "state": {"the-state"},
		"scope": {"openid"}, "nonce": {"the-nonce"}, "code_challenge_method": {"S256"},
		"code_challenge": {base64.RawURLEncoding.EncodeToString(sum[:])},
	}
}

var printed = regexp.MustCompile(`: (\d{6})\n`)

// lastCode is the code that was printed last.
func (w *world) lastCode() string {
	w.Helper()
	found := printed.FindAllStringSubmatch(w.console.text(), -1)
	if len(found) == 0 {
		w.Fatal("no code was printed")
	}
	return found[len(found)-1][1]
}

// signIn goes through the pages by mail code, up to the answer to the last form.
func (w *world) signIn(mail string) shown {
	w.Helper()
	start := w.get("/oauth2/authorize?" + w.asked().Encode())
	if !strings.Contains(start.body, `<label for="email">`) {
		start = w.post("/oauth2/sign-in/start", url.Values{"flow": {start.flow(w)}})
	}
	sent := w.post("/oauth2/sign-in/mail", url.Values{"flow": {start.flow(w)}, "email": {mail}})
	return w.post("/oauth2/sign-in/code", url.Values{"flow": {sent.flow(w)}, "code": {w.lastCode()}})
}

// codeOf is the authorization code of a redirect to the console.
func (w *world) codeOf(s shown) string {
	w.Helper()
	u, err := url.Parse(s.header.Get("Location"))
	if s.status != http.StatusSeeOther || err != nil || u.Path != "/sign-in/callback" || u.Query().Get("state") != "the-state" || u.Query().Get("iss") != w.url {
		w.Fatalf("no answer to the console: %d %s %s", s.status, s.header.Get("Location"), s.body)
	}
	return u.Query().Get("code")
}

// redeem is the form that redeems a code.
func (w *world) redeem(code string) url.Values {
	return url.Values{"grant_type": {"authorization_code"}, "client_id": {"console"}, "code": {code},
		"redirect_uri": {w.url + "/sign-in/callback"}, "code_verifier": {verifier}}
}

func refreshing(token string) url.Values {
	return url.Values{"grant_type": {"refresh_token"}, "client_id": {"console"}, "refresh_token": {token}}
}

const cci = "advisor.cci@example.org"

func TestSignIn_byMailCodeGivesATokenThatServicesBelieve(t *testing.T) {
	both(t, func(w *world) {
		got := w.grant(w.redeem(w.codeOf(w.signIn("  Advisor.CCI@example.org "))))
		who, err := w.host.Verifier().Verify(w.Context(), got.Access)
		w.must(err)
		a := who.Actor
		if a.Kind != actor.Person || a.Territory != "ales" || a.BodyID != "cci" || !a.Has(actor.HupAdvisor) || a.MembershipID == "" || got.ID == "" {
			w.Errorf("%+v", a)
		}
		if left := who.Expires.Sub(w.clock.Now()); left != 15*time.Minute {
			w.Errorf("valid for %v", left)
		}
		listed, err := w.sessions().ListAuthSessions(bearer(w.Context(), got.Access), &identityv1.ListAuthSessionsRequest{})
		w.must(err)
		if s := listed.GetAuthSessions(); len(s) != 1 || !s[0].GetCurrent() || s[0].GetMethod() != identityv1.SignInMethod_SIGN_IN_METHOD_MAIL_CODE || s[0].GetStatusLabel() != "Ouverte" {
			w.Errorf("%v", listed)
		}
		person, err := w.people().GetPerson(bearer(w.Context(), got.Access), &identityv1.GetPersonRequest{PersonId: a.ID})
		w.must(err)
		if person.GetLastSignInTime().AsTime() != w.clock.Now() {
			w.Errorf("last sign-in %v", person.GetLastSignInTime())
		}
	})
}

func TestSignIn_asksWhichOfSeveralRoles(t *testing.T) {
	w := open(t, sqlite(t), nil)
	person := w.find("coordinator@hup", cci)
	_, err := w.memberships().CreateMembership(w.as("coordinator@hup"), &identityv1.CreateMembershipRequest{
		PersonId: person.GetPersonId(), BodyId: "adie", Roles: []authv1.Role{authv1.Role_ROLE_PARTNER_EXPERT}})
	w.must(err)
	choose := w.signIn(cci)
	buttons := regexp.MustCompile(`name="membership" value="(mem_\w+)"><strong>([^<]+)`).FindAllStringSubmatch(choose.body, -1)
	if len(buttons) != 2 || buttons[0][2] != "Structure adie" || buttons[1][2] != "Structure cci" {
		t.Fatalf("%v in %s", buttons, choose.body)
	}
	got := w.grant(w.redeem(w.codeOf(w.post("/oauth2/sign-in/membership", url.Values{"flow": {choose.flow(w)}, "membership": {buttons[0][1]}}))))
	who, err := w.host.Verifier().Verify(t.Context(), got.Access)
	if err != nil || who.Actor.BodyID != "adie" || !who.Actor.Has(actor.PartnerExpert) || who.Actor.Has(actor.HupAdvisor) {
		t.Errorf("%+v, %v", who.Actor, err)
	}
	again := w.get("/oauth2/authorize?" + w.asked().Encode()) // the browser is known: another role is one click
	other := w.post("/oauth2/sign-in/membership", url.Values{"flow": {again.flow(w)}, "membership": {buttons[1][1]}})
	if w.codeOf(other) == "" {
		t.Error("no code for the other role")
	}
	direct := w.asked()
	direct.Set("membership", buttons[0][1])
	if w.codeOf(w.get("/oauth2/authorize?"+direct.Encode())) == "" {
		t.Error("no code for the role that the program names")
	}
	foreign := w.post("/oauth2/sign-in/membership", url.Values{"flow": {again.flow(w)}, "membership": {"mem_" + strings.Repeat("0", 26)}})
	if foreign.status != http.StatusBadRequest {
		t.Errorf("somebody else's role: %d", foreign.status)
	}
	w.get("/oauth2/sign-out")
	if out := w.get("/oauth2/authorize?" + w.asked().Encode()); !strings.Contains(out.body, `<label for="email">`) {
		t.Errorf("signed out, and still known: %s", out.body)
	}
}

func TestSignIn_saysNothingOfUnknownAddresses(t *testing.T) {
	w := open(t, sqlite(t), nil)
	start := w.get("/oauth2/authorize?" + w.asked().Encode())
	send := func(mail string) string {
		page := w.post("/oauth2/sign-in/mail", url.Values{"flow": {start.flow(w)}, "email": {mail}})
		return flowField.ReplaceAllString(strings.ReplaceAll(page.body, mail, "X"), "")
	}
	if known, unknown := send(cci), send("nobody@example.org"); known != unknown {
		t.Errorf("the pages differ:\n%s\n%s", known, unknown)
	}
	if strings.Contains(w.console.text(), "nobody@") {
		t.Error("a code was sent to an unknown address")
	}
}

func TestSignIn_codeIsGoodOnceForFiveTriesAndTenMinutes(t *testing.T) {
	both(t, func(w *world) {
		try := func(page shown, code string) shown {
			return w.post("/oauth2/sign-in/code", url.Values{"flow": {page.flow(w)}, "code": {code}})
		}
		send := func() (shown, string) {
			start := w.get("/oauth2/authorize?prompt=login&" + w.asked().Encode())
			return w.post("/oauth2/sign-in/mail", url.Values{"flow": {start.flow(w)}, "email": {cci}}), w.lastCode()
		}
		page, code := send()
		if try(page, code).status != http.StatusSeeOther || try(page, code).status != http.StatusBadRequest {
			w.Error("the code is not good exactly once")
		}
		page, code = send()
		wrong := "000000"
		if code == wrong {
			wrong = "000001"
		}
		for range 5 {
			try(page, wrong)
		}
		if try(page, code).status != http.StatusBadRequest {
			w.Error("the code is good after five wrong tries")
		}
		page, code = send()
		w.clock.Advance(10 * time.Minute)
		if try(page, code).status != http.StatusBadRequest {
			w.Error("the code is good after ten minutes")
		}
	})
}

func TestSignIn_limitsWhoGoesTooFast(t *testing.T) {
	both(t, func(w *world) {
		start := w.get("/oauth2/authorize?" + w.asked().Encode())
		send := func(mail string) int {
			return w.post("/oauth2/sign-in/mail", url.Values{"flow": {start.flow(w)}, "email": {mail}}).status
		}
		for range 5 {
			if send(cci) != http.StatusOK {
				w.Fatal("limited too early")
			}
		}
		if send(cci) != http.StatusTooManyRequests {
			w.Error("one address is sent codes without end")
		}
		for send(randomMail()) == http.StatusOK { // many addresses, one machine
		}
		if send("advisor.cma@example.org") != http.StatusTooManyRequests {
			w.Error("one machine asks without end")
		}
		w.clock.Advance(15 * time.Minute)
		start = w.get("/oauth2/authorize?" + w.asked().Encode())
		if send("advisor.cma@example.org") != http.StatusOK {
			w.Error("the limit does not end")
		}
	})
}

func TestSignIn_pagesStandAlone(t *testing.T) {
	w := open(t, sqlite(t), nil)
	page := w.get("/oauth2/authorize?" + w.asked().Encode())
	policy := page.header.Get("Content-Security-Policy")
	for _, part := range []string{"default-src 'none'", "style-src 'self'", "form-action 'self' " + w.url, "frame-ancestors 'none'"} {
		if !strings.Contains(policy, part) {
			t.Errorf("policy %q lacks %q", policy, part)
		}
	}
	for _, never := range []string{"<script", "<style", "style=", " onclick"} {
		if strings.Contains(page.body, never) {
			t.Errorf("the page holds %s", never)
		}
	}
	if page.header.Get("Cache-Control") != "no-store" || !strings.Contains(page.body, `<html lang="fr">`) {
		t.Error("the page may be cached, or names no language")
	}
	if css := w.get("/oauth2/style.css"); css.status != http.StatusOK || !strings.HasPrefix(css.header.Get("Content-Type"), "text/css") {
		t.Errorf("style: %d %v", css.status, css.header)
	}
}

func TestSignIn_formOfAnotherBrowserIsRefused(t *testing.T) {
	w := open(t, sqlite(t), nil)
	flow := w.get("/oauth2/authorize?" + w.asked().Encode()).flow(w)
	w.browser = newBrowser()
	if got := w.post("/oauth2/sign-in/mail", url.Values{"flow": {flow}, "email": {cci}}); got.status != http.StatusBadRequest || w.console.text() != "" {
		t.Errorf("%d, console %q", got.status, w.console.text())
	}
}

func TestSignIn_demoPersonByOneClickInADemoOnly(t *testing.T) {
	w := open(t, sqlite(t), nil)
	start := w.get("/oauth2/authorize?" + w.asked().Encode())
	form := url.Values{"flow": {start.flow(w)}, "as": {"juror@audace"}}
	got := w.grant(w.redeem(w.codeOf(w.post("/oauth2/sign-in/demo", form))))
	if who, err := w.host.Verifier().Verify(t.Context(), got.Access); err != nil || !who.Actor.Has(actor.Juror) {
		t.Errorf("%+v, %v", who, err)
	}
	real := open(t, sqlite(t), map[string]string{"demo": "no", "smtp-url": "smtp://127.0.0.1:1", "smtp-from": "hup@example.org"})
	start = real.get("/oauth2/authorize?" + real.asked().Encode())
	if strings.Contains(start.body, "Démonstration") {
		t.Error("demo people are offered without demo data")
	}
	if got := real.post("/oauth2/sign-in/demo", url.Values{"flow": {start.flow(real)}, "as": {"admin@hup"}}); got.status != http.StatusNotFound {
		t.Errorf("%d", got.status)
	}
}

func TestSignIn_saysThatItIsNotConfigured(t *testing.T) {
	w := open(t, sqlite(t), map[string]string{"demo": "no"})
	got := w.get("/oauth2/authorize?" + w.asked().Encode())
	if got.status != http.StatusServiceUnavailable || !strings.Contains(got.body, "pas configurée") {
		t.Errorf("%d %s", got.status, got.body)
	}
}

func TestSignIn_endsWithTheMembership(t *testing.T) {
	both(t, func(w *world) {
		got := w.grant(w.redeem(w.codeOf(w.signIn(cci))))
		who, err := w.host.Verifier().Verify(w.Context(), got.Access)
		w.must(err)
		_, err = w.memberships().EndMembership(w.as("coordinator@hup"), &identityv1.EndMembershipRequest{
			MembershipId: who.Actor.MembershipID, Reason: identityv1.MembershipEndReason_MEMBERSHIP_END_REASON_LEFT})
		w.must(err)
		if refused := w.grant(refreshing(got.Refresh)); refused.Error != "invalid_grant" {
			w.Errorf("%+v", refused)
		}
		if page := w.signIn(cci); page.status != http.StatusForbidden {
			w.Errorf("signed in without a role: %d", page.status)
		}
		_, err = w.memberships().EndMembership(w.as("coordinator@hup"), &identityv1.EndMembershipRequest{
			MembershipId: who.Actor.MembershipID, Reason: identityv1.MembershipEndReason_MEMBERSHIP_END_REASON_LEFT})
		w.wants(err, codes.FailedPrecondition, "ended twice")
	})
}

func TestSignIn_browserOfALostDeviceIsForgotten(t *testing.T) {
	both(t, func(w *world) {
		w.grant(w.redeem(w.codeOf(w.signIn(cci))))
		if known := w.get("/oauth2/authorize?" + w.asked().Encode()); !strings.Contains(known.body, `name="membership"`) {
			w.Fatalf("the browser is not known: %s", known.body)
		}
		w.clock.Advance(time.Minute)
		_, err := w.sessions().RevokeAuthSession(w.as("advisor@cci"), &identityv1.RevokeAuthSessionRequest{AuthSessionId: w.lastSession().GetAuthSessionId()})
		w.must(err)
		if known := w.get("/oauth2/authorize?" + w.asked().Encode()); !strings.Contains(known.body, `<label for="email">`) {
			w.Errorf("the lost browser is still known: %s", known.body)
		}
		w.clock.Advance(time.Minute)
		if w.codeOf(w.signIn(cci)) == "" {
			w.Error("a new proof does not count")
		}
	})
}

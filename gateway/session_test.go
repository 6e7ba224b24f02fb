package gateway_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	landv1 "hup.example/proto/gen/go/hup/land/v1"

	"hup.example/gateway"
	"hup.example/services/kit/authn/authntest"
)

// provider is the code grant of an authorization server, beside the test issuer's keys: identity is no part of this module.
type provider struct {
	w *world

	mu        sync.Mutex
	challenge string
	refresh   string
	trades    int
	revoked   []string
	down      bool
}

// RoundTrip implements http.RoundTripper.
func (p *provider) RoundTrip(r *http.Request) (*http.Response, error) {
	a := httptest.NewRecorder()
	p.ServeHTTP(a, r)
	return a.Result(), nil
}

// ServeHTTP answers the endpoints that the gateway calls.
func (p *provider) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.down:
		http.Error(w, "down", http.StatusServiceUnavailable)
	case r.URL.Path == "/oauth2/revoke":
		p.revoked = append(p.revoked, r.FormValue("token"))
	case r.FormValue("grant_type") == "authorization_code" && r.FormValue("code") == "good" && r.FormValue("code_verifier") != "" && r.FormValue("client_id") == "console":
		p.grant(w)
	case r.FormValue("grant_type") == "refresh_token" && r.FormValue("refresh_token") == p.refresh:
		p.grant(w)
	default:
		http.Error(w, `{"error":"invalid_grant"}`, http.StatusBadRequest)
	}
}

func (p *provider) grant(w http.ResponseWriter) {
	p.trades++
	p.refresh = "refresh-" + strings.Repeat("x", p.trades)
	_ = json.NewEncoder(w).Encode(map[string]any{
		"access_token": p.w.issuer.Mint(advisor), "refresh_token": p.refresh, "expires_in": int(authntest.Life.Seconds()),
	})
}

// signingIn opens a gateway with a console, and a browser's cookies.
func signingIn(t *testing.T) (*world, *provider, *browser) {
	p := &provider{}
	w := open(t, func(w *world) {
		w.config.SignIn = gateway.SignIn{Issuer: authntest.URL, ClientID: "console", Client: &http.Client{Transport: p}, Key: w.config.SignIn.Key}
	})
	p.w = w
	w.plots.get = func(context.Context, *landv1.GetPlotRequest) (*landv1.Plot, error) { return &landv1.Plot{}, nil }
	w.plots.create = func(context.Context, *landv1.CreatePlotRequest) (*landv1.Plot, error) { return &landv1.Plot{}, nil }
	return w, p, &browser{w: w, jar: map[string]string{}}
}

// browser keeps cookies.
type browser struct {
	w   *world
	jar map[string]string
}

func (b *browser) call(method, path string, headers ...string) answer {
	b.w.t.Helper()
	body := ""
	if method == "POST" {
		body = `{"name":"Lot","communeCode":"30007"}`
	}
	for name, value := range b.jar {
		headers = append(headers, "Cookie", name+"="+value)
	}
	a := b.w.send(method, path, strings.NewReader(body), headers...)
	for _, c := range a.Cookies() {
		if c.MaxAge < 0 {
			delete(b.jar, c.Name)
			continue
		}
		if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" {
			b.w.t.Errorf("cookie %s", c.Raw)
		}
		b.jar[c.Name] = c.Value
	}
	return a
}

// signIn goes through the sign-in.
func (b *browser) signIn() {
	b.w.t.Helper()
	to := b.call("GET", "/sign-in?return=/cases?open=1").Header.Get("Location")
	u, err := url.Parse(to)
	q := u.Query()
	if err != nil || !strings.HasPrefix(to, authntest.URL+"/oauth2/authorize?") || q.Get("code_challenge_method") != "S256" || q.Get("redirect_uri") != "http://hup.test/sign-in/callback" {
		b.w.t.Fatalf("sent to %s", to)
	}
	a := b.call("GET", "/sign-in/callback?code=good&state="+q.Get("state"))
	if a.StatusCode != 303 || a.Header.Get("Location") != "/cases?open=1" {
		b.w.t.Fatalf("%d %v %s", a.StatusCode, a.Header, a.body)
	}
}

func TestSession_theCookieIsTheTokenOfTheCalls(t *testing.T) {
	w, p, b := signingIn(t)
	b.signIn()
	for name, value := range b.jar {
		if strings.Contains(value, "eyJ") || name == "hup_sign_in" {
			t.Errorf("cookie %s=%s", name, value)
		}
	}
	if a := b.call("GET", "/v1/plots/"+plotID); a.StatusCode != 200 {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
	if a := b.call("POST", "/sign-out", "Sec-Fetch-Site", "same-origin"); a.StatusCode != 303 || len(b.jar) > 0 || len(p.revoked) != 1 {
		t.Errorf("%d %v %v", a.StatusCode, b.jar, p.revoked)
	}
	b.call("GET", "/v1/plots/"+plotID).problem(t, 401, "UNAUTHENTICATED")
	if strings.Contains(w.log.text(), "good") {
		t.Error("the code is in the log")
	}
}

func TestSession_otherSitesCantWriteWithTheCookie(t *testing.T) {
	_, _, b := signingIn(t)
	b.signIn()
	for _, from := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://evil.example"}, {"Origin", "null"}} {
		b.call("POST", "/v1/plots", from...).problem(t, 403, "CROSS_SITE")
		b.call("POST", "/sign-out", from...).problem(t, 403, "CROSS_SITE")
	}
	for _, from := range [][]string{{"Sec-Fetch-Site", "same-origin"}, {"Origin", "http://hup.test"}} {
		if a := b.call("POST", "/v1/plots", from...); a.StatusCode != 200 {
			t.Errorf("%v: %d %s", from, a.StatusCode, a.body)
		}
	}
	if a := b.call("GET", "/v1/plots/"+plotID, "Sec-Fetch-Site", "cross-site"); a.StatusCode != 200 {
		t.Errorf("a link from another site: %d", a.StatusCode)
	}
}

func TestSession_tokensAreRenewedOnceAndEndWithTheIssuer(t *testing.T) {
	w, p, b := signingIn(t)
	b.signIn()
	w.clock.Advance(authntest.Life - 10*time.Second)
	old := &browser{w: w, jar: map[string]string{}}
	for name, value := range b.jar {
		old.jar[name] = value
	}
	for _, each := range []*browser{b, old, old} {
		if a := each.call("GET", "/v1/plots/"+plotID); a.StatusCode != 200 {
			t.Errorf("%d %s", a.StatusCode, a.body)
		}
	}
	if p.trades != 2 {
		t.Errorf("%d tokens were given", p.trades)
	}
	w.clock.Advance(authntest.Life - 10*time.Second)
	p.down = true
	if a := b.call("GET", "/v1/plots/"+plotID); a.StatusCode != 200 {
		t.Errorf("the issuer is away, the token is good: %d %s", a.StatusCode, a.body)
	}
	p.down, p.refresh = false, "revoked"
	b.call("GET", "/v1/plots/"+plotID).problem(t, 401, "UNAUTHENTICATED")
	if len(b.jar) > 0 {
		t.Errorf("cookies stay: %v", b.jar)
	}
}

func TestSession_badCallbacksAndCookiesAreNobodys(t *testing.T) {
	w, _, b := signingIn(t)
	if a := b.call("GET", "/sign-in/callback?code=good&state=x"); a.Header.Get("Location") != "/?sign-in=failed" {
		t.Errorf("without an attempt: %v", a.Header)
	}
	b.call("GET", "/sign-in")
	if a := b.call("GET", "/sign-in/callback?code=good&state=forged"); a.Header.Get("Location") != "/?sign-in=failed" || len(b.jar) > 0 {
		t.Errorf("another's state: %v %v", a.Header, b.jar)
	}
	b.jar["hup_session"] = strings.Repeat("A", 200)
	b.call("GET", "/v1/plots/"+plotID).problem(t, 401, "UNAUTHENTICATED")
	for _, to := range []string{"https://evil.example/", "//evil.example", `/\evil.example`, "evil"} {
		delete(b.jar, "hup_session")
		u, _ := url.Parse(b.call("GET", "/sign-in?return="+url.QueryEscape(to)).Header.Get("Location"))
		if a := b.call("GET", "/sign-in/callback?code=good&state="+u.Query().Get("state")); a.Header.Get("Location") != "/" {
			t.Errorf("%s leads to %s", to, a.Header.Get("Location"))
		}
	}
	_ = w
}

func TestSession_isSecureBehindHTTPS(t *testing.T) {
	w := open(t, func(w *world) {
		w.config.PublicURL = "https://hup.test/"
		w.config.SignIn.ClientID, w.config.SignIn.Issuer = "console", authntest.URL
	})
	a := w.send("GET", "/sign-in", nil)
	if len(a.Cookies()) != 1 || !a.Cookies()[0].Secure || a.Cookies()[0].Name != "__Host-hup_sign_in" || a.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("%v", a.Header)
	}
	open(t).send("GET", "/sign-in", nil).problem(t, 503, "SIGN_IN_NOT_CONFIGURED")
}

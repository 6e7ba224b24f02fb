// Package signin is how people prove who they are, and choose what they sign in for: pages rendered on the server that work
// without a script. Nothing is kept between two pages but what travels in a sealed form field.
package signin

import (
	"crypto/rand"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	"hup.example/services/identity/internal/store"
)

const (
	// flowLife is how long somebody may take to sign in.
	flowLife = 30 * time.Minute
	// knownLife is how long a browser that proved who uses it may change the membership with one click.
	knownLife = 12 * time.Hour
	// The cookies: one binds the forms to the browser that began, one remembers the proof.
	browserCookie = "hup_browser"
	knownCookie   = "hup_known"
	// maxForm bounds what a form may send.
	maxForm = 64 << 10
)

// Request is what a program asks when it sends somebody to sign in; it was checked.
type Request struct {
	// ClientID is the program; RedirectURI where the answer goes, with State.
	ClientID, RedirectURI, State string
	// Challenge is of the PKCE verifier; Scope and Nonce are for the tokens.
	Challenge, Scope, Nonce string
}

// Proof says who was proved to sit there, how and when.
type Proof struct {
	People []store.Ref
	Method identityv1.SignInMethod
	At     time.Time
}

// flow is one sign-in under way.
type flow struct {
	// Browser is the cookie's value: a form of one browser is of no use in another.
	Browser string
	Request Request
	// Mail and CodeID are the address that a code was sent to, and which code.
	Mail, CodeID string `json:",omitempty"`
	// Nonce and Verifier are for the upstream provider.
	Nonce, Verifier string `json:",omitempty"`
	Proof           *Proof `json:",omitempty"`
	Expires         time.Time
}

// begin starts a flow and binds it to the browser.
func (p *Pages) begin(w http.ResponseWriter, r *http.Request, asked Request) *flow {
	f := &flow{Browser: rand.Text(), Request: asked, Expires: p.now().Add(flowLife)}
	if c, err := r.Cookie(browserCookie); err == nil && len(c.Value) >= 26 {
		f.Browser = c.Value // another tab is signing in, too
	}
	p.setCookie(w, browserCookie, f.Browser, flowLife)
	return f
}

// resume reads the flow that a form carries; nil when it is not one of this browser, or too old.
func (p *Pages) resume(w http.ResponseWriter, r *http.Request) *flow {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	return p.open(r, r.PostFormValue("flow"))
}

func (p *Pages) open(r *http.Request, sealed string) *flow {
	var f flow
	c, err := r.Cookie(browserCookie)
	if err != nil || p.Box.Read("flow", sealed, &f) != nil || f.Browser != c.Value || !p.now().Before(f.Expires) {
		return nil
	}
	return &f
}

// known is the proof that the browser gave before, on this day.
func (p *Pages) known(r *http.Request) *Proof {
	var proof Proof
	c, err := r.Cookie(knownCookie)
	if err != nil || p.Box.Read("known", c.Value, &proof) != nil || p.now().Sub(proof.At).Abs() >= knownLife {
		return nil
	}
	return &proof
}

func (p *Pages) setCookie(w http.ResponseWriter, name, value string, life time.Duration) {
	http.SetCookie(w, &http.Cookie{
		Name: name, Value: value, Path: "/oauth2", MaxAge: int(life.Seconds()), HttpOnly: true,
		Secure: strings.HasPrefix(p.PublicURL, "https:"), SameSite: http.SameSiteLaxMode,
	})
}

// address is where the request comes from. What a proxy says is believed of one in a private network only.
func address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	ip, err := netip.ParseAddr(host)
	if err != nil || !ip.IsLoopback() && !ip.IsPrivate() {
		return host
	}
	told := strings.Split(r.Header.Get("X-Forwarded-For"), ",")
	if last := strings.TrimSpace(told[len(told)-1]); last != "" {
		return last
	}
	return host
}

// Package session signs people in from a browser. The access token never reaches the page: it stays in a cookie that only we
// can read, and becomes the Authorization header of the calls that come with it. We keep nothing of a session ourselves.
package session

import (
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"hup.example/gateway/internal/problem"
	"hup.example/services/kit/authn"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/errs"
)

// Config is what sign-in by browser needs.
type Config struct {
	// Issuer is the authorization server, as browsers reach it.
	Issuer string
	// ClientID and Secret are those of the console; a public client has no secret.
	ClientID, Secret string
	// Client reaches the issuer from here.
	Client *http.Client
	// Key encrypts the cookies; the same in all gateways of the installation.
	Key []byte
	// PublicURL is where people reach us.
	PublicURL string
	// Verifier checks what the issuer gave.
	Verifier *authn.Verifier
	Clock    clock.Clock
	Problems *problem.Answerer
}

// Sessions signs in and out, and turns cookies into tokens.
type Sessions struct {
	Config
	jar     *jar
	origin  *http.CrossOriginProtection
	refresh *refresher
}

// life is how long a browser keeps the cookie; the issuer may end the session earlier.
const life = 12 * time.Hour

// New makes the sessions.
func New(c Config) (*Sessions, error) {
	public, err := url.Parse(c.PublicURL)
	if err != nil || public.Host == "" {
		return nil, fmt.Errorf("public URL %q: not an address such as https://hup.example", c.PublicURL)
	}
	if len(c.Key) < sha256.Size {
		return nil, errors.New("session key: at least 32 bytes")
	}
	key, err := hkdf.Key(sha256.New, c.Key, nil, "gateway session cookie", sha256.Size)
	if err != nil {
		return nil, err
	}
	s := &Sessions{Config: c, origin: http.NewCrossOriginProtection()}
	if s.jar, err = newJar(key, public.Scheme == "https"); err != nil {
		return nil, err
	}
	s.refresh = newRefresher(c.Clock, s.renew)
	return s, s.origin.AddTrustedOrigin(public.Scheme + "://" + public.Host)
}

// session is what the cookie holds.
type session struct {
	Access  string `json:"a"`
	Refresh string `json:"r,omitempty"`
	// Expires is when the access token ends, in seconds.
	Expires int64 `json:"e"`
}

// early is how long before its end a token is renewed: it must outlast the call.
const early = 30 * time.Second

// Bearer gives the calls that come with our cookie the token in it. A call with a token of its own is left alone.
func (s *Sessions) Bearer(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "" {
			next.ServeHTTP(w, r)
			return
		}
		var held session
		if !s.jar.open(r, sessionCookie, &held) {
			next.ServeHTTP(w, r)
			return
		}
		if err := s.origin.Check(r); err != nil { // another site's page: the browser sent the cookie, the person did not mean it
			s.Problems.Answer(w, r, errs.Denied("CROSS_SITE").Because(err))
			return
		}
		if s.Clock.Now().Add(early).Unix() >= held.Expires {
			held = s.renewed(w, r, held)
		}
		if held.Access != "" {
			r.Header.Set("Authorization", "Bearer "+held.Access)
		}
		next.ServeHTTP(w, r)
	})
}

// renewed gives the session with a new token. When the issuer has ended it, the cookie goes and the call is a stranger's;
// when the issuer does not answer, the old token is tried while it lasts.
func (s *Sessions) renewed(w http.ResponseWriter, r *http.Request, held session) session {
	fresh, err := s.refresh.do(r.Context(), held.Refresh)
	switch {
	case err == nil:
		s.jar.seal(w, r, sessionCookie, fresh, life)
		return fresh
	case errors.Is(err, errEnded):
		s.jar.clear(w, r, sessionCookie)
		return session{}
	}
	return held
}

// home is where to go after signing in or out: a path of ours, whatever was asked for.
func home(to string) string {
	u, err := url.Parse(to)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.Contains(to, `\`) {
		return "/"
	}
	return u.RequestURI()
}

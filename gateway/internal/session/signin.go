package session

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"time"

	"hup.example/services/kit/errs"
)

// attempt is one sign-in under way.
type attempt struct {
	State    string `json:"s"`
	Verifier string `json:"v"`
	Return   string `json:"r"`
}

// patience is how long a person may take to sign in.
const patience = 30 * time.Minute

// callback is where the issuer sends the browser back to.
func (s *Sessions) callback() string { return s.PublicURL + "/sign-in/callback" }

// SignIn sends the browser to the issuer (code and PKCE); ?return= is the page to come back to, ?prompt= and ?login_hint= go on.
func (s *Sessions) SignIn(w http.ResponseWriter, r *http.Request) {
	if s.ClientID == "" {
		s.Problems.Answer(w, r, errs.Unavailable("SIGN_IN_NOT_CONFIGURED"))
		return
	}
	a := attempt{State: random(), Verifier: random(), Return: home(r.URL.Query().Get("return"))}
	challenge := sha256.Sum256([]byte(a.Verifier))
	q := url.Values{
		"response_type": {"code"}, "client_id": {s.ClientID}, "redirect_uri": {s.callback()}, "state": {a.State},
		"code_challenge": {base64.RawURLEncoding.EncodeToString(challenge[:])}, "code_challenge_method": {"S256"},
	}
	for _, name := range []string{"prompt", "login_hint", "membership"} {
		if value := r.URL.Query().Get(name); value != "" {
			q.Set(name, value)
		}
	}
	s.jar.seal(w, r, signInCookie, a, patience)
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, s.Issuer+"/oauth2/authorize?"+q.Encode(), http.StatusSeeOther)
}

// Callback takes the code, and puts what the issuer gives for it into the cookie.
func (s *Sessions) Callback(w http.ResponseWriter, r *http.Request) {
	var a attempt
	q := r.URL.Query()
	known := s.jar.open(r, signInCookie, &a)
	s.jar.clear(w, r, signInCookie)
	w.Header().Set("Cache-Control", "no-store")
	if !known || a.State != q.Get("state") || q.Get("code") == "" {
		http.Redirect(w, r, "/?sign-in=failed", http.StatusSeeOther)
		return
	}
	fresh, err := s.exchange(r.Context(), url.Values{
		"grant_type": {"authorization_code"}, "code": {q.Get("code")}, "redirect_uri": {s.callback()}, "code_verifier": {a.Verifier},
	})
	if err == nil {
		_, err = s.Verifier.Verify(r.Context(), fresh.Access)
	}
	if err != nil {
		s.Problems.Answer(w, r, errs.Unauthenticated("SIGN_IN_FAILED").Because(err))
		return
	}
	s.jar.seal(w, r, sessionCookie, fresh, life)
	http.Redirect(w, r, a.Return, http.StatusSeeOther)
}

// SignOut ends the session at the issuer and forgets it here.
func (s *Sessions) SignOut(w http.ResponseWriter, r *http.Request) {
	if err := s.origin.Check(r); err != nil {
		s.Problems.Answer(w, r, errs.Denied("CROSS_SITE").Because(err))
		return
	}
	var held session
	if s.jar.open(r, sessionCookie, &held) && held.Refresh != "" {
		s.revoke(r.Context(), held.Refresh) // the cookie goes in any case; a token that stays behind ends by itself
	}
	s.jar.clear(w, r, sessionCookie)
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

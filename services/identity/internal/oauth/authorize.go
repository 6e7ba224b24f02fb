package oauth

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"hup.example/services/identity/internal/signin"
)

// challenge is the shape of a PKCE challenge of method S256.
var challenge = regexp.MustCompile(`^[A-Za-z0-9_-]{43}$`)

// most bounds what a program may have carried through.
const most = 1024

// authorize checks what a program asks, then lets the person sign in.
func (s *Server) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	program := s.program(q.Get("client_id"))
	if program == nil || !slices.Contains(program.RedirectURIs, q.Get("redirect_uri")) {
		// No redirect: the answer could go to anybody.
		s.Pages.Refuse(w, r, http.StatusBadRequest, "Cette application n'est pas connue ici, ou son adresse de retour n'est pas la sienne. Revenez à l'application et recommencez.")
		return
	}
	if e := check(q); e != nil {
		back := signin.Answer(q.Get("redirect_uri"), url.Values{
			"error": {e.code}, "error_description": {e.why}, "state": {bounded(q.Get("state"))}, "iss": {s.Issuer.URL},
		})
		http.Redirect(w, r, back, http.StatusSeeOther)
		return
	}
	asked := signin.Request{
		ClientID: program.ID, RedirectURI: q.Get("redirect_uri"), State: q.Get("state"),
		Challenge: q.Get("code_challenge"), Scope: q.Get("scope"), Nonce: q.Get("nonce"),
	}
	s.Pages.Begin(w, r, asked, signin.Hints{
		Again: slices.Contains(strings.Fields(q.Get("prompt")), "login"), Membership: q.Get("membership"), Mail: q.Get("login_hint"),
	})
}

// check finds what is wrong with a request whose program is known.
func check(q url.Values) *refusal {
	switch {
	case q.Get("response_type") != "code":
		return refuse("unsupported_response_type", "response_type must be code")
	case q.Get("code_challenge_method") != "S256" || !challenge.MatchString(q.Get("code_challenge")):
		return refuse("invalid_request", "PKCE is required: code_challenge_method=S256 and its code_challenge")
	case !among(q.Get("scope"), scopes):
		return refuse("invalid_scope", "known scopes: "+strings.Join(scopes, " "))
	case len(q.Get("state")) > most || len(q.Get("nonce")) > most:
		return refuse("invalid_request", "state and nonce have at most 1024 characters")
	case q.Get("prompt") == "none":
		return refuse("login_required", "people choose what they sign in for")
	}
	return nil
}

func bounded(state string) string {
	if len(state) > most {
		return ""
	}
	return state
}

package signin

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"maragu.dev/gomponents"

	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	"hup.example/services/identity/internal/app/directory"
	"hup.example/services/identity/internal/seal"
	"hup.example/services/identity/internal/store"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/messages"
	kit "hup.example/services/kit/store"
)

//go:embed pages/style.css
var files embed.FS

// Pages are the pages of the sign-in.
type Pages struct {
	Store     *kit.Store
	Box       *seal.Box
	Log       *slog.Logger
	Directory *directory.Directory
	// Words are what roles are called.
	Words *messages.Catalogue
	// Issuer is told to programs with the code (RFC 9207).
	Issuer string
	// PublicURL is where browsers see the pages.
	PublicURL string
	// Codes sends codes by mail; nil when that is not set up.
	Codes *Codes
	// Provider is the upstream OpenID provider; nil for none.
	Provider *Provider
	// Demo are the demo people that may be signed in by one click; nil without demo data.
	Demo Demo
}

// Demo knows the demo people.
type Demo interface {
	// Names are the identities offered, as the command spells them.
	Names() []string
	// Person finds one.
	Person(ctx context.Context, as string) (store.Ref, error)
	// Welcome makes the people of an address that names one who is made on demand: a company by its SIRET.
	Welcome(ctx context.Context, mail string) error
}

// Mount adds the pages to a mux.
func (p *Pages) Mount(mux *http.ServeMux) {
	mux.HandleFunc("GET /oauth2/style.css", style)
	mux.HandleFunc("POST /oauth2/sign-in/start", p.step(p.start))
	mux.HandleFunc("POST /oauth2/sign-in/mail", p.step(p.mail))
	mux.HandleFunc("POST /oauth2/sign-in/code", p.step(p.code))
	mux.HandleFunc("POST /oauth2/sign-in/membership", p.step(p.membership))
	mux.HandleFunc("POST /oauth2/sign-in/demo", p.step(p.demo))
	mux.HandleFunc("GET /oauth2/sign-in/provider", p.toProvider)
	mux.HandleFunc("GET /oauth2/sign-in/provider/callback", p.fromProvider)
	mux.HandleFunc("GET /oauth2/sign-out", p.signOut)
}

// Hints are what a program knows of who comes.
type Hints struct {
	// Again asks for a new proof, also of a browser that is known.
	Again bool
	// Membership is the one wanted; Mail the address to begin with.
	Membership, Mail string
}

// Begin shows the first page to somebody whom a program has sent. A browser that is known goes straight to the choice, or
// to the membership that the program named.
func (p *Pages) Begin(w http.ResponseWriter, r *http.Request, asked Request, hints Hints) {
	f := p.begin(w, r, asked)
	if proof := p.known(r); proof != nil && !hints.Again {
		if choices, err := p.choices(r.Context(), proof); err == nil && len(choices) > 0 {
			f.Proof = proof
			if i := find(choices, hints.Membership); i >= 0 {
				p.finish(w, r, f, choices[i].membership)
				return
			}
			p.show(w, r, f, http.StatusOK, page.choose, page{Choices: choices})
			return
		}
	}
	if plausible(hints.Mail) {
		f.Mail = hints.Mail
	}
	p.start(w, r, f)
}

// step runs one step of a flow that a form carries.
func (p *Pages) step(do func(http.ResponseWriter, *http.Request, *flow)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if f := p.resume(w, r); f != nil {
			do(w, r, f)
			return
		}
		p.Refuse(w, r, http.StatusBadRequest, lost)
	}
}

// start asks who it is.
func (p *Pages) start(w http.ResponseWriter, r *http.Request, f *flow) {
	f.Proof, f.CodeID = nil, ""
	if p.Codes == nil && p.Provider == nil && p.Demo == nil {
		p.Refuse(w, r, http.StatusServiceUnavailable, "La connexion n'est pas configurée sur cette installation : prévenez son administrateur.")
		return
	}
	p.show(w, r, f, http.StatusOK, page.start, page{})
}

// page is what a page shows.
type page struct {
	// Problem is what to put right first.
	Problem string
	// Flow is the sealed flow for the forms.
	Flow string
	// Mail is the address typed or written to.
	Mail string
	// ByMail, ByProvider and Demo are the ways that are offered.
	ByMail, ByProvider bool
	Demo               []string
	Choices            []choice
	// Back is where to go on to.
	Back string
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request, f *flow, status int, draw func(page) gomponents.Node, shown page) {
	shown.ByMail, shown.ByProvider, shown.Back = p.Codes != nil, p.Provider != nil, p.PublicURL
	if p.Demo != nil {
		shown.Demo = p.Demo.Names()
	}
	to := ""
	if f != nil {
		shown.Flow, shown.Mail, to = p.Box.Text("flow", f), f.Mail, origin(f.Request.RedirectURI)
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("X-Content-Type-Options", "nosniff")
	// form-action also holds for where a form's answer redirects to: the program.
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; form-action 'self' "+to+"; frame-ancestors 'none'; base-uri 'none'")
	w.WriteHeader(status)
	var b bytes.Buffer
	_ = draw(shown).Render(&b) // a buffer takes all
	_, _ = w.Write(b.Bytes())  // the caller may be gone
}

const lost = "Cette page de connexion n'est plus valable : revenez à l'application et recommencez."

// Refuse shows why the sign-in can't go on.
func (p *Pages) Refuse(w http.ResponseWriter, r *http.Request, status int, why string) {
	p.show(w, r, nil, status, page.refused, page{Problem: why})
}

// failed shows a failure of ours, or that somebody goes too fast.
func (p *Pages) failed(w http.ResponseWriter, r *http.Request, err error) {
	if e, ok := errs.As(err); ok && e.RetryAfterSeconds > 0 && errs.Is(err, tooMany) {
		w.Header().Set("Retry-After", strconv.Itoa(e.RetryAfterSeconds))
		p.Refuse(w, r, http.StatusTooManyRequests, "Trop d'essais en peu de temps. Attendez un quart d'heure, puis recommencez.")
		return
	}
	if !errors.Is(err, context.Canceled) {
		p.Log.ErrorContext(r.Context(), "sign-in failed", "error", err)
	}
	p.Refuse(w, r, http.StatusInternalServerError, "Une erreur est survenue de notre côté. Réessayez dans un instant.")
}

// demo signs a demo person in by one click.
func (p *Pages) demo(w http.ResponseWriter, r *http.Request, f *flow) {
	if p.Demo == nil {
		http.NotFound(w, r)
		return
	}
	ref, err := p.Demo.Person(r.Context(), r.PostFormValue("as"))
	if err != nil {
		p.show(w, r, f, http.StatusBadRequest, page.start, page{Problem: "Cette identité de démonstration n'existe pas."})
		return
	}
	f.Proof = &Proof{People: []store.Ref{ref}, Method: identityv1.SignInMethod_SIGN_IN_METHOD_DEMO, At: p.now()}
	p.choose(w, r, f)
}

// signOut forgets who uses the browser. The program ends its session itself, by its refresh token.
func (p *Pages) signOut(w http.ResponseWriter, r *http.Request) {
	p.setCookie(w, knownCookie, "", -time.Second)
	p.show(w, r, nil, http.StatusOK, page.signedOut, page{})
}

func style(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "public, max-age=3600")
	http.ServeFileFS(w, r, files, "pages/style.css")
}

// origin is what a content security policy calls the target of a redirect.
func origin(uri string) string {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme == "" {
		return ""
	}
	if u.Host == "" {
		return u.Scheme + ":"
	}
	return u.Scheme + "://" + u.Host
}

func (p *Pages) now() time.Time { return p.Store.Clock().Now() }

// plausible says whether an address can be one.
func plausible(mail string) bool {
	name, domain, ok := strings.Cut(mail, "@")
	return ok && name != "" && domain != "" && !strings.Contains(domain, "@") && len(mail) <= 254
}

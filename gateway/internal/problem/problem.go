// Package problem answers errors over HTTP, as application/problem+json (RFC 9457), in the words of the caller's language.
package problem

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"google.golang.org/grpc/codes"

	"hup.example/services/kit/errs"
	"hup.example/services/kit/messages"
	"hup.example/services/kit/rpc"
)

// Domain is what the gateway's own errors belong to.
const Domain = "hup.gateway"

// Problem is one error as clients get it.
type Problem struct {
	Type               string       `json:"type"`
	Title              string       `json:"title"`
	Status             int          `json:"status"`
	Detail             string       `json:"detail"`
	Instance           string       `json:"instance"`
	Reason             string       `json:"reason"`
	TraceID            string       `json:"traceId"`
	Errors             []Field      `json:"errors,omitempty"`
	Offers             []Offer      `json:"offers,omitempty"`
	CurrentStatus      string       `json:"currentStatus,omitempty"`
	AllowedTransitions []Transition `json:"allowedTransitions,omitempty"`
	CurrentETag        string       `json:"currentEtag,omitempty"`
	Changes            []Change     `json:"changes,omitempty"`

	lang       messages.Lang
	retryAfter int64
}

// Field is one bad field, by its JSON path.
type Field struct {
	Field   string `json:"field"`
	Message string `json:"message"`
}

// Offer is a value that a field would take, and the same in words.
type Offer struct {
	Field string `json:"field"`
	Value string `json:"value"`
	Label string `json:"label"`
}

// Transition is one move that is legal now.
type Transition struct {
	Action   string   `json:"action"`
	ToStatus string   `json:"toStatus"`
	Actors   []string `json:"actors"`
}

// Change is one field that somebody else changed.
type Change struct {
	Field    string `json:"field"`
	ByBodyID string `json:"byBodyId"`
	Time     string `json:"time"`
}

// Answerer writes problems.
type Answerer struct{ words *messages.Catalogue }

// New answers in the words of the catalogue.
func New(words *messages.Catalogue) *Answerer { return &Answerer{words} }

// Of is the problem that an error is for the one who asked.
func (a *Answerer) Of(r *http.Request, err error) *Problem {
	lang := messages.Language(r.Header.Get("Accept-Language"))
	s := rpc.Explain(r.Context(), a.words, Domain, lang, err)
	p := &Problem{Instance: r.URL.EscapedPath(), TraceID: rpc.TraceID(r.Context()), lang: lang}
	p.read(s)
	p.Status = statusOf(s.Code(), p.Reason, r.Header.Get("If-Match") != "")
	p.Type = "/docs#error-" + kinds[s.Code()].name
	p.Title, _ = a.words.Text(Domain, lang, "title."+kinds[s.Code()].name, nil)
	return p
}

// Answer writes the problem of an error.
func (a *Answerer) Answer(w http.ResponseWriter, r *http.Request, err error) { a.Of(r, err).Write(w) }

// Handler answers every request with the error.
func (a *Answerer) Handler(err *errs.Error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { a.Answer(w, r, err) })
}

// Within cuts the name of the field that the caller's body stands for from the paths: the caller did not write it.
func (p *Problem) Within(body string) *Problem {
	for i := range p.Errors {
		p.Errors[i].Field = strings.TrimPrefix(p.Errors[i].Field, body+".")
	}
	for i := range p.Offers {
		p.Offers[i].Field = strings.TrimPrefix(p.Offers[i].Field, body+".")
	}
	return p
}

// JSON is the problem as text.
func (p *Problem) JSON() []byte {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(p); err != nil {
		panic(err) // strings and numbers only
	}
	return []byte(strings.TrimSpace(b.String()))
}

// Write answers the problem.
func (p *Problem) Write(w http.ResponseWriter) {
	h := w.Header()
	for _, of := range []string{"ETag", "Content-Length", "Last-Modified"} { // those of an answer that did not come about
		h.Del(of)
	}
	h.Set("Content-Type", "application/problem+json")
	h.Set("Content-Language", string(p.lang))
	h.Set("Cache-Control", "no-store")
	if p.retryAfter > 0 {
		h.Set("Retry-After", strconv.FormatInt(p.retryAfter, 10))
	}
	if p.Status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", challenge(p.Reason))
	}
	w.WriteHeader(p.Status)
	_, _ = w.Write(p.JSON()) // the caller may be gone
}

func challenge(reason string) string {
	if strings.HasPrefix(reason, "TOKEN_") {
		return `Bearer realm="hup", error="invalid_token"`
	}
	return `Bearer realm="hup"`
}

// NotFound is the error of a path that is nothing.
func NotFound() *errs.Error { return &errs.Error{Code: codes.NotFound, Reason: "PATH_UNKNOWN"} }

// MethodNotAllowed is the error of a path that knows other methods.
func MethodNotAllowed(allow string) *errs.Error {
	return (&errs.Error{Code: codes.Unimplemented, Reason: "METHOD_NOT_ALLOWED"}).With("allow", allow)
}

// TooLarge is the error of a body above the limit.
func TooLarge() *errs.Error {
	return (&errs.Error{Code: codes.ResourceExhausted, Reason: "MESSAGE_TOO_LARGE"}).With("limit", "1 MiB")
}

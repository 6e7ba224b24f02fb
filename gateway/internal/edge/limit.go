package edge

import (
	"net/http"
	"time"

	"hup.example/gateway/internal/problem"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/rpc"
)

// Limit bounds the requests of an address to what has no chain of its own behind it: sign-in and tokens, where people guess.
func Limit(l *rpc.Limiter, c clock.Clock, p *problem.Answerer, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, reset, ok := l.Take(r.Header.Get("X-Forwarded-For"), c.Now()); !ok {
			p.Answer(w, r, errs.Limited("TOO_MANY_CALLS", int((reset+time.Second-1)/time.Second)))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// Only lets the methods pass, and answers 405 to others. GET is HEAD, too.
func Only(p *problem.Answerer, method string, next http.Handler) http.Handler {
	allow := method
	if method == http.MethodGet {
		allow = "GET, HEAD"
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != method && (method != http.MethodGet || r.Method != http.MethodHead) {
			w.Header().Set("Allow", allow)
			p.Answer(w, r, problem.MethodNotAllowed(allow))
			return
		}
		Name(r.Context(), method+" "+r.Pattern)
		next.ServeHTTP(w, r)
	})
}

// Package edge is what every HTTP request passes first: trace, log, panic, security headers, CORS, the caller's address,
// compression. What it logs of a request is its route, never its address, query or body: they may hold personal data.
package edge

import (
	"log/slog"
	"net/http"
	"net/netip"
	"strings"

	"github.com/klauspost/compress/gzhttp"

	"hup.example/gateway/internal/problem"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/rpc"
)

// Config is what the edge needs.
type Config struct {
	// Problems answers errors.
	Problems *problem.Answerer
	// Clock measures how long a request took.
	Clock clock.Clock
	// Log is for the access log.
	Log *slog.Logger
	// Proxies are our own load balancers: what they say of the caller's address is believed.
	Proxies []netip.Prefix
	// Origins are the sites whose pages may call the API with a token: https://partner.example.
	Origins []string
	// Secure says that people reach us by https only.
	Secure bool
}

// compressed are the kinds of answers that shrink.
var compressed = []string{
	"application/json", "application/problem+json", "text/html", "text/css", "text/javascript", "text/plain", "text/csv",
	"image/svg+xml", "application/manifest+json",
}

// worthwhile is from which size on an answer is compressed. What is smaller fits in the first packets of a connection either
// way, and compressing it would cost a fifth of the request.
const worthwhile = 4096

// New puts the edge before a handler.
func New(c Config, next http.Handler) (http.Handler, error) {
	compress, err := gzhttp.NewWrapper(gzhttp.EnableZstd(true), gzhttp.PreferZstd(true), gzhttp.MinSize(worthwhile), gzhttp.ContentTypes(compressed))
	if err != nil {
		return nil, err
	}
	return compress(&edge{c, next}), nil
}

type edge struct {
	Config
	next http.Handler
}

// ServeHTTP implements http.Handler.
func (e *edge) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ctx, v := e.begin(r)
	rec := &recorder{ResponseWriter: w}
	r = r.WithContext(ctx)
	defer func() { e.end(v, rec, r, recover()) }()
	e.secure(w.Header(), r)
	r.Header.Set("X-Forwarded-For", e.caller(r))
	if e.crossOrigin(rec, r) {
		return
	}
	e.next.ServeHTTP(rec, r)
}

// caller is the address of the one who asks.
func (e *edge) caller(r *http.Request) string {
	at := r.RemoteAddr
	if address, err := netip.ParseAddrPort(at); err == nil {
		at = address.Addr().Unmap().String()
	}
	return rpc.Caller(at, r.Header.Values("X-Forwarded-For"), e.Proxies)
}

// policy lets pages load what we serve and nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; " +
	"manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// secure sets what browsers need to be told; a page may say more.
func (e *edge) secure(h http.Header, r *http.Request) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(self), geolocation=(self), microphone=()")
	if e.Secure {
		h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
	}
	if strings.HasPrefix(r.URL.Path, "/v1/") {
		h["Vary"] = append(h["Vary"], "Authorization", "Cookie", "Accept-Language")
	}
}

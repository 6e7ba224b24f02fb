package gateway

import (
	"net/http"
	"net/http/httputil"
	"net/url"
	"time"

	"hup.example/services/kit/errs"
	"hup.example/services/kit/messages"

	"hup.example/gateway/internal/problem"
)

// Proxy hands the requests of a route on to the process that serves it, when the platform is split.
func Proxy(to *url.URL, words *messages.Catalogue) http.Handler {
	problems := problem.New(words)
	return &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(to)
			r.Out.Host = r.In.Host
			r.Out.Header["X-Forwarded-For"] = r.In.Header["X-Forwarded-For"] // the edge has put the caller's address there
		},
		ErrorHandler: func(w http.ResponseWriter, r *http.Request, err error) {
			problems.Answer(w, r, errs.Unavailable("PART_UNAVAILABLE").Because(err))
		},
	}
}

// NewServer is the HTTP server for the gateway's handler, with the times that slow and silent callers get.
func NewServer(handler http.Handler) *http.Server {
	return &http.Server{
		Handler: handler, ReadHeaderTimeout: readHeaderTimeout, ReadTimeout: readTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: mostHeaders,
	}
}

const (
	readHeaderTimeout = 10 * time.Second
	readTimeout       = 2 * time.Minute // streams lift it
	idleTimeout       = 2 * time.Minute
	mostHeaders       = 64 << 10
)

package host

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
)

// localTransport answers requests to the issuer from the routes of this process, when they are here: no port is needed,
// and nothing depends on the order of start. Other requests go out as usual.
type localTransport struct {
	host string
	mu   sync.Mutex
	mux  *http.ServeMux
	any  bool
}

func newLocalTransport(issuer string) *localTransport {
	t := &localTransport{mux: http.NewServeMux()}
	if u, err := url.Parse(issuer); err == nil {
		t.host = u.Host
	}
	return t
}

func (t *localTransport) mount(routes map[string]http.Handler) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for pattern, handler := range routes {
		t.mux.Handle(pattern, handler)
		t.any = true
	}
}

// RoundTrip implements http.RoundTripper.
func (t *localTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	t.mu.Lock()
	mux := t.mux
	if !t.any || r.URL.Host != t.host {
		mux = nil
	}
	t.mu.Unlock()
	if mux == nil {
		return http.DefaultTransport.RoundTrip(r)
	}
	if _, pattern := mux.Handler(r); pattern == "" {
		return http.DefaultTransport.RoundTrip(r)
	}
	answer := httptest.NewRecorder()
	inner := r.Clone(r.Context())
	inner.RequestURI = r.URL.RequestURI()
	inner.RemoteAddr = "127.0.0.1:0"
	if inner.Body == nil {
		inner.Body = http.NoBody
	}
	mux.ServeHTTP(answer, inner)
	result := answer.Result()
	result.Request = r
	return result, nil
}

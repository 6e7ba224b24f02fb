// Package rest is the REST side of the contracts: for every call with a google.api.http annotation it reads the HTTP request
// into the message, makes the call over a client connection, with the whole chain of interceptors, and writes the answer as
// protojson. The routes come from the descriptors: a new call of a service costs nothing here.
package rest

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"

	"hup.example/gateway/internal/edge"
	"hup.example/gateway/internal/export"
	"hup.example/gateway/internal/problem"
	"hup.example/services/kit/authn"
	"hup.example/services/kit/authz"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/rpc"
)

// Config is what the REST side needs.
type Config struct {
	// Conn is the connection to a part for the world outside: "land", or "v1" for the one-stop requests of hup.v1.
	Conn func(part string) grpc.ClientConnInterface
	// Problems answers errors.
	Problems *problem.Answerer
	// Verifier and Rules refuse a caller before what is sent is looked at.
	Verifier *authn.Verifier
	Rules    *authz.Rules
	// Timeout bounds a call.
	Timeout time.Duration
	// Export writes lists as files.
	Export *export.Exporter
}

// Server answers the REST calls.
type Server struct {
	Config
	collections map[string]*collection
}

// collection is what begins with the same word: /v1/plots. The mux tries one path after the other; so it has few.
type collection struct {
	mux   *runtime.ServeMux
	probe *runtime.ServeMux // the same paths, to find out which methods one takes
}

// New makes the routes of all contracts in the process.
func New(c Config) (*Server, error) {
	s := &Server{Config: c, collections: map[string]*collection{}}
	for _, m := range methods() {
		conn := c.Conn(m.part)
		for _, b := range m.bindings {
			if err := s.Handle(b.verb, b.path, s.handler(m, b, conn)); err != nil {
				return nil, fmt.Errorf("%s: %w", m.name, err)
			}
		}
	}
	return s, nil
}

func newMux(options ...runtime.ServeMuxOption) *runtime.ServeMux {
	return runtime.NewServeMux(append(options, runtime.WithDisablePathLengthFallback(), runtime.WithDisableHTTPMethodOverride())...)
}

// collectionOf is the word after the version: plots of /v1/plots/{plot_id} and of /v1/plots:lookup.
func collectionOf(path string) string {
	_, rest, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	if end := strings.IndexAny(rest, "/:"); end >= 0 {
		rest = rest[:end]
	}
	return rest
}

// Handle adds a route that is no call with one answer: a stream.
func (s *Server) Handle(verb, path string, h runtime.HandlerFunc) error {
	route := verb + " " + path
	named := func(w http.ResponseWriter, r *http.Request, params map[string]string) {
		edge.Name(r.Context(), route)
		h(w, r, params)
	}
	known := func(w http.ResponseWriter, _ *http.Request, _ map[string]string) { w.WriteHeader(http.StatusNoContent) }
	c, ok := s.collections[collectionOf(path)]
	if !ok {
		c = &collection{newMux(runtime.WithRoutingErrorHandler(s.unrouted)), newMux()}
		s.collections[collectionOf(path)] = c
	}
	if err := c.probe.HandlePath(verb, path, known); err != nil {
		return err
	}
	return c.mux.HandlePath(verb, path, named)
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c, ok := s.collections[collectionOf(r.URL.Path)]
	switch {
	case !ok:
		s.Problems.Answer(w, r, problem.NotFound())
	case r.Method == http.MethodHead: // net/http leaves the body out
		get := *r
		get.Method = http.MethodGet
		c.mux.ServeHTTP(w, &get)
	case r.Method == http.MethodOptions:
		s.options(w, r)
	default:
		c.mux.ServeHTTP(w, r)
	}
}

// handler makes one call.
func (s *Server) handler(m *method, b *binding, conn grpc.ClientConnInterface) runtime.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request, params map[string]string) {
		request := m.in.New().Interface()
		format := m.format(r)
		if err := b.read(r, request, params); err != nil {
			s.Problems.Answer(w, r, cmp.Or(s.refused(r, m), err))
			return
		}
		ctx, err := Outgoing(r)
		if err != nil {
			s.Problems.Answer(w, r, err)
			return
		}
		if format != "" {
			s.Export.Write(ctx, w, r, format, export.List{Method: m.name, Conn: conn, Request: request, Answer: m.out, Items: m.items, Who: s.who(r)})
			return
		}
		ctx, cancel := context.WithTimeout(ctx, s.Timeout)
		defer cancel()
		var header metadata.MD
		answer := m.out.New().Interface()
		err = conn.Invoke(ctx, m.name, request, answer, grpc.Header(&header), rpc.Borrow(&answer))
		limits(w.Header(), header)
		if err != nil {
			s.Problems.Of(r, err).Within(b.body).Write(w)
			return
		}
		if err := write(w, r, answer, m.etag); err != nil {
			s.Problems.Answer(w, r, errs.Internal(err))
		}
	}
}

// unrouted answers what is no route.
func (s *Server) unrouted(_ context.Context, _ *runtime.ServeMux, _ runtime.Marshaler, w http.ResponseWriter, r *http.Request, status int) {
	if allowed := s.allowed(r); status == http.StatusMethodNotAllowed && len(allowed) > 0 {
		list := strings.Join(allowed, ", ")
		w.Header().Set("Allow", list)
		s.Problems.Answer(w, r, problem.MethodNotAllowed(list))
		return
	}
	s.Problems.Answer(w, r, problem.NotFound())
}

func (s *Server) options(w http.ResponseWriter, r *http.Request) {
	allowed := s.allowed(r)
	if len(allowed) == 0 {
		s.Problems.Answer(w, r, problem.NotFound())
		return
	}
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	w.WriteHeader(http.StatusNoContent)
}

// allowed are the methods that a path takes.
func (s *Server) allowed(r *http.Request) (found []string) {
	c := s.collections[collectionOf(r.URL.Path)]
	for _, verb := range []string{http.MethodGet, http.MethodPost, http.MethodPatch, http.MethodPut, http.MethodDelete} {
		asked := *r
		asked.Method = verb
		answer := status{header: http.Header{}}
		if c.probe.ServeHTTP(&answer, &asked); answer.code == http.StatusNoContent {
			found = append(found, verb)
			if verb == http.MethodGet {
				found = append(found, http.MethodHead)
			}
		}
	}
	if len(found) > 0 {
		found = append(found, http.MethodOptions)
	}
	return found
}

// status is an answer of which only the status matters.
type status struct {
	header http.Header
	code   int
}

// Header implements http.ResponseWriter.
func (s *status) Header() http.Header { return s.header }

// Write implements http.ResponseWriter.
func (s *status) Write(b []byte) (int, error) { return len(b), nil }

// WriteHeader implements http.ResponseWriter.
func (s *status) WriteHeader(code int) { s.code = code }

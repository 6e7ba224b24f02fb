package edge

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"
	"google.golang.org/grpc/metadata"

	"hup.example/services/kit/errs"
	"hup.example/services/kit/rpc"
)

// visit is one request on its way.
type visit struct {
	route string
	start time.Time
	span  trace.Span
}

type key struct{}

// Name says which route a request took: "GET /v1/cases/{case_id}". It is what logs and traces call the request.
func Name(ctx context.Context, route string) {
	if v, ok := ctx.Value(key{}).(*visit); ok {
		v.route = route
		v.span.SetName(route)
	}
}

func (e *edge) begin(r *http.Request) (context.Context, *visit) {
	md := metadata.MD{}
	for _, name := range []string{"traceparent", "tracestate"} {
		if value := r.Header.Get(name); value != "" {
			md.Set(name, value)
		}
	}
	v := &visit{route: r.Method + " other", start: e.Clock.Now()}
	ctx, span := rpc.StartSpan(r.Context(), md, v.route)
	v.span = span
	return context.WithValue(ctx, key{}, v), v
}

func (e *edge) end(v *visit, w *recorder, r *http.Request, panicked any) {
	defer v.span.End()
	begun := w.status != 0
	err, _ := panicked.(error)
	if panicked != nil && !errors.Is(err, http.ErrAbortHandler) {
		// the value may hold what must not be logged; its type and the place say enough
		e.Log.ErrorContext(r.Context(), "panic", "route", v.route, "type", fmt.Sprintf("%T", panicked), "stack", string(debug.Stack()))
		if !begun {
			e.Problems.Answer(w, r, errs.Internal(nil))
		}
	}
	e.log(v, w, r)
	if panicked != nil && begun {
		panic(http.ErrAbortHandler) // the caller must not take what was written for the whole answer
	}
}

func (e *edge) log(v *visit, w *recorder, r *http.Request) {
	status := w.status
	if status == 0 {
		status = http.StatusOK
	}
	v.span.SetAttributes(attribute.String("http.route", v.route), attribute.Int("http.response.status_code", status))
	level := slog.LevelDebug
	switch {
	case status == http.StatusInternalServerError:
		level = slog.LevelError
	case status > http.StatusInternalServerError:
		level = slog.LevelWarn
	case status >= http.StatusBadRequest:
		level = slog.LevelInfo
	}
	if e.Log.Enabled(r.Context(), level) {
		e.Log.LogAttrs(r.Context(), level, "request", slog.String("route", v.route), slog.Int("status", status),
			slog.Duration("took", e.Clock.Now().Sub(v.start)), slog.Int64("bytes", w.bytes))
	}
}

// recorder remembers what was answered.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
}

// WriteHeader implements http.ResponseWriter.
func (w *recorder) WriteHeader(status int) {
	if w.status == 0 && status >= http.StatusOK {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (w *recorder) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach what is behind.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

package obs

import (
	"context"
	"log/slog"
	"os"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"
)

const (
	serviceName    = attribute.Key("service.name")
	serviceVersion = attribute.Key("service.version")
)

func logger(o Options) *slog.Logger {
	if o.Output == nil {
		o.Output = os.Stderr
	}
	options := &slog.HandlerOptions{Level: o.Level}
	var h slog.Handler = slog.NewTextHandler(o.Output, options)
	if o.JSON {
		h = slog.NewJSONHandler(o.Output, options)
	}
	return slog.New(traced{calm{h, &told{}}}).With("service", o.Service)
}

// traced adds the trace of the context to each line, so that a line leads to its trace, and the number that a person gives us
// to its lines.
type traced struct{ slog.Handler }

// Handle implements slog.Handler.
func (t traced) Handle(ctx context.Context, r slog.Record) error {
	if at := trace.SpanContextFromContext(ctx); at.IsValid() {
		r.AddAttrs(slog.String("trace_id", at.TraceID().String()), slog.String("span_id", at.SpanID().String()))
	}
	return t.Handler.Handle(ctx, r)
}

// WithAttrs implements slog.Handler.
func (t traced) WithAttrs(attrs []slog.Attr) slog.Handler { return traced{t.Handler.WithAttrs(attrs)} }

// WithGroup implements slog.Handler.
func (t traced) WithGroup(name string) slog.Handler { return traced{t.Handler.WithGroup(name)} }

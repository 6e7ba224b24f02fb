package conformance

import (
	"bytes"
	"strings"
	"sync"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
)

// lines is a log that tests read.
type lines struct {
	mu sync.Mutex
	b  bytes.Buffer
}

// Write implements io.Writer.
func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lines) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// failures are the last lines that say what went wrong.
func (l *lines) failures() string {
	var worst []string
	for line := range strings.Lines(l.text()) {
		if strings.Contains(line, "level=ERROR") || strings.Contains(line, "level=WARN") {
			worst = append(worst, line)
		}
	}
	return strings.Join(worst[max(0, len(worst)-30):], "")
}

// spans are the spans that the process ended.
type spans struct{ exporter *tracetest.InMemoryExporter }

// recorded is the one exporter of the test process: the provider is global.
var recorded = sync.OnceValue(func() *spans {
	s := &spans{tracetest.NewInMemoryExporter()}
	otel.SetTracerProvider(trace.NewTracerProvider(trace.WithSyncer(s.exporter)))
	return s
})

func record() *spans { return recorded() }

// of are the names of the spans of a trace.
func (s *spans) of(traceID string) (names []string) {
	for _, span := range s.exporter.GetSpans() {
		if span.SpanContext.TraceID().String() == traceID {
			names = append(names, span.Name)
		}
	}
	return names
}

// text is all that the spans say.
func (s *spans) text() string {
	var b strings.Builder
	for _, span := range s.exporter.GetSpans() {
		b.WriteString(span.Name)
		for _, a := range span.Attributes {
			b.WriteString(" " + string(a.Key) + "=" + a.Value.Emit())
		}
		b.WriteString("\n")
	}
	return b.String()
}

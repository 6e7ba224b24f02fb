package obs_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"context"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	"google.golang.org/grpc"

	"hup.example/services/kit/obs"
)

// sink is an OTLP collector that remembers the names of the spans.
type sink struct {
	collector.UnimplementedTraceServiceServer
	mu    sync.Mutex
	spans []string
}

// Export implements the collector.
func (s *sink) Export(_ context.Context, r *collector.ExportTraceServiceRequest) (*collector.ExportTraceServiceResponse, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, resource := range r.GetResourceSpans() {
		for _, scope := range resource.GetScopeSpans() {
			for _, span := range scope.GetSpans() {
				s.spans = append(s.spans, resource.GetResource().GetAttributes()[0].GetValue().GetStringValue()+" "+span.GetName())
			}
		}
	}
	return &collector.ExportTraceServiceResponse{}, nil
}

func collect(t *testing.T) *sink {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s, server := &sink{}, grpc.NewServer()
	collector.RegisterTraceServiceServer(server, s)
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(server.Stop)
	t.Setenv("OTEL_TRACES_EXPORTER", "otlp")
	t.Setenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://"+listener.Addr().String())
	return s
}

func TestSetup_sendsTracesWhereTheVariablesSay(t *testing.T) {
	s := collect(t)
	var log bytes.Buffer
	telemetry, err := obs.Setup(t.Context(), obs.Options{Service: "hup", Version: "1", JSON: true, Output: &log})
	if err != nil {
		t.Fatal(err)
	}
	ctx, span := otel.Tracer("test").Start(t.Context(), "a step")
	slog.InfoContext(ctx, "said", "n", 1)
	span.End()
	if err := telemetry.Shutdown(context.WithoutCancel(t.Context())); err != nil {
		t.Fatal(err)
	}
	if len(s.spans) != 1 || s.spans[0] != "hup a step" {
		t.Errorf("the collector got %v", s.spans)
	}
	var line map[string]any
	if err := json.Unmarshal(log.Bytes(), &line); err != nil || line["trace_id"] != span.SpanContext().TraceID().String() || line["service"] != "hup" {
		t.Errorf("%v in %s", err, log.String())
	}
}

func TestSetup_servesMetricsWhenAsked(t *testing.T) {
	telemetry, err := obs.Setup(t.Context(), obs.Options{Service: "hup", Metrics: true, Output: &bytes.Buffer{}})
	if err != nil {
		t.Fatal(err)
	}
	counter, err := otel.Meter("test").Int64Counter("hup_test_things")
	if err != nil {
		t.Fatal(err)
	}
	counter.Add(t.Context(), 3, metric.WithAttributes(attribute.String("kind", "good")))
	page := httptest.NewRecorder()
	telemetry.Metrics.ServeHTTP(page, httptest.NewRequest("GET", "/metrics", nil))
	for _, want := range []string{`hup_test_things_total{kind="good"} 3`, "go_goroutines "} {
		if !strings.Contains(page.Body.String(), want) {
			t.Errorf("/metrics lacks %q", want)
		}
	}
}

func TestSetup_isSilentByDefault(t *testing.T) {
	telemetry, err := obs.Setup(t.Context(), obs.Options{Service: "hup", Output: &bytes.Buffer{}})
	if err != nil || telemetry.Metrics != nil {
		t.Fatalf("%v, %v", err, telemetry)
	}
	t.Setenv("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json")
	if _, err := obs.Setup(t.Context(), obs.Options{Service: "hup"}); err == nil {
		t.Error("a protocol that is not spoken is taken")
	}
}

func TestLog_tellsATroubleThatGoesOnAFewTimes(t *testing.T) {
	var out bytes.Buffer
	telemetry, err := obs.Setup(t.Context(), obs.Options{Service: "hup", Output: &out})
	if err != nil {
		t.Fatal(err)
	}
	for range 500 {
		telemetry.Log.Warn("call", "method", "/hup/Get", "error", "database or disk is full", "took", 1)
	}
	telemetry.Log.Warn("call", "method", "/hup/List", "error", "database or disk is full")
	telemetry.Log.Info("call", "method", "/hup/Get")
	text := out.String()
	if n := strings.Count(text, "/hup/Get"); n != 6 || !strings.Contains(text, "/hup/List") {
		t.Errorf("%d lines tell of one trouble:\n%s", n, text)
	}
}

// Package obs sets up what operators see of a process: logs on standard error, traces and metrics by OpenTelemetry.
//
// Traces and metrics leave only where the standard OTEL_* variables say so (OTEL_EXPORTER_OTLP_ENDPOINT, or
// OTEL_TRACES_EXPORTER=otlp and OTEL_METRICS_EXPORTER=otlp; gRPC is the protocol), and by /metrics where it is asked for.
// Otherwise the providers do nothing and cost nothing.
//
// No personal data goes there. What is said of a request is a fixed list (kit/rpc): method, code, reason, time taken, kind of
// the actor, body, territory; never a name, an address, a text, an id of a person, or a value that somebody sent.
package obs

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetricgrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc"
	otelprom "go.opentelemetry.io/otel/exporters/prometheus"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/resource"
	"go.opentelemetry.io/otel/sdk/trace"
)

// Options say what a process shows.
type Options struct {
	// Service names the process: hup, or hup-land when it runs one part. Version is that of the binary.
	Service, Version string
	// Metrics asks for the handler of /metrics.
	Metrics bool
	// JSON asks for logs in JSON instead of text.
	JSON bool
	// Level is the lowest level that is logged.
	Level slog.Level
	// Output is where logs go; standard error when nil.
	Output io.Writer
}

// Telemetry is what Setup made.
type Telemetry struct {
	// Log is also slog's default.
	Log *slog.Logger
	// Metrics serves /metrics; nil when it was not asked for.
	Metrics http.Handler

	stops []func(context.Context) error
}

// Shutdown sends what waits, and stops.
func (t *Telemetry) Shutdown(ctx context.Context) error {
	var all []error
	for _, stop := range t.stops {
		all = append(all, stop(ctx))
	}
	return errors.Join(all...)
}

// Setup makes the logger, and the global providers of traces and metrics.
func Setup(ctx context.Context, o Options) (*Telemetry, error) {
	t := &Telemetry{Log: logger(o)}
	slog.SetDefault(t.Log)
	otel.SetTextMapPropagator(propagation.TraceContext{})
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) { t.Log.Warn("telemetry", "error", err) }))
	if p := os.Getenv("OTEL_EXPORTER_OTLP_PROTOCOL"); p != "" && p != "grpc" {
		return nil, fmt.Errorf("OTEL_EXPORTER_OTLP_PROTOCOL=%s: only grpc is spoken", p)
	}
	who, err := resource.Merge(resource.NewSchemaless(serviceName.String(o.Service), serviceVersion.String(o.Version)), resource.Environment())
	if err != nil {
		return nil, fmt.Errorf("OTEL_RESOURCE_ATTRIBUTES: %w", err)
	}
	if err := t.traces(ctx, who); err != nil {
		return nil, err
	}
	return t, t.metrics(ctx, who, o.Metrics)
}

func (t *Telemetry) traces(ctx context.Context, who *resource.Resource) error {
	if !exported("TRACES") {
		return nil
	}
	exporter, err := otlptracegrpc.New(ctx)
	if err != nil {
		return fmt.Errorf("traces: %w", err)
	}
	provider := trace.NewTracerProvider(trace.WithBatcher(exporter), trace.WithResource(who))
	otel.SetTracerProvider(provider)
	t.stops = append(t.stops, provider.Shutdown)
	return nil
}

func (t *Telemetry) metrics(ctx context.Context, who *resource.Resource, scraped bool) error {
	options := []metric.Option{metric.WithResource(who)}
	if exported("METRICS") {
		exporter, err := otlpmetricgrpc.New(ctx)
		if err != nil {
			return fmt.Errorf("metrics: %w", err)
		}
		options = append(options, metric.WithReader(metric.NewPeriodicReader(exporter)))
	}
	if scraped {
		registry := prometheus.NewRegistry()
		registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
		reader, err := otelprom.New(otelprom.WithRegisterer(registry), otelprom.WithoutScopeInfo())
		if err != nil {
			return fmt.Errorf("metrics: %w", err)
		}
		options = append(options, metric.WithReader(reader))
		t.Metrics = promhttp.HandlerFor(registry, promhttp.HandlerOpts{})
	}
	if len(options) == 1 {
		return nil
	}
	provider := metric.NewMeterProvider(options...)
	otel.SetMeterProvider(provider)
	t.stops = append(t.stops, provider.Shutdown)
	return nil
}

// exported reads the standard variables: a signal leaves when its exporter, or an endpoint, is named.
func exported(signal string) bool {
	if os.Getenv("OTEL_SDK_DISABLED") == "true" {
		return false
	}
	switch os.Getenv("OTEL_" + signal + "_EXPORTER") {
	case "otlp":
		return true
	case "":
		return os.Getenv("OTEL_EXPORTER_OTLP_ENDPOINT") != "" || os.Getenv("OTEL_EXPORTER_OTLP_"+signal+"_ENDPOINT") != ""
	}
	return false
}

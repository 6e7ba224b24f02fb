package process

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"time"

	"hup.example/services/kit/run"
)

// Run listens and works until ctx ends, then stops newest first. Ready is called when the platform answers.
func (p *Process) Run(ctx context.Context, ready func()) error {
	handler, err := p.handler()
	if err != nil {
		return err
	}
	if err := p.listen(ctx); err != nil {
		return err
	}
	var parts []run.Part
	if p.Settings.Demo {
		parts = append(parts, run.Part{Name: "demo data", Start: p.seed})
	}
	parts = append(parts, p.Host.Parts()...)
	parts = append(parts, p.adminPart()) // before the ports: whoever sees the platform ready may use its commands
	parts = append(parts, run.Part{Name: "grpc", Work: func(ctx context.Context) error { return p.Host.Server().Serve(ctx, p.grpc) }})
	parts = append(parts, httpPart("http", p.http, handler))
	if p.metrics != nil {
		parts = append(parts, p.metricsPart(p.metrics))
	}
	parts = append(parts, run.Part{Name: "ready", Work: settle, Start: func(context.Context) error {
		p.Host.Server().SetServing(true)
		ready()
		return nil
	}})
	return run.Run(ctx, p.log, parts...)
}

const (
	// memoryLimit is where collecting garbage begins to cost more than it should, in bytes. GOMEMLIMIT replaces it.
	memoryLimit = 200 << 20
	// settled is when the events of a start are through.
	settled = 10 * time.Second
)

// settle gives back the memory that the start needed and the work does not.
func settle(ctx context.Context) error {
	if _, set := os.LookupEnv("GOMEMLIMIT"); !set {
		debug.SetMemoryLimit(memoryLimit)
	}
	select {
	case <-time.After(settled):
		debug.FreeOSMemory()
	case <-ctx.Done():
	}
	return nil
}

// seed writes the demo data, and the file that says that this installation holds some: only then are tokens made for it.
func (p *Process) seed(ctx context.Context) error {
	if p.lock != nil {
		if err := os.WriteFile(p.Settings.DemoMarker(), []byte("demo data\n"), 0o600); err != nil {
			return err
		}
	}
	return p.Host.Seed(ctx)
}

// listen takes the ports before anything starts: a taken port is told at once, with its flag.
func (p *Process) listen(ctx context.Context) (err error) {
	for _, port := range []struct {
		flag, address string
		listener      *net.Listener
	}{{"http", p.Settings.HTTP, &p.http}, {"grpc", p.Settings.GRPC, &p.grpc}, {"metrics", p.Settings.Metrics, &p.metrics}} {
		if port.address == "" {
			continue
		}
		var lc net.ListenConfig
		if *port.listener, err = lc.Listen(ctx, "tcp", port.address); err != nil {
			return fmt.Errorf("--%s: %w", port.flag, err)
		}
	}
	return nil
}

// HTTPAddr is where the REST API listens, once Run has begun.
func (p *Process) HTTPAddr() string { return p.http.Addr().String() }

// GRPCAddr is where the gRPC API listens, once Run has begun.
func (p *Process) GRPCAddr() string { return p.grpc.Addr().String() }

// grace is how long requests under way may take at the stop; streams, which would never end, are then cut.
const grace = 2 * time.Second

// httpPart serves until the group stops.
func httpPart(name string, listener net.Listener, handler http.Handler) run.Part {
	base, cut := context.WithCancel(context.Background())
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute,
		BaseContext: func(net.Listener) context.Context { return base },
	}
	return run.Part{
		Name: name,
		Work: func(context.Context) error {
			if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
				return err
			}
			return nil
		},
		Stop: func(ctx context.Context) error {
			timer := time.AfterFunc(grace, cut)
			defer timer.Stop()
			defer cut()
			return server.Shutdown(ctx)
		},
	}
}

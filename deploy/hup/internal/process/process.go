package process

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"

	"hup.example/services/kit/bus"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/host"
	"hup.example/services/kit/module"
	"hup.example/services/kit/reference"
)

// demoWrites is how many writes a minute a caller may make in a demo: load tests run there.
const demoWrites = 6_000

// Process is the platform in this process: opened by Open, run by Run.
type Process struct {
	Settings *Settings
	// Host runs the modules.
	Host *host.Host

	// Metrics answers /metrics on the address of the settings, when there is one.
	Metrics http.Handler

	log        *slog.Logger
	lock       *os.File
	bus        *bus.Bus
	http, grpc net.Listener
	metrics    net.Listener // nil without a port for it
}

// Open builds everything before anything listens. The caller closes it.
func Open(ctx context.Context, s *Settings, log *slog.Logger, console io.Writer) (_ *Process, err error) {
	p := &Process{Settings: s, log: log}
	defer func() {
		if err != nil {
			err = errors.Join(err, p.Close())
		}
	}()
	if err := s.Check(); err != nil {
		return nil, err
	}
	if err := p.openFolder(); err != nil {
		return nil, err
	}
	if err := reference.LoadOverlay(s.overlay()); err != nil {
		return nil, fmt.Errorf("code lists: %w", err)
	}
	if p.bus, err = bus.Open(bus.Config{Dir: p.brokerDir(), URL: s.NATS, Listen: s.NATSListen, Log: log}); err != nil {
		return nil, fmt.Errorf("broker: %w", err)
	}
	if p.Host, err = p.openHost(ctx, console); err != nil {
		return nil, err
	}
	return p, nil
}

// openFolder locks the data folder when something is kept there.
func (p *Process) openFolder() (err error) {
	if p.Settings.Only != "" && !p.Settings.UsesFiles() {
		return nil
	}
	p.lock, err = LockFolder(p.Settings.Data)
	return err
}

func (p *Process) brokerDir() string {
	if p.Settings.NATS != "" {
		return ""
	}
	return filepath.Join(p.Settings.Data, "nats")
}

func (p *Process) openHost(ctx context.Context, console io.Writer) (*host.Host, error) {
	s := p.Settings
	secret, err := secretOf(s)
	if err != nil {
		return nil, err
	}
	peers, err := s.Peers()
	if err != nil {
		return nil, err
	}
	config := host.Config{
		Database: s.Database, Secret: secret, Issuer: s.issuer(), PublicURL: s.Public(), Peers: peers, Setting: s.Setting,
		Bus: p.bus, Clock: clock.System{Offset: s.ClockOffset}, Dir: s.Data, Demo: s.Demo || s.IsDemo(), Console: console, Log: p.log,
	}
	if config.Limits, err = s.limits(); err != nil {
		return nil, err
	}
	var hosted []module.Module
	for _, m := range modules() {
		if s.Hosts(m.Name) {
			hosted = append(hosted, m)
		} else {
			config.Elsewhere = append(config.Elsewhere, m)
		}
	}
	return host.Open(ctx, config, hosted...)
}

// Close lets go what Open took.
func (p *Process) Close() error {
	var all []error
	if p.Host != nil {
		all = append(all, p.Host.Close())
	}
	for _, l := range []net.Listener{p.http, p.grpc, p.metrics} {
		if l != nil {
			_ = l.Close() // the parts that served on them have closed most
		}
	}
	if p.bus != nil {
		all = append(all, p.bus.Close(context.Background())) // once more after Run does nothing
	}
	if p.lock != nil {
		all = append(all, p.lock.Close())
	}
	return errors.Join(all...)
}

// Public is where people reach the gateway.
func (s *Settings) Public() string {
	if s.PublicURL != "" {
		return s.PublicURL
	}
	return "http://" + s.HTTP
}

// overlay is the folder of code lists that replace the embedded ones: the setting, or what an import has put there.
func (s *Settings) overlay() string {
	kept := filepath.Join(s.Data, reference.OverlayDir)
	if _, err := os.Stat(kept); s.Overlay == "" && err == nil {
		return kept
	}
	return s.Overlay
}

func (s *Settings) issuer() string {
	if s.Issuer != "" {
		return s.Issuer
	}
	return s.Public()
}

// Package host runs modules in a process: it opens their databases, hands them what they need, and gives the parts that
// relay, consume, fire timers and listen. One module or all of them, the code is the same.
package host

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	eventv1 "hup.example/proto/gen/go/hup/event/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/authn"
	"hup.example/services/kit/authz"
	"hup.example/services/kit/bus"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/db"
	"hup.example/services/kit/journal"
	"hup.example/services/kit/messages"
	"hup.example/services/kit/module"
	"hup.example/services/kit/page"
	"hup.example/services/kit/reference"
	"hup.example/services/kit/rpc"
	"hup.example/services/kit/store"
	"hup.example/services/kit/validate"
)

// Config is what the process knows and the modules do not.
type Config struct {
	// Database is the URL of a service's database.
	Database func(service string) string
	// Secret is the installation's; keys are derived from it.
	Secret []byte
	// Issuer is the "iss" of the access tokens, and the base of the token endpoint.
	Issuer string
	// Issuing reaches the issuer; nil for the routes of this process, and the network where it has none of the issuer's.
	Issuing *http.Client
	// PublicURL is where people and partners reach the gateway.
	PublicURL string
	// Peers are the addresses of the parts that this process does not host.
	Peers map[string]string
	// Setting reads a service's setting.
	Setting func(service, name string) string
	// Elsewhere are modules that other processes host: their words are needed here, too.
	Elsewhere []module.Module
	// Bus is the connection to the broker.
	Bus *bus.Bus
	// Clock is the process's clock.
	Clock clock.Clock
	// Limits of calls; the defaults when zero.
	Limits rpc.Limits
	// Dir is the data folder, empty when the process keeps no files.
	Dir string
	// Demo says that the installation holds demo data.
	Demo bool
	// Console is where demo secrets are printed.
	Console io.Writer
	Log     *slog.Logger
}

// Host is a process with its modules, opened and not yet running.
type Host struct {
	config   Config
	server   *rpc.Server
	feed     *journal.Feed
	words    *messages.Catalogue
	local    *localTransport
	verifier *authn.Verifier
	services []*service
	own      *rpc.Peers   // of a process without services
	gate     sync.RWMutex // its readers are the consumers
}

// service is one opened module.
type service struct {
	module.Module
	*module.Service
	db    *db.DB
	store *store.Store
	peers *rpc.Peers
}

// Open opens the modules: databases migrated, services built and registered. Close them with Close.
func Open(ctx context.Context, c Config, modules ...module.Module) (*Host, error) {
	h := &Host{config: c, feed: journal.NewFeed(), words: messages.New(), local: newLocalTransport(c.Issuer)}
	h.verifier = authn.NewVerifier(authn.Config{Issuer: c.Issuer, Client: h.issuing(), Clock: c.Clock})
	h.server = rpc.New(rpc.Config{
		Verifier: h.verifier, Rules: authz.Load(), Validator: validate.New(reference.Check), Messages: h.words,
		Clock: c.Clock, Log: c.Log, Limits: c.Limits, Exported: h.exported,
	})
	for _, m := range slices.Concat(modules, c.Elsewhere) {
		if err := h.words.Add("hup."+m.Name, m.Messages); err != nil {
			return nil, fmt.Errorf("messages of %s: %w", m.Name, err)
		}
	}
	for _, m := range modules {
		h.services = append(h.services, &service{Module: m})
	}
	if err := h.openDatabases(ctx); err != nil {
		return nil, err
	}
	for _, s := range h.services {
		if err := h.build(s); err != nil {
			return nil, fmt.Errorf("%s: %w", s.Name, err)
		}
	}
	eventv1.RegisterEventFeedServiceServer(h.server, h.feed)
	return h, nil
}

// openDatabases opens and migrates all at once: the start is as long as the slowest.
func (h *Host) openDatabases(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	for _, s := range h.services {
		group.Go(func() (err error) {
			s.db, err = openDatabase(ctx, s.Module, h.config.Database(s.Name))
			return err
		})
	}
	return group.Wait()
}

func (h *Host) build(s *service) (err error) {
	s.store = store.New(s.db, h.config.Clock, s.Facts)
	s.peers = rpc.NewPeers(h.server, h.Tokens(s.Name), h.config.Peers, nil)
	s.Service, err = s.Open(module.Host{
		Store: s.store, Signer: page.NewSigner(h.Secret("page tokens")), Messages: h.words, Log: h.config.Log,
		Peer: s.peers.Conn, Setting: func(name string) string { return h.config.Setting(s.Name, name) },
		Secret: h.Secret, PublicURL: h.config.PublicURL, Issuer: h.config.Issuer, Dir: h.config.Dir, Demo: h.config.Demo, Console: h.config.Console,
		Client: h.Client(),
	})
	if err != nil {
		return err
	}
	s.Register(h.server)
	h.feed.Add(s.db)
	h.local.mount(s.Routes)
	return nil
}

// Secret derives a key of the installation for a purpose.
func (h *Host) Secret(purpose string) []byte { return Derive(h.config.Secret, purpose) }

// Derive makes the key for a purpose out of the installation's secret.
func Derive(secret []byte, purpose string) []byte {
	m := hmac.New(sha256.New, secret)
	m.Write([]byte(purpose))
	return m.Sum(nil)
}

// Tokens are a service's own access tokens.
func (h *Host) Tokens(service string) *authn.ServiceTokens {
	return authn.NewServiceTokens(authn.ServiceConfig{
		TokenURL: h.config.Issuer + "/oauth2/token", ID: service,
		Secret: ServiceSecret(h.config.Secret, service),
		Client: h.issuing(), Clock: h.config.Clock, Insecure: true,
	})
}

// ServiceSecret is what a service shows the issuer for its own tokens.
func ServiceSecret(installation []byte, service string) string {
	return hex.EncodeToString(Derive(Derive(installation, "service tokens"), service))
}

func (h *Host) issuing() *http.Client {
	if h.config.Issuing != nil {
		return h.config.Issuing
	}
	return h.Client()
}

// Client is an HTTP client that reaches the routes of the modules hosted here without a port.
func (h *Host) Client() *http.Client { return &http.Client{Transport: h.local} }

// Server hosts the gRPC services.
func (h *Host) Server() *rpc.Server { return h.server }

// Verifier checks access tokens.
func (h *Host) Verifier() *authn.Verifier { return h.verifier }

// Messages are the words of all modules.
func (h *Host) Messages() *messages.Catalogue { return h.words }

// Peers reaches other parts in the name of a service.
func (h *Host) Peers(service string) *rpc.Peers {
	return rpc.NewPeers(h.server, h.Tokens(service), h.config.Peers, nil)
}

// Service is an opened module by its name, nil when it is not hosted here.
func (h *Host) Service(name string) *module.Service {
	for _, s := range h.services {
		if s.Name == name {
			return s.Service
		}
	}
	return nil
}

// Store is the unit of work of an opened module, for the tools of the operator.
func (h *Host) Store(name string) *store.Store {
	for _, s := range h.services {
		if s.Name == name {
			return s.store
		}
	}
	return nil
}

// exported has the service that answered a list keep that it left as a file.
func (h *Host) exported(ctx context.Context, page *commonv1.ListExport) error {
	service, _, _ := strings.Cut(strings.TrimPrefix(page.GetList(), "/hup."), ".")
	if s := h.Store(service); s != nil && actor.From(ctx).Territory != "" {
		return s.NoteExport(ctx, page)
	}
	return nil // what anybody may read, or a list of lists that are asked for one by one
}

// Routes are the HTTP routes of the hosted modules.
func (h *Host) Routes() map[string]http.Handler {
	routes := map[string]http.Handler{}
	for _, s := range h.services {
		for pattern, handler := range s.Routes {
			routes[pattern] = handler
		}
	}
	return routes
}

// Ready says, part by part, what is not ready.
func (h *Host) Ready(ctx context.Context) map[string]error {
	parts := map[string]error{"events": h.config.Bus.Ready()}
	for _, s := range h.services {
		parts[s.Name] = s.db.Ping(ctx)
	}
	return parts
}

// Checks says what is wrong with what the hosted modules depend on outside of the platform.
func (h *Host) Checks(ctx context.Context) map[string]error {
	found := map[string]error{}
	for _, s := range h.services {
		for name, check := range s.Checks {
			found[name] = check(ctx)
		}
	}
	return found
}

// Seed writes the demo data of the hosted modules, all at once: each writes its own.
func (h *Host) Seed(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	for _, s := range h.services {
		if s.Service.Seed == nil {
			continue
		}
		group.Go(func() error {
			if err := s.Service.Seed(ctx); err != nil {
				return fmt.Errorf("demo data of %s: %w", s.Name, err)
			}
			return nil
		})
	}
	return group.Wait()
}

// Close closes what Open opened.
func (h *Host) Close() error {
	h.server.Stop()
	if h.own != nil {
		_ = h.own.Close()
	}
	var first error
	for _, s := range h.services {
		if s.peers != nil {
			_ = s.peers.Close()
		}
		if s.db == nil {
			continue
		}
		if err := s.db.Close(); err != nil && first == nil {
			first = err
		}
	}
	return first
}

package conformance

import (
	"context"
	"log/slog"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"hup.example/services/kit/authn/authntest"
	"hup.example/services/kit/bus"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/host"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/module"
	"hup.example/services/kit/reference"
	"hup.example/services/kit/rpc"
	"hup.example/services/kit/run"
	"hup.example/services/kit/store"
	"hup.example/services/kit/validate"
)

// World is the module under test at work, with the modules beside it, on one engine.
type World struct {
	// Clock stands still until a test moves it.
	Clock *clock.Fake

	config    Config
	host      *host.Host
	issuer    *authntest.Issuer
	bus       *bus.Bus
	brokerDir string
	address   string
	conn      grpc.ClientConnInterface
	contract  *contract
	validator *validate.Validator
	log       *lines
	spans     *spans
	seen      *refusals
	work      *parts
	counter   *counter
	known     *known
}

// unlimited is more than the suite will ever call.
const unlimited = 1 << 30

// open hosts the modules and starts their parts.
func open(t *testing.T, c Config, database func(testing.TB) string) *World {
	t.Helper()
	w := &World{
		Clock: kittest.Clock(), config: c, brokerDir: filepath.Join(t.TempDir(), "nats"), log: &lines{}, spans: record(), seen: &refusals{},
		contract: contractOf(c.Module.Name), validator: validate.New(reference.Check), counter: &counter{}, known: newKnown(),
	}
	w.issuer = authntest.New(w.Clock)
	secret := []byte("the secret of an installation under test")
	w.issuer.Trust(func(service string) string { return host.ServiceSecret(secret, service) })
	w.bus = kittest.NATSIn(t, w.brokerDir)
	modules := append([]module.Module{c.Module}, c.Beside...)
	urls := map[string]string{}
	for _, m := range modules {
		urls[m.Name] = database(t)
	}
	var err error
	w.host, err = host.Open(t.Context(), host.Config{
		Database: func(service string) string { return urls[service] }, Secret: secret, Issuer: authntest.URL, Issuing: w.issuer.Client(),
		PublicURL: "https://hup.test", Setting: func(_, name string) string { return w.config.Settings[name] }, Bus: w.bus, Clock: w.Clock,
		Limits: rpc.Limits{Writes: unlimited, Strangers: unlimited}, Dir: t.TempDir(), Demo: true, Console: w.log,
		Log: slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}, modules...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { close(t, w) })
	if err := w.host.Seed(t.Context()); err != nil {
		t.Fatalf("demo data: %v", err)
	}
	w.listen(t)
	w.start(t)
	return w
}

func close(t *testing.T, w *World) {
	w.stop(t)
	if err := w.host.Close(); err != nil {
		t.Error(err)
	}
	if t.Failed() {
		t.Log("what the services logged:\n" + w.log.failures())
	}
}

// over is the same world, asked over the connection.
func (w *World) over(conn grpc.ClientConnInterface) *World {
	other := *w
	other.conn = conn
	return &other
}

func (w *World) listen(t *testing.T) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w.address = listener.Addr().String()
	ctx, stop := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- w.host.Server().Serve(ctx, listener) }()
	w.host.Server().SetServing(true)
	t.Cleanup(func() {
		stop()
		if err := kittest.Receive(t, served); err != nil {
			t.Errorf("serve: %v", err)
		}
	})
}

func (w *World) dial(t *testing.T) *grpc.ClientConn {
	t.Helper()
	conn, err := grpc.NewClient(w.address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// parts are the relays and consumers at work.
type parts struct {
	cancel context.CancelFunc
	done   chan error
}

// start runs the parts of the modules, but for the timers, which the tests fire, and the bus, which outlives a stop.
func (w *World) start(t *testing.T) {
	t.Helper()
	w.work = &parts{done: make(chan error, 1)}
	var ctx context.Context
	ctx, w.work.cancel = context.WithCancel(context.Background())
	var working []run.Part
	for _, p := range w.host.Parts() {
		if p.Name != "bus" && !isTimers(p.Name) {
			working = append(working, p)
		}
	}
	work := w.work
	go func() { work.done <- run.Run(ctx, slog.New(slog.DiscardHandler), working...) }()
}

func isTimers(part string) bool { return strings.HasSuffix(part, " timers") }

// stop ends the parts; the calls go on.
func (w *World) stop(t *testing.T) {
	t.Helper()
	w.work.cancel()
	if err := kittest.Receive(t, w.work.done); err != nil {
		t.Errorf("the parts of the modules: %v", err)
	}
	w.work.done <- nil // a second stop finds it stopped
}

func (w *World) name() string { return w.config.Module.Name }

// store is the database of the module under test.
func (w *World) store() *store.Store { return w.host.Store(w.name()) }

func (w *World) service() *module.Service { return w.host.Service(w.name()) }

// counter gives each instance its number.
type counter struct {
	mu sync.Mutex
	n  int
}

func (c *counter) next() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n++
	return c.n
}

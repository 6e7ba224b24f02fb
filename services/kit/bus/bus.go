// Package bus carries events between the services on NATS JetStream: inside the process, or on a broker of one's own.
//
// The database is the truth and NATS the doorbell: the broker may be away, restart, or lose all it had. Then publishing
// and fetching answer errors until it is back, streams and consumers are made again, and what was missed is read again
// from the source's journal by those who use this package. No message here is the only copy of a fact.
package bus

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"hup.example/services/kit/run"
)

// Config says where the broker is. Either Dir or URL is set.
type Config struct {
	// Dir is the folder of the embedded broker's files.
	Dir string
	// Listen is the host:port that the embedded broker also listens on; empty for no port.
	Listen string
	// URL is the address of a broker of one's own, nats://…; the embedded one is then not started.
	URL string
	// MaxBytes bounds the embedded broker's files; 4 GiB when zero.
	MaxBytes int64
	// Log takes what the operator should know.
	Log *slog.Logger
}

// ErrAway says that the broker can't be reached now. It comes back; nothing is lost by trying again later.
var ErrAway = errors.New("the message broker is away")

// reconnectWait is the time between two tries to reach the broker.
const reconnectWait = 500 * time.Millisecond

// Bus is a connection to the broker. All its methods may be called at the same time.
type Bus struct {
	log    *slog.Logger
	broker *broker // nil when the broker is not ours
	nc     *nats.Conn
	js     jetstream.JetStream
	closed chan struct{}

	mu       sync.Mutex
	declared map[string]Stream
	keep     *run.Loop
}

// Open starts the embedded broker, or begins to connect to the one at the URL: a broker that is away is no error.
func Open(cfg Config) (*Bus, error) {
	b := &Bus{log: cfg.Log, closed: make(chan struct{}), declared: map[string]Stream{}}
	b.keep = run.NewLoop(cfg.Log, "bus streams", time.Minute, b.declareAll)
	options := b.options()
	if cfg.URL == "" {
		broker, err := startBroker(cfg)
		if err != nil {
			return nil, err
		}
		b.broker = broker
		options = append(options, nats.InProcessServer(broker))
	}
	if err := b.connect(cfg.URL, options); err != nil {
		b.broker.stop()
		return nil, err
	}
	return b, nil
}

// options never give up reconnecting, and never keep messages while away: the journal does.
func (b *Bus) options() []nats.Option {
	return []nats.Option{
		nats.Name("hup"),
		nats.RetryOnFailedConnect(true), nats.MaxReconnects(-1), nats.ReconnectWait(reconnectWait), nats.ReconnectBufSize(-1),
		nats.ConnectHandler(func(*nats.Conn) { b.keep.Wake() }),
		nats.ReconnectHandler(func(*nats.Conn) { b.keep.Wake() }),
		nats.ClosedHandler(func(*nats.Conn) { close(b.closed) }),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) { b.log.Warn("message broker", "error", err) }),
	}
}

// connect opens the connection and its JetStream context.
func (b *Bus) connect(url string, options []nats.Option) (err error) {
	if b.nc, err = nats.Connect(url, options...); err != nil {
		return fmt.Errorf("connect to the message broker: %w", err)
	}
	// With every write synced, the default of 4,000 in flight stalls; 256 are enough to share one sync.
	b.js, err = jetstream.New(b.nc, jetstream.WithPublishAsyncMaxPending(256), jetstream.WithPublishAsyncTimeout(ackWait))
	return err
}

// Part keeps the bus as a part of a process: it makes the declared streams, and again when they are gone.
func (b *Bus) Part() run.Part {
	return run.Part{Name: "bus", Start: b.start, Work: b.work, Stop: b.Close}
}

// startWait bounds how long the start of a process waits for its streams.
const startWait = 5 * time.Second

// start makes the streams before anybody publishes, when the broker is there. When it is not, or slow, the work goes on
// without: events wait in the journal.
func (b *Bus) start(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startWait)
	defer cancel()
	if _, err := b.declareAll(ctx); err != nil {
		b.log.DebugContext(ctx, "streams are not made yet", "error", err)
	}
	return nil
}

// work keeps the streams, and the embedded broker running.
func (b *Bus) work(ctx context.Context) error {
	if b.broker != nil {
		go b.broker.watch(ctx, b.log)
	}
	return b.keep.Work(ctx)
}

// Ready is nil while the broker is there. Without it the process works on; only its events wait.
func (b *Bus) Ready() error {
	if !b.nc.IsConnected() {
		return ErrAway
	}
	return nil
}

// Close lets what is under way end, then closes the connection and stops the embedded broker, in this order: the other
// way round the client finds its pipe broken.
func (b *Bus) Close(ctx context.Context) error {
	var err error
	if b.nc.IsConnected() {
		err = b.nc.Drain()
	} else {
		b.nc.Close()
	}
	if err == nil {
		select {
		case <-b.closed:
		case <-ctx.Done():
			err = ctx.Err()
			b.nc.Close()
		}
	}
	b.broker.stop()
	return err
}

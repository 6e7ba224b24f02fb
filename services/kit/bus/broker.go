package bus

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// broker is the embedded NATS server. It can be started anew under the same connection.
type broker struct {
	options server.Options

	mu      sync.Mutex
	server  *server.Server
	stopped bool
}

const (
	defaultMaxBytes = 4 << 30
	maxMemory       = 64 << 20
	startTime       = 30 * time.Second // recovering a large store on a busy disk takes a while
	watchEvery      = 2 * time.Second
	roomToStart     = 1 << 20
	// syncEvery is how often the broker's files are synced. It could sync each event, one after the other, and then a slow
	// disk sets the pace of all events. What it loses with the power, consumers read from the sources' feeds.
	syncEvery = 2 * time.Second
)

// startBroker starts a broker on the folder.
func startBroker(cfg Config) (*broker, error) {
	b := &broker{options: server.Options{
		ServerName: "embedded", NoSigs: true, NoLog: true,
		DontListen: cfg.Listen == "",
		JetStream:  true, StoreDir: cfg.Dir, SyncInterval: syncEvery,
		JetStreamMaxMemory: maxMemory, JetStreamMaxStore: defaultMaxBytes,
	}}
	if cfg.MaxBytes > 0 {
		b.options.JetStreamMaxStore = cfg.MaxBytes
	}
	if cfg.Listen != "" {
		host, port, err := net.SplitHostPort(cfg.Listen)
		if err != nil {
			return nil, fmt.Errorf("address for NATS: %w", err)
		}
		if b.options.Port, err = strconv.Atoi(port); err != nil {
			return nil, fmt.Errorf("address for NATS: port %q is no number", port)
		}
		b.options.Host = host
	}
	return b, b.start(cfg.Log)
}

// start starts the server and waits until it takes connections.
func (b *broker) start(log *slog.Logger) error {
	options := b.options // the server writes into its options
	if err := os.MkdirAll(options.StoreDir, 0o700); err != nil {
		return fmt.Errorf("folder of the message broker: %w", err)
	}
	s, err := server.NewServer(&options)
	if err != nil {
		return fmt.Errorf("start the message broker: %w", err)
	}
	s.SetLoggerV2(serverLog{log}, false, false, false)
	s.Start()
	if !s.ReadyForConnections(startTime) || !s.JetStreamEnabled() {
		s.Shutdown()
		return fmt.Errorf("the message broker can't use its folder %s; the folder may be deleted, no event is lost by that", options.StoreDir)
	}
	b.server = s
	return nil
}

// InProcessConn connects to whichever server runs now, so that the client's own reconnecting finds the next one.
func (b *broker) InProcessConn() (net.Conn, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.server == nil {
		return nil, ErrAway
	}
	return b.server.InProcessConn()
}

// watch starts the server anew when it can't go on: files of it are gone, and it would lose all at the next start, or it
// could not write, and never tries again.
func (b *broker) watch(ctx context.Context, log *slog.Logger) {
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if b.intact() {
			continue
		}
		if err := b.room(); err != nil {
			log.Error("the message broker can't write; events wait in the journals", "error", err)
			continue
		}
		log.Warn("the message broker lost files, or could not write them: it starts again on what is left")
		if err := b.restart(log); err != nil {
			log.Error("the message broker does not start, will be tried again", "error", err)
		}
	}
}

// room says whether the broker's disk takes a file of the size that a start needs.
func (b *broker) room() error {
	if err := os.MkdirAll(b.options.StoreDir, 0o700); err != nil {
		return err
	}
	path := filepath.Join(b.options.StoreDir, "room")
	err := os.WriteFile(path, make([]byte, roomToStart), 0o600)
	return errors.Join(err, os.Remove(path))
}

// intact says whether the server runs, its streams take messages, and each has its folder.
func (b *broker) intact() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.server == nil {
		return b.stopped
	}
	if b.server.Healthz(&server.HealthzOptions{}).Status != "ok" {
		return false
	}
	state, err := b.server.Jsz(&server.JSzOptions{Accounts: true, Streams: true})
	if err != nil || state.Disabled {
		return false // JetStream has turned itself off, as it does when its disk fails
	}
	root := filepath.Join(b.options.StoreDir, server.JetStreamStoreDir)
	folders := []string{root}
	for _, account := range state.AccountDetails {
		for _, stream := range account.Streams {
			folders = append(folders, filepath.Join(root, account.Name, "streams", stream.Name))
		}
	}
	return !slices.ContainsFunc(folders, func(path string) bool {
		_, err := os.Stat(path)
		return errors.Is(err, os.ErrNotExist)
	})
}

// restart replaces the server by a new one on the same folder.
func (b *broker) restart(log *slog.Logger) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.stopped {
		return nil
	}
	b.shutdown()
	return b.start(log)
}

// stop ends the broker; nil, the broker of others, needs no stop.
func (b *broker) stop() {
	if b == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.stopped = true
	b.shutdown()
}

// shutdown ends the server, if one runs.
func (b *broker) shutdown() {
	if b.server == nil {
		return
	}
	b.server.Shutdown()
	b.server.WaitForShutdown()
	b.server = nil
}

// serverLog hands the server's warnings and errors to our log.
type serverLog struct{ log *slog.Logger }

func (l serverLog) Warnf(format string, v ...any)  { l.log.Warn("NATS: " + fmt.Sprintf(format, v...)) }
func (l serverLog) Errorf(format string, v ...any) { l.log.Error("NATS: " + fmt.Sprintf(format, v...)) }
func (l serverLog) Fatalf(format string, v ...any) { l.log.Error("NATS: " + fmt.Sprintf(format, v...)) }
func (l serverLog) Noticef(string, ...any)         {}
func (l serverLog) Debugf(string, ...any)          {}
func (l serverLog) Tracef(string, ...any)          {}

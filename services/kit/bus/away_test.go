package bus_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"hup.example/services/kit/bus"
	"hup.example/services/kit/kittest"
)

func TestBus_worksOnceABrokerThatWasAwayIsThere(t *testing.T) {
	port := freePort(t)
	b := open(t, bus.Config{URL: fmt.Sprintf("nats://127.0.0.1:%d", port)})
	if err := b.Publish(t.Context(), event(1))[0]; !errors.Is(err, bus.ErrAway) {
		t.Errorf("without a broker Publish says %v", err)
	}
	if _, err := b.Consumer("land", "support").Fetch(t.Context(), 1); !errors.Is(err, bus.ErrAway) {
		t.Errorf("without a broker Fetch says %v", err)
	}
	startServer(t, t.TempDir(), port)
	publish(t, b, 1, 2)
	inOrder(t, fetch(t, b.Consumer("land", "support"), 2), 1, 2)
}

func TestBus_goesOnWhenTheBrokerRestarts(t *testing.T) {
	for _, loses := range []bool{false, true} {
		t.Run(fmt.Sprintf("losing its files %v", loses), func(t *testing.T) {
			dir, port := t.TempDir(), freePort(t)
			s := startServer(t, dir, port)
			b := open(t, bus.Config{URL: s.ClientURL()})
			c := b.Consumer("land", "support")
			publish(t, b, 1, 2)
			inOrder(t, fetch(t, c, 2), 1, 2)
			s.Shutdown()
			s.WaitForShutdown()
			if loses {
				dir = t.TempDir()
			}
			startServer(t, dir, port)
			publish(t, b, 3, 4)
			inOrder(t, fetch(t, c, 4), 3, 4)
		})
	}
}

func TestBus_goesOnWhenItsFolderIsDeleted(t *testing.T) {
	for _, deleted := range []string{"", "jetstream", "jetstream/$G", "jetstream/$G/streams/HUP_SUPPORT"} {
		t.Run(deleted, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "nats")
			b := open(t, bus.Config{Dir: dir})
			c := b.Consumer("land", "support")
			publish(t, b, 1, 2)
			inOrder(t, fetch(t, c, 2), 1, 2)
			kittest.Eventually(t, func() bool { return os.RemoveAll(filepath.Join(dir, deleted)) == nil }, "the server stops writing there")
			kittest.Eventually(t, func() bool {
				_, err := os.Stat(filepath.Join(dir, "jetstream", "$G", "streams", "HUP_SUPPORT", "obs", "land"))
				_, _ = c.Fetch(moment(t), 1)
				return err == nil
			}, "the stream and the consumer are made again")
			publish(t, b, 3, 4)
			inOrder(t, fetch(t, c, 4), 3, 4)
		})
	}
}

// moment is a context that gives a call a moment only.
func moment(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	t.Cleanup(cancel)
	return ctx
}

// startServer runs a broker of its own, as an operator would.
func startServer(t *testing.T, dir string, port int) *server.Server {
	t.Helper()
	s, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: port, JetStream: true, StoreDir: dir, NoSigs: true, NoLog: true})
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	if !s.ReadyForConnections(time.Minute) {
		t.Fatal("the broker does not start")
	}
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	return s
}

// freePort is a port that nobody listens on.
func freePort(t *testing.T) int {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

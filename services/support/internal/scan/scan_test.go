package scan_test

import (
	"bytes"
	"errors"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"hup.example/services/support/internal/scan"
	"hup.example/services/support/internal/scan/scantest"
)

func open(t *testing.T, address string) *scan.Scanner {
	t.Helper()
	s, err := scan.Open(address)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestScan(t *testing.T) {
	daemon := scantest.New(t)
	daemon.Most = 1 << 20
	s := open(t, daemon.URL)
	if err := s.Ping(t.Context()); err != nil {
		t.Error(err)
	}
	for _, c := range []struct {
		content, found string
		err            error
	}{
		{"un devis", "", nil},
		{strings.Repeat("x", 300<<10), "", nil},
		{"", "", nil},
		{scantest.Virus, "Eicar-Test-Signature", nil},
		{"Can't allocate", "", scan.ErrRefused},
		{strings.Repeat("x", 2<<20), "", scan.ErrRefused},
	} {
		found, err := s.Scan(t.Context(), strings.NewReader(c.content))
		if found != c.found || !errors.Is(err, c.err) {
			t.Errorf("%d bytes: %q %v, want %q %v", len(c.content), found, err, c.found, c.err)
		}
	}
	unread := errors.New("the store is down")
	if _, err := s.Scan(t.Context(), iotest.ErrReader(unread)); !errors.Is(err, unread) || errors.Is(err, scan.ErrAway) {
		t.Errorf("a content that can't be read: %v", err)
	}
}

func TestScan_daemonHangs(t *testing.T) {
	daemon := scantest.New(t)
	daemon.Hang()
	s := open(t, daemon.URL)
	s.Patience = time.Millisecond
	if _, err := s.Scan(t.Context(), strings.NewReader("x")); !errors.Is(err, scan.ErrRefused) {
		t.Errorf("%v", err)
	}
}

func TestScan_daemonIsDown(t *testing.T) {
	daemon := scantest.New(t)
	daemon.Stop()
	s := open(t, daemon.URL)
	if _, err := s.Scan(t.Context(), strings.NewReader("x")); !errors.Is(err, scan.ErrAway) {
		t.Errorf("%v", err)
	}
	if err := s.Ping(t.Context()); !errors.Is(err, scan.ErrAway) {
		t.Errorf("%v", err)
	}
	daemon.Start()
	if _, err := s.Scan(t.Context(), strings.NewReader("x")); err != nil {
		t.Errorf("once it is back: %v", err)
	}
}

// Over a socket file, and a daemon that hangs up in the middle.
func TestScan_hangsUp(t *testing.T) {
	path := filepath.Join(t.TempDir(), "clamd")
	listener, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			_ = conn.Close()
		}
	}()
	if _, err := open(t, "unix://"+path).Scan(t.Context(), bytes.NewReader(make([]byte, 1<<20))); !errors.Is(err, scan.ErrRefused) {
		t.Errorf("%v", err)
	}
}

func TestOpen_tellsWhatIsWrong(t *testing.T) {
	for _, address := range []string{"localhost:3310", "http://h:1", "tcp://h", "unix:"} {
		if _, err := scan.Open(address); err == nil {
			t.Errorf("%s is taken", address)
		}
	}
	if s, err := scan.Open(""); s != nil || err != nil {
		t.Errorf("without an address: %v %v", s, err)
	}
}

// Package scantest is a stand-in for a ClamAV daemon: it speaks the protocol of clamd(8) as the real one does, with its limit
// of size, and answers what a test wants.
package scantest

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"sync"
	"testing"
)

// Virus is what the daemon finds: the industry's test string (eicar.org), in two parts so that this file is none.
const Virus = `X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR` + `-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`

// Daemon is a running stand-in.
type Daemon struct {
	// URL is its address.
	URL string
	// Most is its StreamMaxLength, in bytes.
	Most int

	t        testing.TB
	mu       sync.Mutex
	listener net.Listener
	hang     chan struct{}
	scanned  int
}

// New starts a daemon; it stops with the test.
func New(t testing.TB) *Daemon {
	d := &Daemon{t: t, Most: 25 << 20}
	d.listen("127.0.0.1:0")
	d.URL = "tcp://" + d.listener.Addr().String()
	t.Cleanup(func() { d.Stop(); d.Resume() })
	return d
}

func (d *Daemon) listen(address string) {
	d.t.Helper()
	listener, err := net.Listen("tcp", address)
	if err != nil {
		d.t.Fatal(err)
	}
	d.listener = listener
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go d.talk(conn)
		}
	}()
}

// Stop ends the daemon; Start starts it again where it was.
func (d *Daemon) Stop() { _ = d.listener.Close() }

// Start starts it again.
func (d *Daemon) Start() { d.t.Helper(); d.listen(d.listener.Addr().String()) }

// Hang makes it take contents and say nothing, until Resume.
func (d *Daemon) Hang() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.hang = make(chan struct{})
}

// Resume ends Hang.
func (d *Daemon) Resume() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.hang != nil {
		close(d.hang)
		d.hang = nil
	}
}

// Scanned is how many contents it was asked about.
func (d *Daemon) Scanned() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.scanned
}

func (d *Daemon) talk(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	r := bufio.NewReader(conn)
	command, err := r.ReadString(0)
	if err != nil {
		return
	}
	switch command {
	case "zPING\x00":
		_, _ = fmt.Fprint(conn, "PONG\x00")
	case "zINSTREAM\x00":
		_, _ = fmt.Fprint(conn, d.stream(r)+"\x00")
	default:
		_, _ = fmt.Fprint(conn, "UNKNOWN COMMAND\x00")
	}
}

// stream reads a content in pieces, each after its length, and says what is in it.
func (d *Daemon) stream(r io.Reader) string {
	var content bytes.Buffer
	for {
		var size uint32
		if err := binary.Read(r, binary.BigEndian, &size); err != nil {
			return "INSTREAM read error. ERROR"
		}
		if size == 0 {
			break
		}
		if content.Len()+int(size) > d.Most {
			return "INSTREAM size limit exceeded. ERROR"
		}
		if _, err := io.CopyN(&content, r, int64(size)); err != nil {
			return "INSTREAM read error. ERROR"
		}
	}
	d.mu.Lock()
	d.scanned++
	hang := d.hang
	d.mu.Unlock()
	if hang != nil {
		<-hang
	}
	switch {
	case bytes.Contains(content.Bytes(), []byte(Virus)):
		return "stream: Eicar-Test-Signature FOUND"
	case bytes.Contains(content.Bytes(), []byte("Can't allocate")):
		return "stream: Can't allocate memory ERROR"
	}
	return "stream: OK"
}

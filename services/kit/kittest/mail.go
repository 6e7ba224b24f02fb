package kittest

import (
	"bufio"
	"fmt"
	"net"
	"strings"
	"testing"
)

// MailServer takes mails as SMTP (RFC 5321) wants it, and hands them to the test. It knows no nobody@….
type MailServer struct {
	URL      string
	Received chan string
}

// NewMailServer starts one; it stops with the test.
func NewMailServer(t testing.TB) *MailServer { return NewMailServerAt(t, "127.0.0.1:0") }

// NewMailServerAt starts one at an address.
func NewMailServerAt(t testing.TB, address string) *MailServer {
	t.Helper()
	listener, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	s := &MailServer{URL: "smtp://" + listener.Addr().String(), Received: make(chan string, 10)}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go s.talk(conn)
		}
	}()
	return s
}

func (s *MailServer) talk(conn net.Conn) {
	defer conn.Close()
	lines := bufio.NewScanner(conn)
	var mail strings.Builder
	fmt.Fprint(conn, "220 test\r\n")
	for data := false; lines.Scan(); {
		line := lines.Text()
		switch {
		case data && line == ".":
			data = false
			s.Received <- mail.String()
			fmt.Fprint(conn, "250 taken\r\n")
		case data:
			mail.WriteString(line + "\n")
		case strings.HasPrefix(line, "RCPT TO:<nobody@"):
			fmt.Fprint(conn, "550 no such mailbox\r\n")
		case line == "DATA":
			data = true
			fmt.Fprint(conn, "354 go on\r\n")
		case line == "QUIT":
			fmt.Fprint(conn, "221 bye\r\n")
			return
		default:
			fmt.Fprint(conn, "250 ok\r\n")
		}
	}
}

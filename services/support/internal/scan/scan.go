// Package scan asks a ClamAV daemon about contents, over its INSTREAM command. The libraries for it have no time limits and
// no contexts, and the command is a screenful.
package scan

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"time"
)

// Scanner is a ClamAV daemon.
type Scanner struct {
	network, address string
	// Patience bounds a scan: a daemon that hangs on one content is left alone with it.
	Patience time.Duration
}

// The errors of a scan that said nothing of the content.
var (
	// ErrAway is that the daemon does not answer: nothing is scanned until it does.
	ErrAway = errors.New("the scanner does not answer")
	// ErrRefused is that the daemon could not scan this content; others it may.
	ErrRefused = errors.New("the scanner could not scan the content")
)

const (
	dialTimeout = 5 * time.Second
	patience    = time.Minute
	pieceSize   = 64 << 10
	// mostAnswered bounds the answer, in bytes.
	mostAnswered = 4096
)

// Open reads the address of the daemon: tcp://host:3310 or unix:///run/clamav/clamd.ctl; nil when it is empty.
func Open(address string) (*Scanner, error) {
	if address == "" {
		return nil, nil
	}
	u, err := url.Parse(address)
	switch {
	case err == nil && u.Scheme == "tcp" && u.Port() != "":
		return &Scanner{"tcp", u.Host, patience}, nil
	case err == nil && u.Scheme == "unix" && u.Path != "":
		return &Scanner{"unix", u.Path, patience}, nil
	}
	return nil, fmt.Errorf("%q is no ClamAV daemon: write tcp://host:3310 or unix:///run/clamav/clamd.ctl", address)
}

// Ping says whether the daemon answers.
func (s *Scanner) Ping(ctx context.Context) error {
	answer, err := s.ask(ctx, "zPING\x00", nil)
	if err == nil && answer != "PONG" {
		err = fmt.Errorf("%w: it says %q", ErrAway, answer)
	}
	return err
}

// Scan says what the daemon found in a content; empty for nothing.
func (s *Scanner) Scan(ctx context.Context, content io.Reader) (found string, err error) {
	answer, err := s.ask(ctx, "zINSTREAM\x00", content)
	if err != nil {
		return "", err
	}
	said := strings.TrimPrefix(answer, "stream: ")
	switch name, infected := strings.CutSuffix(said, " FOUND"); {
	case said == "OK":
		return "", nil
	case infected:
		return name, nil
	}
	return "", fmt.Errorf("%w: %s", ErrRefused, said)
}

// ask makes one call on a connection of its own, which ends with the context.
func (s *Scanner) ask(ctx context.Context, command string, content io.Reader) (answer string, err error) {
	dialer := net.Dialer{Timeout: dialTimeout}
	conn, err := dialer.DialContext(ctx, s.network, s.address)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrAway, err)
	}
	ctx, cancel := context.WithTimeout(ctx, s.Patience)
	defer cancel()
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	defer func() { _ = conn.Close() }()
	_, sent := io.WriteString(conn, command)
	if sent == nil && content != nil {
		var unread error
		if sent, unread = send(conn, content); unread != nil {
			return "", unread
		}
	}
	text, err := io.ReadAll(io.LimitReader(conn, mostAnswered)) // a daemon that had enough says why before all is sent
	answer = strings.TrimRight(string(text), "\x00\n")
	switch {
	case answer != "":
		return answer, nil
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return "", fmt.Errorf("%w: it took longer than %v", ErrRefused, s.Patience)
	}
	return "", fmt.Errorf("%w: it hung up: %w", ErrRefused, errors.Join(sent, err, io.ErrUnexpectedEOF))
}

// send writes a content in pieces, each after its length, and an empty one at the end.
func send(to io.Writer, content io.Reader) (sent, unread error) {
	piece := make([]byte, 4+pieceSize)
	for {
		n, err := io.ReadFull(content, piece[4:])
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			return nil, err
		}
		binary.BigEndian.PutUint32(piece, uint32(n))
		if _, err := to.Write(piece[:4+n]); err != nil {
			return err, nil
		}
		if n == 0 {
			return nil, nil
		}
	}
}

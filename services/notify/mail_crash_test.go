package notify_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"testing"

	eventv1 "hup.example/proto/gen/go/hup/event/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/kittest"
)

// slowServer stands before a mail server and keeps its last word back: the server has the mail, and who sent it does not know.
type slowServer struct {
	url string
	// taken says that the server has a mail; its answer goes on when goOn is closed, and is lost with the line when cut is.
	taken, goOn, cut chan struct{}
}

func slowDown(t *testing.T, server *kittest.MailServer) *slowServer {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	s := &slowServer{url: "smtp://" + listener.Addr().String(), taken: make(chan struct{}, 10), goOn: make(chan struct{}), cut: make(chan struct{})}
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go s.talk(client, strings.TrimPrefix(server.URL, "smtp://"))
		}
	}()
	return s
}

func (s *slowServer) talk(client net.Conn, address string) {
	defer func() { _ = client.Close() }()
	server, err := net.Dial("tcp", address)
	if err != nil {
		return
	}
	defer func() { _ = server.Close() }()
	go func() { _, _ = io.Copy(server, client) }()
	for lines := bufio.NewScanner(server); lines.Scan(); {
		if lines.Text() == "250 taken" {
			s.taken <- struct{}{}
			select {
			case <-s.goOn:
			case <-s.cut:
				return
			}
		}
		_, _ = fmt.Fprint(client, lines.Text(), "\r\n")
	}
}

// TestMails_whoStopsFinishesTheMailUnderWay: the server has the mail when who sends is told to stop. It is written down, and goes once.
func TestMails_whoStopsFinishesTheMailUnderWay(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		server := kittest.NewMailServer(t)
		b, slow, asked := slowMail(t, url, server)
		stop, stopped := b.sending()
		b.state(asked)
		kittest.Receive(t, slow.taken)
		stop()
		close(slow.goOn)
		kittest.Receive(t, stopped)
		if said := b.outcomes(1); !slices.Equal(said, []string{"contact:" + caseA + " SENT"}) {
			t.Errorf("%q", said)
		}
		if sent := b.sendsOn(server, asked); len(sent["camille@example.org"]) != 1 {
			t.Errorf("sent: %q", sent)
		}
	})
}

// TestMails_lostAnswerGoesAgainUnderTheSameMessageID: the line breaks when the server has the mail and has not said so. It can't be
// known, so it goes again, and the mailbox sees by the Message-ID that it is the same. Once it is written down it never goes again.
func TestMails_lostAnswerGoesAgainUnderTheSameMessageID(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		server := kittest.NewMailServer(t)
		b, slow, asked := slowMail(t, url, server)
		stop, stopped := b.sending()
		b.state(asked)
		kittest.Receive(t, slow.taken)
		close(slow.cut)
		b.tries("notification", 1)
		stop()
		kittest.Receive(t, stopped)
		if said := b.outcomes(0); len(said) != 0 {
			t.Fatalf("it was written down: %q", said)
		}
		slow.cut = make(chan struct{})
		close(slow.goOn)
		sent := b.sendsOn(server, asked)
		first := sent["camille@example.org"]
		if len(first) != 2 || first[0] != first[1] || first[0] == "" {
			t.Errorf("the mail that was interrupted went %d times, as %q", len(first), first)
		}
		if last := sent["ana@example.org"]; len(sent) != 2 || len(last) != 1 || last[0] == first[0] {
			t.Errorf("sent: %q", sent)
		}
	})
}

// slowMail is the module before a slow server, and what it is to tell a contact.
func slowMail(t *testing.T, url string, server *kittest.MailServer) (*bench, *slowServer, *eventv1.Event) {
	t.Helper()
	slow := slowDown(t, server)
	b := openWith(t, url, map[string]string{"smtp-url": slow.url, "smtp-from": "hup@example.org"})
	b.others.contact = &supportv1.GetCaseContactResponse{Name: "Camille Exemple", Email: "camille@example.org"}
	b.others.people = []string{"per_ana cci ROLE_HUP_ADVISOR"}
	return b, slow, b.ask("case_received", "contact:"+caseA, "once")
}

// sendsOn has it sent on until another mail has gone, too, and gives the Message-IDs that each address got.
func (b *bench) sendsOn(server *kittest.MailServer, asked *eventv1.Event) map[string][]string {
	b.t.Helper()
	stop, stopped := b.sending()
	b.later(asked)
	b.outcomes(1)
	b.state(b.ask("case_received", "person:per_ana", "last"))
	if said := b.outcomes(2); !slices.Equal(said, []string{"contact:" + caseA + " SENT", "person:per_ana SENT"}) {
		b.t.Errorf("%q", said)
	}
	stop()
	kittest.Receive(b.t, stopped)
	sent := map[string][]string{}
	for len(server.Received) > 0 {
		to, id := header(<-server.Received)
		sent[to] = append(sent[to], id)
	}
	return sent
}

// sending starts who sends, until stop; stopped says that it has ended.
func (b *bench) sending() (stop func(), stopped chan error) {
	ctx, cancel := context.WithCancel(b.t.Context())
	stopped = make(chan error, 1)
	go func() { stopped <- b.service.Work[1].Work(ctx) }()
	b.t.Cleanup(cancel)
	return cancel, stopped
}

// header are the address and the Message-ID of a mail.
func header(mail string) (to, id string) {
	for line := range strings.Lines(mail) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch name {
		case "To":
			to = strings.Trim(value, "<>")
		case "Message-ID":
			id = value
		}
	}
	return to, id
}

package signin

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"strconv"
	"sync"
	"time"

	"github.com/wneessen/go-mail"
)

// Mailer sends a code. It never waits: who asks must not see in the time it takes whether the address is known.
type Mailer interface {
	Send(ctx context.Context, mail, code string)
}

// Console prints codes, for demos.
type Console struct{ To io.Writer }

// Send implements Mailer.
func (c Console) Send(_ context.Context, mail, code string) {
	_, _ = fmt.Fprintf(c.To, "Code de connexion pour %s : %s\n", mail, code) // a demo without a console has no codes
}

// SMTP sends codes by mail.
type SMTP struct {
	client *mail.Client
	from   string
	log    *slog.Logger
	sent   sync.WaitGroup
}

// sendTime bounds the sending of one mail.
const sendTime = 30 * time.Second

// NewSMTP makes a mailer for an address such as smtp://user:password@host:587 or smtps://host.
func NewSMTP(address, from string, log *slog.Logger) (*SMTP, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" {
		return nil, fmt.Errorf("smtp-url: write smtp://user:password@host:587, or smtps://…")
	}
	options := []mail.Option{mail.WithTLSPortPolicy(mail.TLSOpportunistic), mail.WithTimeout(sendTime)}
	if u.Scheme == "smtps" {
		options = []mail.Option{mail.WithSSLPort(false), mail.WithTimeout(sendTime)}
	}
	if port, err := strconv.Atoi(u.Port()); err == nil {
		options = append(options, mail.WithPort(port))
	}
	if password, ok := u.User.Password(); ok {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(u.User.Username()), mail.WithPassword(password))
	}
	client, err := mail.NewClient(u.Hostname(), options...)
	if err != nil {
		return nil, err
	}
	return &SMTP{client: client, from: from, log: log}, nil
}

// Send implements Mailer.
func (s *SMTP) Send(ctx context.Context, to, code string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), sendTime)
	s.sent.Go(func() {
		defer cancel()
		if err := s.send(ctx, to, code); err != nil {
			s.log.ErrorContext(ctx, "a sign-in code was not sent", "error", fmt.Sprintf("%T", err)) // its text may hold the address
		}
	})
}

func (s *SMTP) send(ctx context.Context, to, code string) error {
	m := mail.NewMsg()
	if err := m.From(s.from); err != nil {
		return err
	}
	if err := m.To(to); err != nil {
		return err
	}
	m.Subject("Votre code de connexion : " + code)
	m.SetBodyString(mail.TypeTextPlain, "Bonjour,\n\nVotre code de connexion est "+code+
		".\nIl est valable dix minutes et ne sert qu'une fois.\n\nSi vous n'avez rien demandé, ignorez ce message : sans ce code, personne ne peut se connecter à votre place.\n")
	return s.client.DialAndSendWithContext(ctx, m)
}

// Wait waits for the mails on their way, when the process stops.
func (s *SMTP) Wait(context.Context) error {
	s.sent.Wait()
	return nil
}

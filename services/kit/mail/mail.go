// Package mail sends mails: over SMTP, or onto the console of a demo. It knows no template; who sends writes the words.
package mail

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"time"

	"github.com/wneessen/go-mail"
)

// Message is one mail in plain text.
type Message struct {
	To, Subject, Text string
	// ID, when set, is the same each time that the mail is sent, so that who gets it twice can see that it is one.
	ID string
	// Brief is what a demo prints in its place: one line.
	Brief string
}

// Mailer sends a mail, and says whether the mail server took it.
type Mailer interface {
	Send(ctx context.Context, m Message) error
}

// Console prints mails, for demos.
type Console struct{ To io.Writer }

// Send implements Mailer.
func (c Console) Send(_ context.Context, m Message) error {
	_, err := fmt.Fprintln(c.To, m.Brief)
	return err
}

// sendTime bounds the sending of one mail.
const sendTime = 30 * time.Second

// SMTP sends mails over a mail server.
type SMTP struct {
	client *mail.Client
	from   string
}

// NewSMTP makes a mailer for an address such as smtp://user:password@host:587 or smtps://host.
func NewSMTP(address, from string) (*SMTP, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" {
		return nil, fmt.Errorf("smtp-url: write smtp://user:password@host:587, or smtps://…")
	}
	if from == "" {
		return nil, errors.New("smtp-from: say whom the mails come from, for instance hup@example.org")
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
	return &SMTP{client: client, from: from}, nil
}

// Send implements Mailer.
func (s *SMTP) Send(ctx context.Context, m Message) error {
	ctx, cancel := context.WithTimeout(ctx, sendTime)
	defer cancel()
	letter := mail.NewMsg()
	if err := letter.From(s.from); err != nil {
		return err
	}
	if err := letter.To(m.To); err != nil {
		return refused{err}
	}
	if m.ID != "" {
		letter.SetMessageIDWithValue(m.ID)
	}
	letter.SetGenHeader("Auto-Submitted", "auto-generated")
	letter.Subject(m.Subject)
	letter.SetBodyString(mail.TypeTextPlain, m.Text)
	return s.client.DialAndSendWithContext(ctx, letter)
}

// refused is that an address is none.
type refused struct{ error }

// Refused says whether a mail will never be taken: its address is none, or the server refuses it or the text for good.
func Refused(err error) bool {
	var none refused
	if errors.As(err, &none) {
		return true
	}
	var answer *mail.SendError
	return errors.As(err, &answer) && answer.ErrorCode() >= 500 && answer.Reason != mail.ErrSMTPMailFrom
}

// Of is how an installation sends mails: over the server that is set, else on the console of a demo; nil when neither.
func Of(setting func(name string) string, demo bool, console io.Writer) (Mailer, error) {
	if address := setting("smtp-url"); address != "" {
		return NewSMTP(address, setting("smtp-from"))
	}
	if demo && console != nil {
		return Console{To: console}, nil
	}
	return nil, nil
}

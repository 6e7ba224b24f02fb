package signin

import (
	"context"
	"fmt"
	"log/slog"
	"sync"

	"hup.example/services/kit/mail"
)

// Post sends codes by mail. It never waits: who asks must not see in the time it takes whether the address is known.
type Post struct {
	Mailer mail.Mailer
	Log    *slog.Logger

	sent sync.WaitGroup
}

// Send sends a code.
func (p *Post) Send(ctx context.Context, to, code string) {
	m := mail.Message{
		To: to, Subject: "Votre code de connexion : " + code, Brief: "Code de connexion pour " + to + " : " + code,
		Text: "Bonjour,\n\nVotre code de connexion est " + code +
			".\nIl est valable dix minutes et ne sert qu'une fois.\n\nSi vous n'avez rien demandé, ignorez ce message : sans ce code, personne ne peut se connecter à votre place.\n",
	}
	ctx = context.WithoutCancel(ctx)
	if _, demo := p.Mailer.(mail.Console); demo {
		p.send(ctx, m) // takes no time, and is read at once
		return
	}
	p.sent.Go(func() { p.send(ctx, m) })
}

func (p *Post) send(ctx context.Context, m mail.Message) {
	if err := p.Mailer.Send(ctx, m); err != nil {
		p.Log.ErrorContext(ctx, "a sign-in code was not sent", "error", fmt.Sprintf("%T", err)) // its text may hold the address
	}
}

// Wait waits for the mails on their way, when the process stops.
func (p *Post) Wait(context.Context) error {
	p.sent.Wait()
	return nil
}

package command

import (
	"context"
	"errors"
	"flag"
	"io"
	"log/slog"
	"net/url"

	"hup.example/deploy/hup/internal/admin"
	"hup.example/deploy/hup/internal/process"
)

// work is one piece of the operator's work: its name on the socket, and how it is done where the data folder is free.
type work struct {
	name   string
	values url.Values
	body   io.Reader
	do     func(context.Context, *admin.Admin, admin.Report)
}

// perform does the work here, or hands it to the server that uses the data folder. It answers the exit code.
func perform(ctx context.Context, p Program, s *process.Settings, w work) int {
	exit := wrong
	report := admin.Report(func(l admin.Line) {
		switch {
		case l.Done:
			exit = l.Exit
		case l.Text != "":
			_, _ = io.WriteString(p.Err, l.Text+"\n")
		default:
			_, _ = p.Out.Write(l.Data)
		}
	})
	opened, err := process.Open(ctx, s, slog.New(slog.DiscardHandler), p.Err)
	if errors.Is(err, process.ErrLocked) {
		if err := admin.Ask(ctx, s.Data, w.name, w.values, w.body, report); err != nil {
			return p.fail(w.name, err)
		}
		return exit
	}
	if err != nil {
		return p.fail(w.name, err)
	}
	w.do(ctx, opened.Admin(), report)
	if err := opened.Close(); err != nil {
		return p.fail(w.name, err)
	}
	return exit
}

func token(ctx context.Context, p Program, args []string) int {
	var as string
	s, _, exit := parse(p, "token", args, func(fs *flag.FlagSet) {
		fs.StringVar(&as, "as", "", "the demo identity: advisor@myriapolis, client:cci, company@SIRET, …")
	})
	if s == nil {
		return exit
	}
	return perform(ctx, p, s, work{name: "token", values: url.Values{"as": {as}}, do: func(ctx context.Context, a *admin.Admin, r admin.Report) {
		a.Mint(ctx, as, r)
	}})
}

func backup(ctx context.Context, p Program, args []string) int {
	var to string
	s, _, exit := parse(p, "backup", args, func(fs *flag.FlagSet) {
		fs.StringVar(&to, "to", "./backup", "folder for the copies; it must not hold any yet")
	})
	if s == nil {
		return exit
	}
	return perform(ctx, p, s, work{name: "backup", values: url.Values{"to": {to}}, do: func(ctx context.Context, a *admin.Admin, r admin.Report) {
		a.Backup(ctx, to, r)
	}})
}

func audit(ctx context.Context, p Program, args []string) int {
	s, words, exit := parse(p, "audit", args, nil)
	if s == nil {
		return exit
	}
	if len(words) != 1 || words[0] != "verify" {
		return p.fail("audit", errors.New("write: hup audit verify --data DIR"))
	}
	return perform(ctx, p, s, work{name: "verify", do: func(ctx context.Context, a *admin.Admin, r admin.Report) { a.Verify(ctx, r) }})
}

func events(ctx context.Context, p Program, args []string) int {
	var service, source string
	s, words, exit := parse(p, "events", args, func(fs *flag.FlagSet) {
		fs.StringVar(&service, "service", "", "service whose parked events are applied")
		fs.StringVar(&source, "source", "", "service that the events come from")
	})
	if s == nil {
		return exit
	}
	if len(words) != 1 || words[0] != "replay" {
		return p.fail("events", errors.New("write: hup events replay --service land --source support --data DIR"))
	}
	values := url.Values{"service": {service}, "source": {source}}
	return perform(ctx, p, s, work{name: "replay", values: values, do: func(ctx context.Context, a *admin.Admin, r admin.Report) {
		a.Replay(ctx, service, source, r)
	}})
}

// migrate opens the databases, which brings them to this version.
func migrate(ctx context.Context, p Program, args []string) int {
	s, _, exit := parse(p, "migrate", args, nil)
	if s == nil {
		return exit
	}
	opened, err := process.Open(ctx, s, slog.New(slog.NewTextHandler(p.Err, nil)), p.Err)
	if err != nil {
		return p.fail("migrate", err)
	}
	_, _ = io.WriteString(p.Err, "the databases are at this version\n")
	if err := opened.Close(); err != nil {
		return p.fail("migrate", err)
	}
	return ok
}

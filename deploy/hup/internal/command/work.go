package command

import (
	"context"
	"errors"
	"flag"
	"io"
	"log/slog"
	"net/url"
	"path/filepath"

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

// desk is where the operator's work is done: in this process, or in the server that uses the data folder.
type desk struct {
	Program
	settings *process.Settings
	// here is nil beside a running server.
	here *process.Process
}

func openDesk(ctx context.Context, p Program, s *process.Settings) (*desk, error) {
	here, err := process.Open(ctx, s, slog.New(slog.DiscardHandler), p.Err)
	if errors.Is(err, process.ErrLocked) {
		err = nil
	}
	return &desk{Program: p, settings: s, here: here}, err
}

// do does one piece of work, and answers the exit code.
func (d *desk) do(ctx context.Context, w work) int {
	exit := wrong
	var lost error
	report := admin.Report(func(l admin.Line) {
		switch {
		case l.Done:
			exit = l.Exit
		case l.Text != "":
			_, _ = io.WriteString(d.Err, l.Text+"\n")
		case lost == nil:
			_, lost = d.Out.Write(l.Data)
		}
	})
	if d.here != nil {
		w.do(ctx, d.here.Admin(), report)
	} else if err := admin.Ask(ctx, d.settings.Data, w.name, w.values, w.body, report); err != nil {
		return d.fail(w.name, err)
	}
	if lost != nil {
		return d.fail(w.name, lost)
	}
	return exit
}

// close leaves the desk; the exit code is that of the work unless this fails.
func (d *desk) close(name string, exit int) int {
	if d.here == nil {
		return exit
	}
	if err := d.here.Close(); err != nil {
		return d.fail(name, err)
	}
	return exit
}

// perform does one piece of work at a desk of its own.
func perform(ctx context.Context, p Program, s *process.Settings, w work) int {
	d, err := openDesk(ctx, p, s)
	if err != nil {
		return p.fail(w.name, err)
	}
	return d.close(w.name, d.do(ctx, w))
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
	to, err := filepath.Abs(to) // the server that does it may have been started elsewhere
	if err != nil {
		return p.fail("backup", err)
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
	switch {
	case len(words) == 1 && words[0] == "verify":
		return perform(ctx, p, s, work{name: "verify", do: func(ctx context.Context, a *admin.Admin, r admin.Report) { a.Verify(ctx, r) }})
	case len(words) == 1 && words[0] == "exports":
		return perform(ctx, p, s, work{name: "exports", do: func(ctx context.Context, a *admin.Admin, r admin.Report) { a.Exports(ctx, r) }})
	}
	return p.fail("audit", errors.New("write: hup audit verify --data DIR, or hup audit exports --data DIR"))
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

func rebuild(ctx context.Context, p Program, args []string) int {
	var service string
	s, _, exit := parse(p, "rebuild", args, func(fs *flag.FlagSet) {
		fs.StringVar(&service, "service", "", "the service; all of them when empty")
	})
	if s == nil {
		return exit
	}
	return perform(ctx, p, s, work{name: "rebuild", values: url.Values{"service": {service}}, do: func(ctx context.Context, a *admin.Admin, r admin.Report) {
		a.Rebuild(ctx, service, r)
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

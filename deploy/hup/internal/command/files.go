package command

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"

	"hup.example/deploy/hup/internal/admin"
	"hup.example/deploy/hup/internal/process"
)

func importFiles(ctx context.Context, p Program, args []string) int {
	var where []string
	s, words, exit := parse(p, "import", args, func(fs *flag.FlagSet) {
		fs.Func("where", "what to take of a large file, for instance epci=200066918; may be given several times", func(pair string) error {
			where = append(where, pair)
			return nil
		})
	})
	if s == nil {
		if exit == ok {
			return kinds(ctx, p)
		}
		return exit
	}
	if len(words) < 2 {
		return p.fail("import", errors.New("write: hup import KIND FILE… --data DIR; hup import --help lists the kinds"))
	}
	d, err := openDesk(ctx, p, s)
	if err != nil {
		return p.fail("import", err)
	}
	var exits []int
	for _, name := range words[1:] {
		exits = append(exits, d.importFile(ctx, words[0], name, where))
	}
	return d.close("import", together(exits))
}

func (d *desk) importFile(ctx context.Context, kind, name string, where []string) int {
	file, err := os.Open(name)
	if err != nil {
		return d.fail("import", err)
	}
	defer func() { _ = file.Close() }()
	values := url.Values{"kind": {kind}, "name": {name}, "territory": {d.settings.Territory}, "where": where}
	return d.do(ctx, work{name: "import", values: values, body: file, do: func(ctx context.Context, a *admin.Admin, r admin.Report) {
		a.Import(ctx, kind, name, d.settings.Territory, where, file, r)
	}})
}

// together is the exit code of several files: all in, nothing done, or something between.
func together(exits []int) int {
	for _, exit := range exits {
		if exit != exits[0] {
			return admin.SomeRefused
		}
	}
	return exits[0]
}

// kinds prints what can be imported, from modules opened on a folder that is thrown away, with no setting of anybody.
func kinds(ctx context.Context, p Program) int {
	dir, err := os.MkdirTemp("", "hup")
	if err != nil {
		return p.fail("import", err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	p.Env = func(string) (string, bool) { return "", false }
	s, _, _ := parse(p, "import", []string{"--data", dir}, nil)
	opened, err := process.Open(ctx, s, slog.New(slog.DiscardHandler), p.Err)
	if err != nil {
		return p.fail("import", err)
	}
	_, _ = fmt.Fprintln(p.Err, "\nKinds, and the layouts that each reads (found by the header):")
	for _, line := range opened.Admin().Kinds() {
		_, _ = fmt.Fprintln(p.Err, "\n  "+line)
	}
	_ = opened.Close()
	return ok
}

func export(ctx context.Context, p Program, args []string) int {
	var output, layout string
	s, words, exit := parse(p, "export", args, func(fs *flag.FlagSet) {
		fs.StringVar(&output, "o", "", "file to write; standard output when empty")
		fs.StringVar(&layout, "layout", "", "layout to write: cnig, cartofriches, geojson, hup; the usual one of the kind when empty")
	})
	if s == nil {
		return exit
	}
	if len(words) != 1 {
		return p.fail("export", errors.New("write: hup export KIND --data DIR [--layout NAME] [-o FILE]"))
	}
	if output == "" {
		return exportTo(ctx, p, s, words[0], layout)
	}
	file, keep, err := newFile(output)
	if err != nil {
		return p.fail("export", err)
	}
	p.Out = file
	exit = exportTo(ctx, p, s, words[0], layout)
	if err := keep(exit == ok); err != nil {
		return p.fail("export", err)
	}
	return exit
}

func exportTo(ctx context.Context, p Program, s *process.Settings, kind, layout string) int {
	values := url.Values{"kind": {kind}, "layout": {layout}, "territory": {s.Territory}}
	return perform(ctx, p, s, work{name: "export", values: values, do: func(ctx context.Context, a *admin.Admin, r admin.Report) {
		a.Export(ctx, kind, layout, s.Territory, r)
	}})
}

// newFile is a file that takes its name only when all is in it, so that a failure leaves the old one. A device is written
// as it is.
func newFile(name string) (file *os.File, keep func(bool) error, err error) {
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		file, err := os.OpenFile(name, os.O_WRONLY, 0)
		return file, func(bool) error { return file.Close() }, err
	}
	if file, err = os.CreateTemp(filepath.Dir(name), ".hup-*"); err != nil {
		return nil, nil, err
	}
	return file, func(good bool) error {
		err := errors.Join(file.Chmod(0o644), file.Close())
		if err != nil || !good {
			return errors.Join(err, os.Remove(file.Name()))
		}
		return os.Rename(file.Name(), name)
	}, nil
}

package command

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"slices"

	"hup.example/deploy/hup/internal/admin"
	"hup.example/deploy/hup/internal/process"
)

// defaultTerritory is the one that files belong to when none is named.
const defaultTerritory = "ales"

func importFiles(ctx context.Context, p Program, args []string) int {
	var territory string
	s, words, exit := parse(p, "import", args, func(fs *flag.FlagSet) {
		fs.StringVar(&territory, "territory", defaultTerritory, "territory that the rows belong to")
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
	worst := ok
	for _, name := range words[1:] {
		worst = worse(worst, importFile(ctx, p, s, words[0], territory, name))
	}
	return worst
}

func importFile(ctx context.Context, p Program, s *process.Settings, kind, territory, name string) int {
	file, err := os.Open(name)
	if err != nil {
		return p.fail("import", err)
	}
	defer func() { _ = file.Close() }()
	values := url.Values{"kind": {kind}, "name": {filepath.Base(name)}, "territory": {territory}}
	return perform(ctx, p, s, work{name: "import", values: values, body: file, do: func(ctx context.Context, a *admin.Admin, r admin.Report) {
		a.Import(ctx, kind, filepath.Base(name), territory, file, r)
	}})
}

// worse keeps the exit code that says most: some rows refused, then nothing done.
func worse(a, b int) int {
	if a == admin.NothingDone || b == admin.NothingDone {
		return admin.NothingDone
	}
	return max(a, b)
}

// kinds prints what can be imported, from modules opened on a folder that is thrown away.
func kinds(ctx context.Context, p Program) int {
	dir, err := os.MkdirTemp("", "hup")
	if err != nil {
		return p.fail("import", err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	s, _, _ := parse(p, "import", []string{"--data", dir}, nil)
	opened, err := process.Open(ctx, s, slog.New(slog.DiscardHandler), p.Err)
	if err != nil {
		return p.fail("import", err)
	}
	_, _ = fmt.Fprintln(p.Err, "\nKinds, and the layouts that each reads (found by the header):")
	for _, line := range opened.Admin().Kinds() {
		_, _ = fmt.Fprintln(p.Err, "  "+line)
	}
	_ = opened.Close()
	return ok
}

func export(ctx context.Context, p Program, args []string) int {
	var territory, output string
	s, words, exit := parse(p, "export", args, func(fs *flag.FlagSet) {
		fs.StringVar(&territory, "territory", defaultTerritory, "territory whose rows are written")
		fs.StringVar(&output, "o", "", "file to write; standard output when empty")
	})
	if s == nil {
		return exit
	}
	if len(words) != 1 {
		return p.fail("export", errors.New("write: hup export KIND --data DIR [-o FILE]"))
	}
	if output != "" {
		file, err := os.Create(output)
		if err != nil {
			return p.fail("export", err)
		}
		defer func() { _ = file.Close() }()
		p.Out = file
	}
	values := url.Values{"kind": {words[0]}, "territory": {territory}}
	return perform(ctx, p, s, work{name: "export", values: values, do: func(ctx context.Context, a *admin.Admin, r admin.Report) {
		a.Export(ctx, words[0], territory, r)
	}})
}

// restore copies the databases of a backup into a data folder that has none.
func restore(_ context.Context, p Program, args []string) int {
	var from string
	s, _, exit := parse(p, "restore", args, func(fs *flag.FlagSet) {
		fs.StringVar(&from, "from", "./backup", "folder of the backup")
	})
	if s == nil {
		return exit
	}
	copies, err := filepath.Glob(filepath.Join(from, "*.db"))
	if err != nil || len(copies) == 0 {
		return p.fail("restore", fmt.Errorf("%s holds no backup", from))
	}
	if err := os.MkdirAll(s.Data, 0o750); err != nil {
		return p.fail("restore", err)
	}
	for _, file := range slices.Sorted(slices.Values(copies)) {
		if err := copyNew(file, filepath.Join(s.Data, filepath.Base(file))); err != nil {
			return p.fail("restore", err)
		}
		_, _ = fmt.Fprintln(p.Err, filepath.Base(file), "is back")
	}
	return ok
}

// copyNew never overwrites: a restore over living data would lose it.
func copyNew(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o640)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	if _, err = io.Copy(out, in); err != nil {
		return err
	}
	return out.Sync()
}

package admin

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"hup.example/services/kit/db"
)

// Backup writes a consistent copy of each SQLite database into a folder, while the platform runs, and with them the other
// files of the data folder: without the secret, the signing keys of the copy could not be read.
func (a *Admin) Backup(ctx context.Context, to string, report Report) {
	if err := a.backup(ctx, to, report); err != nil {
		report.failed(err)
		return
	}
	report.say("the backup is in %s; it holds the secret of the installation: keep it as safe as the data", to)
	report.done(AllIn)
}

func (a *Admin) backup(ctx context.Context, to string, report Report) error {
	for _, name := range a.Services {
		if s := a.Host.Store(name); s != nil && s.DB().Engine != db.SQLite {
			return fmt.Errorf("%s is kept in PostgreSQL: back it up with pg_dump hup_%s", name, name)
		}
	}
	if held, err := Databases(to); err != nil || len(held) > 0 {
		return fmt.Errorf("%s already holds a backup (%v): name another folder with --to", to, held)
	}
	if err := os.MkdirAll(to, 0o750); err != nil {
		return err
	}
	release := a.Host.HoldEvents()
	defer release()
	for _, name := range a.Services {
		s := a.Host.Store(name)
		if s == nil {
			continue
		}
		if err := s.DB().CopyTo(ctx, filepath.Join(to, name+".db")); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		report.say("%s.db is copied", name)
	}
	return CopyFiles(a.Dir, to, func(path string) bool { return passing(path) || within(path, to) })
}

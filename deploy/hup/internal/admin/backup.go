package admin

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"hup.example/services/kit/db"
)

// Backup writes a consistent copy of each SQLite database into a folder, while the platform runs.
func (a *Admin) Backup(ctx context.Context, to string, report Report) {
	if err := os.MkdirAll(to, 0o750); err != nil {
		report.failed(err)
		return
	}
	for _, name := range a.Services {
		s := a.Host.Store(name)
		if s == nil {
			continue
		}
		if s.DB().Engine != db.SQLite {
			report.failed(fmt.Errorf("%s is kept in PostgreSQL: back it up with pg_dump hup_%s", name, name))
			return
		}
		file := filepath.Join(to, name+".db")
		if err := s.DB().CopyTo(ctx, file); err != nil {
			report.failed(fmt.Errorf("%s: %w", name, err))
			return
		}
		report.say("%s is in %s", name, file)
	}
	report.done(AllIn)
}

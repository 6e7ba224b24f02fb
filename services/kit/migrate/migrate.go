// Package migrate brings a service's database to the tables that the program expects: the kit's first, then its own.
// One folder of portable SQL serves both engines.
package migrate

import (
	"context"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"

	"hup.example/services/kit/db"
)

// Set is a folder of migrations with a table of its own that says how far it came.
type Set struct {
	// Table is where goose keeps the versions.
	Table string
	// Files are 00001_name.sql and so on, at the root.
	Files fs.FS
}

// Up applies what is missing, set by set.
func Up(ctx context.Context, d *db.DB, sets ...Set) error {
	for _, set := range sets {
		if err := up(ctx, d, set); err != nil {
			return fmt.Errorf("migrations of %s: %w", d.Name, err)
		}
	}
	return nil
}

func up(ctx context.Context, d *db.DB, set Set) error {
	provider, err := newProvider(d, set)
	if err != nil {
		return err
	}
	_, err = provider.Up(ctx)
	return err
}

// newProvider reads the folder; the pool stays the service's.
func newProvider(d *db.DB, set Set) (*goose.Provider, error) {
	dialect := goose.DialectSQLite3
	if d.Engine == db.PostgreSQL {
		dialect = goose.DialectPostgres
	}
	return goose.NewProvider(dialect, d.Pool(), set.Files, goose.WithTableName(set.Table), goose.WithDisableGlobalRegistry(true))
}

// Pending says how many migrations are not applied yet.
func Pending(ctx context.Context, d *db.DB, set Set) (int, error) {
	provider, err := newProvider(d, set)
	if err != nil {
		return 0, err
	}
	status, err := provider.Status(ctx)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, s := range status {
		if s.State == goose.StatePending {
			n++
		}
	}
	return n, nil
}

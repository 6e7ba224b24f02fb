package host

import (
	"context"

	"hup.example/services/kit/db"
	"hup.example/services/kit/migrate"
	"hup.example/services/kit/module"
	"hup.example/services/kit/store"
)

// openDatabase opens a module's database and brings it to the tables that this program expects.
func openDatabase(ctx context.Context, m module.Module, url string) (*db.DB, error) {
	d, err := db.Open(ctx, m.Name, url)
	if err != nil {
		return nil, err
	}
	if err := migrate.Up(ctx, d, store.Migrations(), migrate.Set{Table: "migration", Files: m.Migrations}); err != nil {
		_ = d.Close()
		return nil, err
	}
	if err := d.OpenSearch(ctx); err != nil {
		_ = d.Close()
		return nil, err
	}
	return d, nil
}

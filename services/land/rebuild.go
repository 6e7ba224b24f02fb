package land

import (
	"context"

	"google.golang.org/protobuf/proto"

	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/app"
	"hup.example/services/land/internal/domain"
	"hup.example/services/land/internal/store"
)

// rebuild computes again what is derived from the records: projections, and what follows when one is put, which is what touches what,
// and the land units of the zones.
func (g register) rebuild(s *kit.Store) func(context.Context) error {
	layers := *store.RiskLayers
	layers.Project = app.TouchAssets{}.Again
	tables := []interface {
		Rebuild(ctx context.Context, s *kit.Store) error
	}{&layers, again(g.zones), again(g.plots), again(g.premises), again(g.brownfields), store.LandRequests}
	return func(ctx context.Context) error {
		for _, table := range tables {
			if err := table.Rebuild(ctx, s); err != nil {
				return err
			}
		}
		return s.Update(ctx, store.RecountMap)
	}
}

// again is a table whose rebuild does what follows a put, too.
func again[A domain.Record[M], M proto.Message](r app.Register[A, M]) *kit.Table[A, M] {
	table := *r.Table
	table.Project = func(tx *kit.Tx, record A) error {
		if err := r.Table.Project(tx, record); err != nil {
			return err
		}
		return r.After(tx, record)
	}
	return &table
}

package store

import (
	"database/sql"

	"google.golang.org/protobuf/proto"

	"hup.example/services/kit/aggregate"
	kit "hup.example/services/kit/store"
)

// all reads the aggregates of a query that selects id, version, head and record.
func all[A aggregate.Aggregate, M proto.Message](v *kit.View, table *kit.Table[A, M], query string, args ...any) ([]A, error) {
	return scanned(v, func(row *sql.Rows) (a A, err error) {
		var id string
		var version int64
		var head, record []byte
		if err := row.Scan(&id, &version, &head, &record); err != nil {
			return a, err
		}
		return table.Restore(v.Actor.Territory, id, version, head, record)
	}, query, args...)
}

// scanned reads what a query finds, row by row.
func scanned[T any](v *kit.View, scan func(*sql.Rows) (T, error), query string, args ...any) (found []T, err error) {
	rows, err := v.Query(v.Ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		found = append(found, one)
	}
	return found, rows.Err()
}

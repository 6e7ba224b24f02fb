package store

import (
	"google.golang.org/protobuf/proto"

	"hup.example/services/kit/aggregate"
	kit "hup.example/services/kit/store"
)

// all reads the aggregates of a query that selects id, version, head and record.
func all[A aggregate.Aggregate, M proto.Message](v *kit.View, table *kit.Table[A, M], query string, args ...any) ([]A, error) {
	rows, err := v.Query(v.Ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var found []A
	for rows.Next() {
		var id string
		var version int64
		var head, record []byte
		if err := rows.Scan(&id, &version, &head, &record); err != nil {
			return nil, err
		}
		a, err := table.Restore(v.Actor.Territory, id, version, head, record)
		if err != nil {
			return nil, err
		}
		found = append(found, a)
	}
	return found, rows.Err()
}

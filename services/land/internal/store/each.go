package store

import (
	"google.golang.org/protobuf/proto"

	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

// eachBatch bounds how many records are in memory at once.
const eachBatch = 500

// selectEach reads the records of a table in the order they came in.
var selectEach = map[string]string{
	"zone":       `SELECT id, version, head, record FROM zone WHERE territory = $1 AND id > $2 ORDER BY id LIMIT CAST($3 AS bigint)`,
	"plot":       `SELECT id, version, head, record FROM plot WHERE territory = $1 AND id > $2 ORDER BY id LIMIT CAST($3 AS bigint)`,
	"premises":   `SELECT id, version, head, record FROM premises WHERE territory = $1 AND id > $2 ORDER BY id LIMIT CAST($3 AS bigint)`,
	"brownfield": `SELECT id, version, head, record FROM brownfield WHERE territory = $1 AND id > $2 ORDER BY id LIMIT CAST($3 AS bigint)`,
}

// Each calls told with every record of a table, in the order they came in.
func Each[A domain.Record[M], M proto.Message](table *kit.Table[A, M]) func(*kit.View, func(A) error) error {
	return func(v *kit.View, told func(A) error) error {
		for after := ""; ; {
			found, err := all(v, table, selectEach[table.Name], v.Actor.Territory, after, eachBatch)
			if err != nil || len(found) == 0 {
				return err
			}
			for _, one := range found {
				if err := told(one); err != nil {
					return err
				}
			}
			after = found[len(found)-1].Base().ID
		}
	}
}

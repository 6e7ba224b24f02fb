package store

import (
	"google.golang.org/protobuf/types/known/timestamppb"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/clock"
	kit "hup.example/services/kit/store"
)

// The kinds of tags: what a record has several of.
const (
	tagRome      = "rome"
	tagFormacode = "formacode"
	tagCommune   = "commune"
	tagReference = "reference"
)

// tagged is the condition of a field that a record has several values of.
func tagged(kind string) string {
	return "t.id IN (SELECT owner_id FROM training_tag WHERE territory = t.territory AND kind = '" + kind + "' AND value = ?)"
}

var tagRows = kit.Children{Table: "training_tag", Owner: "owner_id", Columns: []string{"kind", "value"}}.Open()

// tag replaces the tags of a record.
func tag(tx *kit.Tx, ownerID string, tags map[string][]string) error {
	var rows [][]any
	for kind, values := range tags {
		for _, value := range values {
			if value != "" {
				rows = append(rows, []any{kind, value})
			}
		}
	}
	return tagRows.Set(tx, ownerID, rows)
}

func references(given []*commonv1.ExternalReference) (values []string) {
	for _, r := range given {
		values = append(values, r.GetValue())
	}
	return values
}

func communes(places []*trainingv1.TrainingPlace) (codes []string) {
	for _, p := range places {
		codes = append(codes, p.GetCommuneCode())
	}
	return codes
}

// orNull keeps empty values out of a unique index.
func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func micros(t *timestamppb.Timestamp) int64 { return clock.Micros(t.AsTime()) }

// ids reads a query of one text column.
func ids(v *kit.View, query string, args ...any) ([]string, error) {
	rows, err := v.Query(v.Ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var found []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		found = append(found, id)
	}
	return found, rows.Err()
}

// first is the only id of a query, empty for none.
func first(v *kit.View, query string, args ...any) (string, error) {
	found, err := ids(v, query, args...)
	if err != nil || len(found) == 0 {
		return "", err
	}
	return found[0], nil
}

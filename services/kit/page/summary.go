package page

import (
	"fmt"

	"google.golang.org/protobuf/proto"

	"hup.example/services/kit/store"
)

// Item is one item of a list of summaries.
type Item[S proto.Message] struct {
	ID      string
	Version int64
	// Summary is the message as it was kept; nobody else holds it.
	Summary S
	// With are the values of the list's columns of that name.
	With []string
}

// summarized is a row of a list of summaries.
type summarized struct {
	id      string
	version int64
	bytes   []byte
	with    []string
}

// Summaries answers the page asked for as the summaries that the table keeps beside its records.
func Summaries[S proto.Message](v *store.View, l *List, signer *Signer, r Request, scope ...Cond) ([]Item[S], string, error) {
	into := func(row *summarized) (*string, []any) {
		row.with = make([]string, len(l.With))
		columns := []any{&row.version, &row.bytes}
		for i := range row.with {
			columns = append(columns, &row.with[i])
		}
		return &row.id, columns
	}
	rows, next, err := read(l, v, signer, r, append([]string{"t.version", store.SummaryColumn}, l.With...), into, scope)
	if err != nil {
		return nil, "", err
	}
	items := make([]Item[S], len(rows))
	known := proto.UnmarshalOptions{DiscardUnknown: true}
	for i, row := range rows {
		var none S
		seen := none.ProtoReflect().New().Interface().(S)
		if err := known.Unmarshal(row.bytes, seen); err != nil {
			return nil, "", fmt.Errorf("summary of %s %s: %w", l.Kind, row.id, err)
		}
		items[i] = Item[S]{row.id, row.version, seen, row.with}
	}
	return items, next, nil
}

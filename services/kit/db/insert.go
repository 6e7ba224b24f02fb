package db

import (
	"context"
	"slices"
	"strconv"
	"strings"
)

// rowsMax is how many rows one statement of an Insert takes: there is one prepared statement for each number of rows.
const rowsMax = 8

// bulk is how many rows a statement of Bulk takes while there are as many.
const bulk = 64

// Insert writes rows of one table, several in a statement: on PostgreSQL each statement is a trip.
type Insert struct {
	width int
	texts [rowsMax]string
	bulk  string
}

// NewInsert composes the texts once. Tail is what follows the rows: ON CONFLICT DO NOTHING, for instance.
func NewInsert(table string, columns []string, tail string) *Insert {
	i := &Insert{width: len(columns)}
	text := func(n int) string {
		return "INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ") VALUES " + places(n, i.width) + " " + tail
	}
	for n := range rowsMax {
		i.texts[n] = text(n + 1)
	}
	i.bulk = text(bulk)
	return i
}

// Rows writes the rows, each with a value for every column.
func (i *Insert) Rows(ctx context.Context, q Querier, rows ...[]any) error {
	for part := range slices.Chunk(rows, rowsMax) {
		if _, err := q.Exec(ctx, i.texts[len(part)-1], slices.Concat(part...)...); err != nil {
			return err
		}
	}
	return nil
}

// Bulk writes rows by the thousand. PostgreSQL takes many in a statement, as each is a trip. SQLite's driver looks every place up among
// all of the statement, so that large ones are dearer there.
func (d *DB) Bulk(ctx context.Context, q Querier, i *Insert, rows ...[]any) error {
	for ; d.Engine == PostgreSQL && len(rows) >= bulk; rows = rows[bulk:] {
		if _, err := q.Exec(ctx, i.bulk, slices.Concat(rows[:bulk]...)...); err != nil {
			return err
		}
	}
	return i.Rows(ctx, q, rows...)
}

// places are the numbered places of rows: ($1, $2), ($3, $4).
func places(rows, width int) string {
	var b strings.Builder
	for i := range rows * width {
		switch {
		case i == 0:
			b.WriteString("(")
		case i%width == 0:
			b.WriteString("), (")
		default:
			b.WriteString(", ")
		}
		b.WriteString("$" + strconv.Itoa(i+1))
	}
	return b.String() + ")"
}

package db

import (
	"context"
	"slices"
	"strconv"
	"strings"
)

// rowsMax is how many rows one statement of an Insert takes: there is one prepared statement for each number of rows.
const rowsMax = 8

// Insert writes rows of one table, several in a statement: on PostgreSQL each statement is a trip.
type Insert struct {
	width int
	texts [rowsMax]string
}

// NewInsert composes the texts once. Tail is what follows the rows: ON CONFLICT DO NOTHING, for instance.
func NewInsert(table string, columns []string, tail string) *Insert {
	i := &Insert{width: len(columns)}
	for n := range rowsMax {
		i.texts[n] = "INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ") VALUES " + places(n+1, i.width) + " " + tail
	}
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

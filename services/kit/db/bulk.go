package db

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// Rows are reference rows on their way to a register: a table without versions whose rows come from files by the million.
type Rows struct {
	// Table is the register; none of its columns may be null.
	Table string
	// Keys are the columns of its primary key, Columns the others.
	Keys, Columns []string
	// Stamps are columns that are written with a row, but are no change by themselves: the day of the source.
	Stamps []string
	// Values are the rows: the keys, the columns, the stamps, in the order above.
	Values [][]any
}

// Bulk puts the rows into the register in one transaction of its own: new keys are added, rows that differ are changed,
// and nothing is written for a row that is there as it is. Of two rows with the same key the later counts.
func (d *DB) Bulk(ctx context.Context, r Rows) (added, changed int, err error) {
	r.Values = r.last()
	if len(r.Values) == 0 {
		return 0, 0, nil
	}
	if d.Engine == PostgreSQL {
		added, changed, err = d.copy(ctx, r)
	} else {
		added, changed, err = d.insert(ctx, r)
	}
	if err != nil {
		return 0, 0, fmt.Errorf("rows of %s: %w", r.Table, err)
	}
	return added, changed, nil
}

// last keeps the last row of each key, in order.
func (r Rows) last() [][]any {
	at := make(map[string]int, len(r.Values))
	var rows [][]any
	for _, row := range r.Values {
		key := fmt.Sprintf("%q", row[:len(r.Keys)])
		if i, known := at[key]; known {
			rows[i] = row
			continue
		}
		at[key] = len(rows)
		rows = append(rows, row)
	}
	return rows
}

// upsert is what follows the rows of an INSERT.
func (r Rows) upsert() string {
	var sets, differs []string
	for _, c := range slices.Concat(r.Columns, r.Stamps) {
		sets = append(sets, c+" = excluded."+c)
	}
	for _, c := range r.Columns {
		differs = append(differs, r.Table+"."+c+" <> excluded."+c)
	}
	return " ON CONFLICT (" + strings.Join(r.Keys, ", ") + ") DO UPDATE SET " + strings.Join(sets, ", ") +
		" WHERE " + strings.Join(differs, " OR ")
}

func (r Rows) names() []string { return slices.Concat(r.Keys, r.Columns, r.Stamps) }

// bulkChunk is how many rows one SQLite statement takes.
const bulkChunk = 100

// insert writes through the one writer, many rows a statement; what is left over goes one by one, so that there are two
// statements a register and no more.
func (d *DB) insert(ctx context.Context, r Rows) (added, changed int, err error) {
	err = d.Update(ctx, func(ctx context.Context, tx *Tx) error {
		added, changed = 0, 0
		for rest := r.Values; len(rest) > 0; {
			n := 1
			if len(rest) >= bulkChunk {
				n = bulkChunk
			}
			news, all, err := r.insertChunk(ctx, tx, rest[:n])
			if err != nil {
				return err
			}
			added, changed, rest = added+news, changed+all-news, rest[n:]
		}
		return nil
	})
	return added, changed, err
}

// insertChunk answers how many rows were new, and how many were written at all.
func (r Rows) insertChunk(ctx context.Context, tx Querier, rows [][]any) (news, written int, err error) {
	var keys, values []any
	for _, row := range rows {
		keys, values = append(keys, row[:len(r.Keys)]...), append(values, row...)
	}
	known := 0
	count := "SELECT count(*) FROM " + r.Table + " WHERE (" + strings.Join(r.Keys, ", ") + ") IN (VALUES " + places(len(rows), len(r.Keys)) + ")"
	if err := tx.QueryRow(ctx, count, keys...).Scan(&known); err != nil {
		return 0, 0, err
	}
	names := r.names()
	result, err := tx.Exec(ctx, "INSERT INTO "+r.Table+" ("+strings.Join(names, ", ")+") VALUES "+places(len(rows), len(names))+r.upsert(), values...)
	if err != nil {
		return 0, 0, err
	}
	n, err := result.RowsAffected()
	return len(rows) - known, int(n), err
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

// copy sends the rows to a table of the session by COPY and takes them over from there.
func (d *DB) copy(ctx context.Context, r Rows) (added, changed int, err error) {
	conn, err := d.writers.Conn(ctx)
	if err != nil {
		return 0, 0, err
	}
	defer func() { _ = conn.Close() }()
	err = conn.Raw(func(c any) error {
		pc, ok := c.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("unexpected driver connection %T", c)
		}
		return pgx.BeginFunc(ctx, pc.Conn(), func(tx pgx.Tx) error {
			added, changed, err = r.copyIn(ctx, tx)
			return err
		})
	})
	return added, changed, err
}

func (r Rows) copyIn(ctx context.Context, tx pgx.Tx) (added, changed int, err error) {
	names := strings.Join(r.names(), ", ")
	if _, err := tx.Exec(ctx, "CREATE TEMP TABLE incoming ON COMMIT DROP AS SELECT "+names+" FROM "+r.Table+" WHERE false"); err != nil {
		return 0, 0, err
	}
	if _, err := tx.CopyFrom(ctx, pgx.Identifier{"incoming"}, r.names(), pgx.CopyFromRows(r.Values)); err != nil {
		return 0, 0, err
	}
	known := 0
	if err := tx.QueryRow(ctx, "SELECT count(*) FROM incoming JOIN "+r.Table+" USING ("+strings.Join(r.Keys, ", ")+")").Scan(&known); err != nil {
		return 0, 0, err
	}
	written, err := tx.Exec(ctx, "INSERT INTO "+r.Table+" ("+names+") SELECT "+names+" FROM incoming"+r.upsert())
	added = len(r.Values) - known
	return added, int(written.RowsAffected()) - added, err
}

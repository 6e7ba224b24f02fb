package conformance

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"hup.example/services/kit/db"
)

const (
	sqliteTables     = `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`
	postgresqlTables = `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'`
)

// volatile are the tables whose rows come and go beside what the service keeps.
var volatile = []string{"journal", "journal_note", "idempotency", "client_request", "timer", "event_cursor", "dead_letter"}

// tables are those that the module keeps, and the readers of contexts.
func (w *World) tables(t *testing.T) (names []string) {
	t.Helper()
	query := sqliteTables
	if w.store().DB().Engine == db.PostgreSQL {
		query = postgresqlTables
	}
	for _, name := range w.column(t, query) {
		if !slices.Contains(volatile, name) && !strings.Contains(name, "migration") && !strings.Contains(name, "goose") && !strings.HasPrefix(name, "search_") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func (w *World) column(t *testing.T, query string) (values []string) {
	t.Helper()
	for _, row := range w.query(t, query) {
		values = append(values, fmt.Sprint(row[0]))
	}
	return values
}

func (w *World) query(t *testing.T, query string) (found [][]any) {
	t.Helper()
	rows, err := w.store().DB().Read().Query(t.Context(), query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		values, at := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			at[i] = &values[i]
		}
		if err := rows.Scan(at...); err != nil {
			t.Fatal(err)
		}
		found = append(found, values)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return found
}

// dump is every row of the tables as text.
func (w *World) dump(t *testing.T, tables ...string) (all []string) {
	t.Helper()
	for _, table := range tables {
		for _, row := range w.query(t, "SELECT * FROM "+table) {
			all = append(all, fmt.Sprintf("%s %x", table, fmt.Sprint(row...)))
		}
	}
	slices.Sort(all)
	return all
}

// differ says how two dumps differ, in few words.
func differ(before, after []string) string {
	count := func(of, in []string) (n int, example string) {
		for _, row := range of {
			if _, found := slices.BinarySearch(in, row); !found {
				n++
				example, _, _ = strings.Cut(row, " ")
			}
		}
		return n, example
	}
	lost, of := count(before, after)
	more, in := count(after, before)
	if lost+more == 0 {
		return ""
	}
	return fmt.Sprintf("%d rows are gone or other than before (for instance of %s), %d are new or other (for instance of %s)", lost, of, more, in)
}

package main

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// engine writes rows by the thousand. Indexes that are no keys are made when all rows are there.
type engine interface {
	sql() *sql.DB
	insert(ctx context.Context, table string, columns []string, rows [][]any) error
	dropIndexes(context.Context) (toMake []string, err error)
	// finish makes the indexes and the words of the search, and gathers statistics.
	finish(ctx context.Context, toMake []string) error
	close()
}

func openEngine(ctx context.Context, url string) (engine, error) {
	if path, ok := strings.CutPrefix(url, "file:"); ok {
		db, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(WAL)&_pragma=synchronous(OFF)&_pragma=cache_size(-200000)")
		if err != nil {
			return nil, err
		}
		db.SetMaxOpenConns(1)
		return &lite{db}, nil
	}
	db, err := sql.Open("pgx", url)
	if err != nil {
		return nil, err
	}
	conn, err := pgx.Connect(ctx, url)
	return &postgres{db, conn}, err
}

// filled are the tables whose indexes wait.
const filled = `'support_case', 'case_reader', 'referral', 'keyword', 'journal'`

// drop reads the indexes, each its name and its text, and drops them.
func drop(ctx context.Context, db *sql.DB, query string) (toMake []string, err error) {
	rows, err := texts(ctx, db, nil, query)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		name, text, _ := strings.Cut(row, "|")
		if _, err := db.ExecContext(ctx, "DROP INDEX "+name); err != nil {
			return nil, err
		}
		toMake = append(toMake, text)
	}
	return toMake, nil
}

func execute(ctx context.Context, db *sql.DB, statements ...string) error {
	for _, s := range statements {
		if _, err := db.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("%w: %s", err, s)
		}
	}
	return nil
}

type postgres struct {
	db   *sql.DB
	conn *pgx.Conn
}

func (p *postgres) sql() *sql.DB { return p.db }

func (p *postgres) close() {
	_ = p.conn.Close(context.Background())
	_ = p.db.Close()
}

func (p *postgres) insert(ctx context.Context, table string, columns []string, rows [][]any) error {
	_, err := p.conn.CopyFrom(ctx, pgx.Identifier{table}, columns, pgx.CopyFromRows(rows))
	return err
}

func (p *postgres) dropIndexes(ctx context.Context) ([]string, error) {
	if err := execute(ctx, p.db, "DROP INDEX search_term_words"); err != nil {
		return nil, err
	}
	return drop(ctx, p.db, `SELECT indexname || '|' || indexdef FROM pg_indexes WHERE tablename IN (`+filled+`) AND indexname NOT LIKE '%_pkey%'`)
}

// words are those of kit/db, for the entries that have none yet: each word under its document's block and under its shelf.
const words = `INSERT INTO search_term (rowid, words) SELECT e.doc, CAST((SELECT string_agg('''x' || e.territory || 'x' || e.kind || 'x' || place ||
 CASE WHEN left(w, 1) = '@' THEN 'r' || regexp_replace(substr(w, 2), '[^a-z0-9]', '', 'g') ELSE 'w' || w END || '''', ' ')
 FROM unnest(string_to_array(e.folded, ' ')) w, unnest(ARRAY[to_hex(e.doc / 16384) || 'x', to_hex(e.doc / 1048576) || 'y']) place) AS tsvector)
 FROM search_entry e WHERE NOT EXISTS (SELECT 1 FROM search_term s WHERE s.rowid = e.doc)`

func (p *postgres) finish(ctx context.Context, toMake []string) error {
	all := append(toMake, words, `CREATE INDEX search_term_words ON search_term USING gin (words) WITH (fastupdate = off)`,
		`SELECT setval(pg_get_serial_sequence('search_entry', 'doc'), (SELECT max(doc) FROM search_entry))`, "VACUUM ANALYZE")
	return execute(ctx, p.db, all...)
}

type lite struct{ db *sql.DB }

func (l *lite) sql() *sql.DB { return l.db }

func (l *lite) close() { _ = l.db.Close() }

// insert writes fifty rows a statement in one transaction.
func (l *lite) insert(ctx context.Context, table string, columns []string, rows [][]any) error {
	tx, err := l.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	one := "(?" + strings.Repeat(", ?", len(columns)-1) + ")"
	for len(rows) > 0 {
		n := min(50, len(rows))
		var args []any
		for _, row := range rows[:n] {
			args = append(args, row...)
		}
		rows = rows[n:]
		query := "INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ") VALUES " + one + strings.Repeat(", "+one, n-1)
		if _, err := tx.ExecContext(ctx, query, args...); err != nil {
			return err
		}
	}
	return tx.Commit()
}

func (l *lite) dropIndexes(ctx context.Context) ([]string, error) {
	return drop(ctx, l.db, `SELECT name || '|' || sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN (`+filled+`)`)
}

func (l *lite) finish(ctx context.Context, toMake []string) error {
	if err := execute(ctx, l.db, toMake...); err != nil {
		return err
	}
	entries, err := texts(ctx, l.db, nil, `SELECT doc || ' x' || territory || 'x' || kind || 'x' || printf('%xx', doc / 16384) ||
 ' x' || territory || 'x' || kind || 'x' || printf('%xy', doc / 1048576) || ' ' || folded FROM search_entry
 WHERE NOT EXISTS (SELECT 1 FROM search_term s WHERE s.rowid = doc)`)
	if err != nil {
		return err
	}
	tx, err := l.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	for _, e := range entries {
		fields := strings.Fields(e)
		var terms []string
		for _, w := range fields[3:] {
			said := "w" + w
			if reader, ok := strings.CutPrefix(w, "@"); ok {
				said = "r" + strings.NewReplacer("-", "", "_", "").Replace(reader)
			}
			terms = append(terms, fields[1]+said, fields[2]+said)
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO search_term (rowid, words) VALUES ($1, $2)`, fields[0], strings.Join(terms, " ")); err != nil {
			return err
		}
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	return execute(ctx, l.db, "PRAGMA wal_checkpoint(TRUNCATE)")
}

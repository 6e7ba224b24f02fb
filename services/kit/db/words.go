package db

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
)

// The words of a register are found by the numbers of its rows. A register is millions of rows that nobody orders by time,
// and what is typed may be in few of them or in most: so each word is also kept for one row in sampleEvery. A search looks
// there first. Where the sample fills the answer, the word is frequent and nothing else is read; where it does not, all rows
// that match are few enough to be looked at. Either way the cost does not grow with the register.

// In PostgreSQL rows wait in a list of the index until they go in by the hundred, which takes a third of the work. A search reads
// the list, too, so that it is short: half a millisecond at most.
const (
	sqliteRowWords = `
CREATE VIRTUAL TABLE IF NOT EXISTS row_word USING fts5(words, content='', contentless_delete=1, detail=none, tokenize='ascii');`
	postgresqlRowWords = `
CREATE TABLE IF NOT EXISTS row_word (rowid bigint PRIMARY KEY, words tsvector NOT NULL);
CREATE INDEX IF NOT EXISTS row_word_words ON row_word USING gin (words) WITH (gin_pending_list_limit = 1024);`
)

// sampleEvery is how many rows there are for one of the sample, sampled the sign before its terms: no term begins with it.
const (
	sampleEvery = 256
	sampled     = "ŝ"
)

// RowWords are the terms of a row, each of letters and digits: what is not one is dropped.
type RowWords struct {
	// Number is the row's, unique among all registers of the service; numbers grow.
	Number int64
	Terms  []string
	// Known says that the row has terms already, which are replaced.
	Known bool
}

const (
	insertRowWords    = `INSERT INTO row_word (rowid, words) VALUES ($1, $2)`
	replaceRowWords   = `REPLACE INTO row_word (rowid, words) VALUES ($1, $2)`
	deleteAllRowWords = `DELETE FROM row_word`
)

var putRowWords = NewInsert("row_word", []string{"rowid", "words"}, "ON CONFLICT (rowid) DO UPDATE SET words = excluded.words")

// IndexRows keeps the terms of rows of a register, each row once.
func (d *DB) IndexRows(ctx context.Context, tx Querier, rows []RowWords) error {
	slices.SortFunc(rows, func(a, b RowWords) int { return cmp.Compare(a.Number, b.Number) }) // FTS5 writes out all it has in mind before a smaller number
	if d.Engine == PostgreSQL {
		values := make([][]any, len(rows))
		for i, row := range rows {
			values[i] = []any{row.Number, row.text()}
		}
		return d.Bulk(ctx, tx, putRowWords, values...)
	}
	for _, row := range rows {
		put := insertRowWords
		if row.Known {
			put = replaceRowWords // FTS5 looks for the row first
		}
		if _, err := tx.Exec(ctx, put, row.Number, row.text()); err != nil {
			return err
		}
	}
	return nil
}

// text is the terms as they are indexed, and those of the sample.
func (r RowWords) text() string {
	var b strings.Builder
	for _, t := range r.Terms {
		t = strings.Map(letterOrDigit, t)
		b.WriteString(quoted(t) + " ")
		if r.Number%sampleEvery == 0 {
			b.WriteString(quoted(sampled+t) + " ")
		}
	}
	return b.String()
}

// ForgetRows drops all terms, before they are written again.
func (d *DB) ForgetRows(ctx context.Context, tx Querier) error {
	_, err := tx.Exec(ctx, deleteAllRowWords)
	return err
}

// Terms are what a row must have: of each group one term. A term that ends in * stands for all that begin so.
type Terms [][]string

// FindRows answers the numbers of rows that have the terms, in no order.
func (d *DB) FindRows(ctx context.Context, q Querier, terms Terms, limit int) ([]int64, error) {
	found, err := d.rowsOf(ctx, q, anyRows, d.match(terms, sampled), 0, limit)
	if err != nil || len(found) >= limit {
		return found, err
	}
	if terms, err = d.whole(ctx, q, terms); err != nil {
		return nil, err
	}
	return d.rowsOf(ctx, q, anyRows, d.match(terms, ""), 0, limit)
}

// frequent is how many rows of the sample say that a word has been typed to its end.
const frequent = 20

// whole takes words that begin others for themselves where they are frequent: all that begins so is dear to collect.
func (d *DB) whole(ctx context.Context, q Querier, terms Terms) (Terms, error) {
	read := make(Terms, len(terms))
	for i, group := range terms {
		read[i] = slices.Clone(group)
		for j, t := range group {
			word, begins := strings.CutSuffix(t, "*")
			if !begins {
				continue
			}
			found, err := d.rowsOf(ctx, q, anyRows, d.match(Terms{{word}}, sampled), 0, frequent)
			if err != nil {
				return nil, err
			}
			if len(found) == frequent {
				read[i][j] = word
			}
		}
	}
	return read, nil
}

// NextRows answers the numbers of the rows behind one that have the terms, in order.
func (d *DB) NextRows(ctx context.Context, q Querier, terms Terms, after int64, limit int) ([]int64, error) {
	way := walkRows
	if d.Engine == PostgreSQL {
		sample, err := d.rowsOf(ctx, q, anyRows, d.match(terms, sampled), 0, limit)
		if err != nil {
			return nil, err
		}
		if len(sample) < limit {
			way = sortRows
		}
	}
	return d.rowsOf(ctx, q, way, d.match(terms, ""), after, limit)
}

// The ways to the rows. SQLite reads words in the order of the numbers, whichever is asked for. PostgreSQL must be told: to
// collect the rows and take the first that come; to go through the numbers, where a frequent term is met soon; or to collect
// the rows of a rare term, and to sort them.
const (
	anyRows = iota
	walkRows
	sortRows
)

var postgresqlRows = [...]string{
	anyRows:  `WITH s AS MATERIALIZED (SELECT rowid FROM row_word WHERE words @@ CAST($1 AS tsquery) AND rowid > $2) SELECT rowid FROM s`,
	walkRows: `SELECT rowid FROM row_word WHERE ts_match_vq(words, CAST($1 AS tsquery)) AND rowid > $2 ORDER BY rowid`,
	sortRows: `SELECT rowid FROM row_word WHERE words @@ CAST($1 AS tsquery) AND rowid > $2 ORDER BY rowid + 0`,
}

const sqliteRows = `SELECT rowid FROM row_word WHERE row_word MATCH $1 AND rowid > $2 ORDER BY rowid`

func (d *DB) rowsOf(ctx context.Context, q Querier, way int, match string, after int64, limit int) ([]int64, error) {
	query := sqliteRows
	if d.Engine == PostgreSQL {
		query = postgresqlRows[way]
	}
	return column[int64](ctx, q, query+" LIMIT "+strconv.Itoa(limit), match, after) // SQLite would plan anew for a limit that is an argument
}

// match is the search for the terms as the engine writes it.
func (d *DB) match(terms Terms, before string) string {
	and, or, prefix, quote := " & ", " | ", ":*", "'"
	if d.Engine == SQLite {
		and, or, prefix, quote = " AND ", " OR ", " *", `"`
	}
	all := make([]string, len(terms))
	for i, group := range terms {
		either := make([]string, len(group))
		for j, t := range group {
			either[j] = quote + before + strings.Map(letterOrDigit, t) + quote
			if strings.HasSuffix(t, "*") {
				either[j] += prefix
			}
		}
		all[i] = "(" + strings.Join(either, or) + ")"
	}
	return strings.Join(all, and)
}

package db

import (
	"context"
	"strconv"
	"strings"
)

// Find answers the ids of the newest documents that hold every word, the last one as the beginning of a word, and that the
// reader, if one is named, may see. The words are folded.
func (d *DB) Find(ctx context.Context, q Querier, territory, kind, reader string, words []string, limit int) ([]string, error) {
	if len(words) == 0 {
		return nil, nil
	}
	if reader != "" {
		words = append([]string{forReader + reader}, words...)
	}
	var newest int64
	if err := q.QueryRow(ctx, `SELECT coalesce(max(doc), 0) FROM search_entry`).Scan(&newest); err != nil {
		return nil, err
	}
	look := finder{db: d, q: q, scope: scope(territory, kind), words: words, limit: limit, newest: newest, rest: newest}
	// the newest block may have hardly begun
	err := look.in(ctx, blocks, max(0, newest/block-1), newest/block)
	for err == nil && look.rest >= 0 && len(look.found) < limit {
		err = look.further(ctx)
	}
	return look.found, err
}

// finder is one search.
type finder struct {
	db    *DB
	q     Querier
	scope string
	words []string
	limit int
	// newest is the last document, rest the newest one that has not been looked at; there is none below 0.
	newest, rest int64
	found        []string
}

// further looks at older documents: at so many as will fill the answer if the words are in them as often as in those looked at so
// far. These are a few blocks when the words are frequent, else shelves, of which all that match is fetched: four, and then four
// times as many as before, for words that are frequent among old documents only.
func (f *finder) further(ctx context.Context) error {
	seen, found := f.newest-f.rest, int64(len(f.found))
	wanted := (int64(f.limit) - found) * seen / (found + 1)
	if n := wanted/block + 1; n <= mostBlocks {
		high := f.rest / block
		return f.in(ctx, blocks, max(0, high-n+1), high)
	}
	high, n := f.rest/shelf, min(wanted/shelf+1, 4*(seen/shelf+1), mostShelves)
	return f.in(ctx, shelves, max(0, high-n+1), high)
}

// mostBlocks and mostShelves are looked into by one statement.
const mostBlocks, mostShelves = 8, 64

// in looks into some places. PostgreSQL must not hope to meet what matches on its way through the numbers: it finds the words,
// and sorts what the places have; SQLite reads the words in that order, and would plan anew for each limit that is an argument.
func (f *finder) in(ctx context.Context, kind string, low, high int64) error {
	and, or, prefix, match, number, quote := " & ", " | ", ":*", "words @@ CAST($1 AS tsquery)", "rowid + 0", "'"
	if f.db.Engine == SQLite {
		and, or, prefix, match, number, quote = " AND ", " OR ", " *", "search_term MATCH $1", "rowid", `"`
	}
	var either []string
	for n := high; n >= low; n-- {
		all := make([]string, len(f.words))
		for i, w := range f.words {
			all[i] = quote + term(f.scope, place{n, kind}, w) + quote
		}
		either = append(either, "("+strings.Join(all, and)+prefix+")")
	}
	more, err := column[string](ctx, f.q, `SELECT d.id FROM (SELECT rowid AS doc FROM search_term WHERE `+match+` AND `+number+` <= $2 ORDER BY `+number+` DESC LIMIT `+
		strconv.Itoa(f.limit)+`) s JOIN search_entry d ON d.doc = s.doc ORDER BY s.doc DESC`, strings.Join(either, or), f.rest)
	f.found = append(f.found, more[:min(len(more), f.limit-len(f.found))]...)
	f.rest = low*sizes[kind] - 1
	return err
}

// column reads the values of a query of one column.
func column[T any](ctx context.Context, q Querier, query string, args ...any) (found []T, err error) {
	rows, err := q.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var value T
		if err := rows.Scan(&value); err != nil {
			return nil, err
		}
		found = append(found, value)
	}
	return found, rows.Err()
}

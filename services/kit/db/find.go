package db

import (
	"context"
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
	look := finder{db: d, q: q, scope: scope(territory, kind), words: words, limit: limit}
	return look.from(ctx, newest)
}

// finder is one search.
type finder struct {
	db    *DB
	q     Querier
	scope string
	words []string
	limit int
	found []string
}

const (
	// first are the blocks that are looked into first: the newest one may have hardly begun; next are those after them. What is
	// frequent is found there. A shelf may have thousands, all of which are fetched.
	first, next = 2, 6
	// most are the shelves of one statement.
	most = 64
)

// from looks from a document on backwards.
func (f *finder) from(ctx context.Context, newest int64) ([]string, error) {
	low := newest/block + 1
	for _, n := range []int64{first, next} {
		high := low - 1
		low = max(0, low-n)
		if err := f.in(ctx, blocks, low, high, newest); err != nil {
			return nil, err
		}
	}
	older := low*block - 1 // what has not been looked at
	for at, n := older/shelf, int64(1); older >= 0 && at >= 0; at, n = at-n, min(4*n, most) {
		if err := f.in(ctx, shelves, max(0, at-n+1), at, older); err != nil {
			return nil, err
		}
	}
	return f.found, nil
}

// in looks into some places, at documents up to one. PostgreSQL must not hope to meet what matches on its way through the
// numbers: it finds the words, and sorts what the places have; SQLite reads the words in that order.
func (f *finder) in(ctx context.Context, kind string, low, high, upTo int64) error {
	if len(f.found) >= f.limit || high < low {
		return nil
	}
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
	more, err := ids(ctx, f.q, `SELECT d.id FROM (SELECT rowid AS doc FROM search_term WHERE `+match+` AND `+number+` <= $2 ORDER BY `+number+` DESC LIMIT $3) s
 JOIN search_entry d ON d.doc = s.doc ORDER BY s.doc DESC`, strings.Join(either, or), upTo, f.limit-len(f.found))
	f.found = append(f.found, more...)
	return err
}

func ids(ctx context.Context, q Querier, query string, args ...any) ([]string, error) {
	rows, err := q.Query(ctx, query, args...)
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

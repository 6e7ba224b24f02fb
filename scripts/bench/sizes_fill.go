package main

import (
	"context"
	"database/sql"
	"fmt"
	"sort"
	"strings"
	"time"
)

// The rows of a case in the tables of support, by the column that names it; referrals and their search entries hang on the
// case, too. A copy of a case is these rows with its own ids, number, name and times: what the API wrote, many times.
var copied = []struct{ table, where string }{
	{"support_case", "id = $1"},
	{"case_reader", "case_id = $1"},
	{"referral", "case_id = $1"},
	{"keyword", "id = $1 OR id IN (SELECT id FROM referral WHERE case_id = $1)"},
	{"search_entry", "id = $1 OR id IN (SELECT id FROM referral WHERE case_id = $1)"},
	{"journal", "context_id = $1 ORDER BY pub_seq LIMIT 25"}, // of some 37: what the issue on cases counts with
}

// row is a row of a template: its values, and where in them what has to be replaced stands.
type row struct {
	values  []any
	patches []patch
}

// patch is a place in a value where the word of an index is replaced by one of the same length.
type patch struct{ column, at, word int }

// kind is a template with its rows, table by table; words are what is replaced in a copy.
type kind struct {
	template
	words   []string
	created int64
	rows    map[string][]row
}

// filler makes copies and gives them to the engine.
type filler struct {
	engine  engine
	columns map[string][]string
	open    []*kind
	ended   []*kind
	// seq counts journal lines, doc search entries.
	seq, doc int64
}

// years is over how long the cases were received; the last of a hundred are open.
const years = 10

// multiply makes n cases out of the templates. It says how much there is now, and names some of the cases.
func multiply(ctx context.Context, url func(service string) string, made []template, n int) (told string, cases []string, err error) {
	f := &filler{columns: map[string][]string{}}
	if f.engine, err = openEngine(ctx, url("support")); err != nil {
		return "", nil, err
	}
	defer f.engine.close()
	for _, t := range made {
		k, err := f.read(ctx, t)
		if err != nil {
			return "", nil, err
		}
		if t.open {
			f.open = append(f.open, k)
		} else {
			f.ended = append(f.ended, k)
		}
	}
	for counter, query := range map[*int64]string{&f.seq: "SELECT max(pub_seq) FROM journal", &f.doc: "SELECT max(doc) FROM search_entry"} {
		if err := f.engine.sql().QueryRowContext(ctx, query).Scan(counter); err != nil {
			return "", nil, err
		}
	}
	indexes, err := f.engine.dropIndexes(ctx)
	if err != nil {
		return "", nil, err
	}
	if cases, err = f.fill(ctx, n); err != nil {
		return "", nil, err
	}
	if err := f.engine.finish(ctx, indexes); err != nil {
		return "", nil, err
	}
	if told, err = f.tell(ctx); err != nil {
		return "", nil, err
	}
	return told, cases, f.heard(ctx, url)
}

// heard tells the other services that they have applied the lines of the copies: there is nothing to catch up with.
func (f *filler) heard(ctx context.Context, url func(service string) string) error {
	for _, service := range []string{"land", "recruitment", "training", "identity", "notify"} {
		e, err := openEngine(ctx, url(service))
		if err != nil {
			return err
		}
		_, err = e.sql().ExecContext(ctx, "UPDATE event_cursor SET pub_seq = $1 WHERE source = 'support'", f.seq)
		e.close()
		if err != nil {
			return fmt.Errorf("%s: %w", service, err)
		}
	}
	return nil
}

// fill writes the copies, oldest first, some thousand at once.
func (f *filler) fill(ctx context.Context, n int) (cases []string, err error) {
	const batch = 5000
	now := time.Now()
	first := now.AddDate(-years, 0, 0)
	step := now.Sub(first) / time.Duration(n+1)
	rows := map[string][][]any{}
	for i := range n {
		from := f.ended
		if i >= n-max(n/100, 200) {
			from = f.open
		}
		id := f.copy(rows, from[i%len(from)], i, first.Add(time.Duration(i)*step))
		if i%max(1, n/1000) == 0 {
			cases = append(cases, id)
		}
		if (i+1)%batch == 0 || i == n-1 {
			for _, c := range copied {
				if err := f.engine.insert(ctx, c.table, f.columns[c.table], rows[c.table]); err != nil {
					return nil, fmt.Errorf("%s: %w", c.table, err)
				}
				rows[c.table] = rows[c.table][:0]
			}
		}
	}
	return cases, nil
}

// copy makes the rows of the i-th case, received at an instant.
func (f *filler) copy(rows map[string][][]any, k *kind, i int, at time.Time) (caseID string) {
	words := make([]string, len(k.words))
	for w, word := range k.words {
		words[w] = renewed(word, i, w, at)
	}
	shift := at.UnixMicro() - k.created
	for _, c := range copied {
		names := f.columns[c.table]
		for _, r := range k.rows[c.table] {
			values := r.renew(words)
			for n, name := range names {
				if us, ok := values[n].(int64); ok && strings.HasSuffix(name, "_us") && us > 0 {
					values[n] = us + shift
				}
			}
			f.number(c.table, names, values)
			rows[c.table] = append(rows[c.table], values)
		}
	}
	return words[0]
}

// number gives a line of the journal, and a search entry, the next number.
func (f *filler) number(table string, names []string, values []any) {
	for n, name := range names {
		switch {
		case table == "journal" && name == "id":
			f.seq++
			values[n] = fmt.Sprintf("evt_%026d", f.seq)
		case table == "journal" && name == "pub_seq":
			values[n] = f.seq
		case table == "search_entry" && name == "doc":
			f.doc++
			values[n] = f.doc
		}
	}
}

// renewed is the word of the i-th case that stands for a word of its template, as long as it.
func renewed(word string, i, w int, at time.Time) string {
	switch {
	case len(word) > 27 && word[3] == '_':
		return fmt.Sprintf("%s%011x%011x%04x", word[:4], at.UnixMilli(), i, w)
	case strings.HasPrefix(word, "HUP-"):
		return fmt.Sprintf("HUP-%04d-%06d", at.Year(), i%1_000_000)
	case strings.HasPrefix(word, "hup "):
		return fmt.Sprintf("hup %04d %06d", at.Year(), i%1_000_000)
	case word[0] == 'q':
		return strings.ToLower(surnameOf(i))
	}
	return surnameOf(i)
}

// renew is the row with other words.
func (r row) renew(words []string) []any {
	values := append([]any(nil), r.values...)
	var last int
	var b []byte
	set := func() {
		if b == nil {
			return
		}
		if _, ok := values[last].(string); ok {
			values[last] = string(b)
		} else {
			values[last] = b
		}
	}
	for _, p := range r.patches {
		if b == nil || p.column != last {
			set()
			last = p.column
			switch v := values[last].(type) {
			case string:
				b = []byte(v)
			case []byte:
				b = append([]byte(nil), v...)
			}
		}
		copy(b[p.at:], words[p.word])
	}
	set()
	return values
}

// tell counts.
func (f *filler) tell(ctx context.Context) (string, error) {
	var parts []string
	for _, c := range []struct{ table, name string }{{"support_case", "cases"}, {"referral", "referrals"}, {"case_reader", "readers"}, {"journal", "journal lines"}, {"search_entry", "search entries"}} {
		var n int64
		if err := f.engine.sql().QueryRowContext(ctx, "SELECT count(*) FROM "+c.table).Scan(&n); err != nil {
			return "", err
		}
		parts = append(parts, fmt.Sprintf("%d %s", n, c.name))
	}
	return strings.Join(parts, ", "), nil
}

// read reads the rows of a template.
func (f *filler) read(ctx context.Context, t template) (*kind, error) {
	k := &kind{template: t, rows: map[string][]row{}}
	db := f.engine.sql()
	var number, company string
	err := db.QueryRowContext(ctx, "SELECT number, company_id, created_us FROM support_case WHERE id = $1", t.caseID).Scan(&number, &company, &k.created)
	if err != nil {
		return nil, err
	}
	k.words = []string{t.caseID, company, number, strings.ToLower(strings.ReplaceAll(number, "-", " ")), t.surname, strings.ToLower(t.surname)}
	if k.words, err = texts(ctx, db, k.words, "SELECT substr(value, 6) FROM keyword WHERE id = $1 AND value LIKE 'need:%'", t.caseID); err != nil {
		return nil, err
	}
	if k.words, err = texts(ctx, db, k.words, "SELECT id FROM referral WHERE case_id = $1", t.caseID); err != nil {
		return nil, err
	}
	for _, c := range copied {
		if err := f.readTable(ctx, k, c.table, c.where); err != nil {
			return nil, fmt.Errorf("%s: %w", c.table, err)
		}
	}
	return k, nil
}

func (f *filler) readTable(ctx context.Context, k *kind, table, where string) error {
	rows, err := f.engine.sql().QueryContext(ctx, "SELECT * FROM "+table+" WHERE "+where, k.caseID)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	if f.columns[table], err = rows.Columns(); err != nil {
		return err
	}
	for rows.Next() {
		r := row{values: make([]any, len(f.columns[table]))}
		places := make([]any, len(r.values))
		for i := range r.values {
			places[i] = &r.values[i]
		}
		if err := rows.Scan(places...); err != nil {
			return err
		}
		for column, value := range r.values {
			if raw, ok := value.([]byte); ok && raw == nil {
				r.values[column] = []byte{} // a driver reads empty bytes as none
			}
			r.patches = append(r.patches, placesOf(column, value, k.words)...)
		}
		k.rows[table] = append(k.rows[table], r)
	}
	return rows.Err()
}

// placesOf finds the words in a value.
func placesOf(column int, value any, words []string) (found []patch) {
	var in string
	switch v := value.(type) {
	case string:
		in = v
	case []byte:
		in = string(v)
	}
	for w, word := range words {
		for at := 0; word != ""; {
			i := strings.Index(in[at:], word)
			if i < 0 {
				break
			}
			found = append(found, patch{column, at + i, w})
			at += i + len(word)
		}
	}
	sort.Slice(found, func(a, b int) bool { return found[a].at < found[b].at })
	return found
}

func texts(ctx context.Context, db *sql.DB, to []string, query string, args ...any) ([]string, error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		to = append(to, s)
	}
	return to, rows.Err()
}

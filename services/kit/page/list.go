package page

import (
	"cmp"
	"database/sql"
	"slices"
	"strconv"
	"strings"

	"google.golang.org/protobuf/proto"

	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/store"
)

// List is a list that a service offers: where its rows come from and how it may be asked.
type List struct {
	// Name tells page tokens of different lists apart.
	Name string
	// Kind is the kind of documents that a Search field looks in, and Reader whose, where they are indexed for readers.
	Kind   string
	Reader func(actor.Actor) string
	// From is the SQL after FROM; the aggregate's table is t: "support_case t JOIN case_reader r ON …".
	From string
	// Beside are joins with what only decides over the items of a page: " JOIN support_case c ON …". Rows are sorted without them.
	Beside string
	// ID is the SQL expression of the id, "t.id" when empty.
	ID     string
	Fields []Field
	// Orders are the orders a caller may ask for; the first is the default.
	Orders []Order
	// Descending is the direction of the default order.
	Descending bool
	// With are SQL expressions of text that summaries are answered with: what of other rows decides over an item.
	With []string
	// Scope is what the actor may see of this list; may be nil.
	Scope func(actor.Actor) Cond
	// Alone is the table, without others, that the fields of the orders are on, and which of its rows the actor's list has; nil
	// when it is From with Scope. Rows that these fields leave are sorted there.
	Alone func(actor.Actor) (table string, of []Cond)
	// Narrow is the same list beginning with the aggregate's table, for fields whose index is there. PostgreSQL's statistics
	// would tell it so; SQLite has none. May be nil.
	Narrow *List
}

// Row is one row as it was read: what a table needs to make the aggregate.
type Row struct {
	ID      string
	Version int64
	Head    []byte
	Record  []byte
}

// Of answers the page asked for as aggregates of a table.
func Of[A aggregate.Aggregate, M proto.Message](v *store.View, table *store.Table[A, M], l *List, signer *Signer, r Request, scope ...Cond) ([]A, string, error) {
	rows, next, err := l.Rows(v, signer, r, scope...)
	if err != nil {
		return nil, "", err
	}
	found := make([]A, len(rows))
	for i, row := range rows {
		if found[i], err = table.Restore(v.Actor.Territory, row.ID, row.Version, row.Head, row.Record); err != nil {
			return nil, "", err
		}
	}
	return found, next, nil
}

// Rows answers the rows of the page asked for and the token of the next one. Scope is what the caller may see: conditions
// that no filter can lift. The actor's territory is always one of them.
func (l *List) Rows(v *store.View, signer *Signer, r Request, scope ...Cond) ([]Row, string, error) {
	into := func(row *Row) (*string, []any) { return &row.ID, []any{&row.Version, &row.Head, &row.Record} }
	return read(l, v, signer, r, []string{"t.version", "t.head", "t.record"}, into, scope)
}

// searchLimit bounds how many documents a text search may bring into a list: the newest; more words find the others.
const searchLimit = 200

// searched are how many places for ids a statement has, so that the statements are few.
var searched = []int{1, 10, 50, searchLimit}

// read answers the items of the page asked for, made of columns beside the id, and the token of the next one.
func read[T any](l *List, v *store.View, signer *Signer, r Request, columns []string, into func(*T) (*string, []any), scope []Cond) ([]T, string, error) {
	order, err := orderOf(r.GetOrderBy(), l.Orders, l.Descending)
	if err != nil {
		return nil, "", err
	}
	l, conds, asked, err := l.where(v, r.GetFilter(), &order, scope)
	if err != nil || conds == nil {
		return nil, "", err
	}
	if order, _ = orderOf(r.GetOrderBy(), l.Orders, l.Descending); asked.sorts {
		order.Column = order.unindexed()
	}
	mark := digest(l.Name, v.Actor.Territory, v.Actor.Ref(), r.GetFilter(), r.GetOrderBy())
	if token := r.GetPageToken(); token != "" {
		p, err := signer.open(token, mark)
		if err != nil {
			return nil, "", err
		}
		conds, asked.conds = append(conds, l.after(order, p)), append(asked.conds, l.after(order, p))
	}
	size := Size(r)
	from := Cond{SQL: l.From + l.Beside}
	if asked.sorts {
		from, conds = l.sorting(v.Actor, order, from, conds, asked, len(scope) == 0, size)
	}
	query := l.query(order, from, conds, append([]string{l.id(), order.Column}, columns...), size)
	rows, err := v.Query(v.Ctx, numbered(query.SQL), query.Args...)
	if err != nil {
		return nil, "", err
	}
	defer func() { _ = rows.Close() }()
	found, last, more, err := scan(rows, order, size, into)
	if err != nil || !more {
		return found, "", err
	}
	last.Asked = mark
	return found, signer.seal(last), nil
}

// where is the list that answers a filter, this one or its Narrow, all conditions, and the filter as it was read; there are no
// conditions when the text searched is nowhere. Without an order the rows are only counted.
func (l *List) where(v *store.View, filter string, order *sorted, scope []Cond) (_ *List, conds []Cond, asked reader, err error) {
	name := l.Orders[0].Name
	if order != nil {
		name = order.Name
	}
	asked, err = parse(filter, l.Fields, name, v.Actor)
	if err != nil {
		return l, nil, asked, err
	}
	if asked.narrow && l.Narrow != nil {
		return l.Narrow.where(v, filter, order, scope)
	}
	if order != nil && !asked.found && asked.search == "" {
		if err := l.meets(v, &asked, *order); err != nil {
			return l, nil, asked, err
		}
	}
	conds = slices.Concat(l.all(v.Actor), scope, asked.conds)
	if asked.search == "" {
		return l, conds, asked, nil
	}
	found, err := l.search(v, asked.search)
	if err != nil || len(found) == 0 {
		return l, nil, asked, err
	}
	asked.sorts = true
	return l, append(conds, In(l.id(), found)), asked, nil
}

func (l *List) id() string { return cmp.Or(l.ID, "t.id") }

// after is the keyset condition: rows that sort behind the last one.
func (l *List) after(o sorted, p place) Cond {
	operator := ">"
	if o.desc {
		operator = "<"
	}
	var key any = p.Text
	if o.Kind == Number || o.Kind == Time {
		key = p.Number
	}
	return Cond{"(" + o.Column + ", " + l.id() + ") " + operator + " (?, ?)", []any{key, p.ID}}
}

// query asks for one row more than the page: it says whether there is a next one.
func (l *List) query(o sorted, from Cond, conds []Cond, columns []string, size int) Cond {
	where := join(conds)
	return Cond{"SELECT " + strings.Join(columns, ", ") + " FROM " + from.SQL + " WHERE " + where.SQL + l.first(o, size), slices.Concat(from.Args, where.Args)}
}

func (l *List) first(o sorted, size int) string {
	direction := ""
	if o.desc {
		direction = " DESC"
	}
	return " ORDER BY " + o.Column + direction + ", " + l.id() + direction + " LIMIT " + strconv.Itoa(size+1)
}

// sorting is from where a page of rows that are sorted comes, and its conditions: where that can be done without what stands beside
// them, it is, and only those of the page are joined with it. Free says that nothing but the filter narrows the list.
func (l *List) sorting(a actor.Actor, o sorted, from Cond, conds []Cond, asked reader, free bool, size int) (Cond, []Cond) {
	alone := Cond{SQL: l.From}
	if l.Alone != nil && free && asked.search == "" && !slices.ContainsFunc(asked.conds, Cond.ofRecord) {
		table, of := l.Alone(a)
		alone.SQL, conds = table, append(of, asked.conds...)
	} else if l.Beside == "" {
		return from, conds
	}
	page := l.query(o, alone, conds, []string{l.id() + " AS found"}, size)
	return Cond{"(" + page.SQL + ") page CROSS JOIN " + from.SQL, page.Args}, append(l.all(a), Cond{SQL: l.id() + " = page.found"})
}

// all are the conditions of the rows that the actor's list has.
func (l *List) all(a actor.Actor) []Cond {
	all := []Cond{{"t.territory = ?", []any{a.Territory}}}
	if l.Scope != nil {
		all = append(all, l.Scope(a))
	}
	return all
}

func scan[T any](rows *sql.Rows, o sorted, size int, into func(*T) (*string, []any)) ([]T, place, bool, error) {
	var found []T
	var last place
	for rows.Next() {
		if len(found) == size {
			return found, last, true, nil
		}
		var item T
		var key any = &last.Text
		if o.Kind == Number || o.Kind == Time {
			key = &last.Number
		}
		id, columns := into(&item)
		if err := rows.Scan(append([]any{id, key}, columns...)...); err != nil {
			return nil, last, false, err
		}
		last.ID = *id
		found = append(found, item)
	}
	return found, last, false, rows.Err()
}

func (l *List) search(v *store.View, text string) ([]any, error) {
	reader := ""
	if l.Reader != nil {
		reader = l.Reader(v.Actor)
	}
	ids, err := v.Search(l.Kind, reader, text, searchLimit)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	places := searched[slices.IndexFunc(searched, func(n int) bool { return n >= len(ids) })]
	found := make([]any, places)
	for i := range found {
		found[i] = ids[min(i, len(ids)-1)]
	}
	return found, nil
}

// In is the condition that a column is one of the values; there is at least one.
func In(column string, values []any) Cond {
	return Cond{column + " IN (?" + strings.Repeat(", ?", len(values)-1) + ")", values}
}

// join is all of the conditions; there is at least one.
func join(conds []Cond) Cond {
	all := conds[0]
	for _, c := range conds[1:] {
		all = Cond{all.SQL + " AND " + c.SQL, slices.Concat(all.Args, c.Args)}
	}
	return all
}

// numbered gives the places of arguments their numbers.
func numbered(query string) string {
	var b strings.Builder
	n := 0
	for part := range strings.SplitAfterSeq(query, "?") {
		before, is := strings.CutSuffix(part, "?")
		b.WriteString(before)
		if is {
			n++
			b.WriteString("$" + strconv.Itoa(n))
		}
	}
	return b.String()
}

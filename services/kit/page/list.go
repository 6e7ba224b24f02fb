package page

import (
	"database/sql"
	"strconv"
	"strings"

	"google.golang.org/protobuf/proto"

	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/store"
)

// List is a list that a service offers: where its rows come from and how it may be asked.
type List struct {
	// Name tells page tokens of different lists apart.
	Name string
	// Kind is the kind of documents that a Search field looks in.
	Kind string
	// From is the SQL after FROM; the aggregate's table is t: "support_case t JOIN case_reader r ON …".
	From string
	// ID is the SQL expression of the id, "t.id" when empty.
	ID     string
	Fields []Field
	// Orders are the orders a caller may ask for; the first is the default.
	Orders []Order
	// Descending is the direction of the default order.
	Descending bool
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

// searchLimit bounds how many documents a text search may bring into a list.
const searchLimit = 500

// Rows answers the rows of the page asked for and the token of the next one. Scope is what the caller may see: conditions
// that no filter can lift. The actor's territory is always one of them.
func (l *List) Rows(v *store.View, signer *Signer, r Request, scope ...Cond) ([]Row, string, error) {
	order, err := orderOf(r.GetOrderBy(), l.Orders, l.Descending)
	if err != nil {
		return nil, "", err
	}
	conds, some, err := l.where(v, r.GetFilter(), scope)
	if err != nil || !some {
		return nil, "", err
	}
	asked := digest(l.Name, v.Actor.Territory, v.Actor.Ref(), r.GetFilter(), r.GetOrderBy())
	if token := r.GetPageToken(); token != "" {
		p, err := signer.open(token, asked)
		if err != nil {
			return nil, "", err
		}
		conds = append(conds, l.after(order, p))
	}
	rows, last, more, err := l.read(v, order, conds, Size(r))
	if err != nil || !more {
		return rows, "", err
	}
	last.Asked = asked
	return rows, signer.seal(last), nil
}

// where are the conditions of the list; some is false when the text searched is nowhere.
func (l *List) where(v *store.View, filter string, scope []Cond) (conds []Cond, some bool, err error) {
	asked, search, err := parse(filter, l.Fields, v.Actor)
	if err != nil {
		return nil, false, err
	}
	conds = append(append([]Cond{{"t.territory = ?", []any{v.Actor.Territory}}}, scope...), asked...)
	if search != "" {
		found, err := l.search(v, search)
		if err != nil || len(found) == 0 {
			return nil, false, err
		}
		conds = append(conds, In(l.id(), found))
	}
	return conds, true, nil
}

func (l *List) id() string {
	if l.ID == "" {
		return "t.id"
	}
	return l.ID
}

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

// read asks for one row more than the page: it says whether there is a next one.
func (l *List) read(v *store.View, o sorted, conds []Cond, size int) ([]Row, place, bool, error) {
	direction := ""
	if o.desc {
		direction = " DESC"
	}
	where, args := join(conds)
	query := "SELECT " + l.id() + ", t.version, t.head, t.record, " + o.Column + " FROM " + l.From + " WHERE " + where +
		" ORDER BY " + o.Column + direction + ", " + l.id() + direction + " LIMIT " + strconv.Itoa(size+1)
	rows, err := v.Query(v.Ctx, query, args...)
	if err != nil {
		return nil, place{}, false, err
	}
	defer func() { _ = rows.Close() }()
	return scan(rows, o, size)
}

func scan(rows *sql.Rows, o sorted, size int) ([]Row, place, bool, error) {
	var found []Row
	var last place
	for rows.Next() {
		if len(found) == size {
			return found, last, true, nil
		}
		var r Row
		var key any = &last.Text
		if o.Kind == Number || o.Kind == Time {
			key = &last.Number
		}
		if err := rows.Scan(&r.ID, &r.Version, &r.Head, &r.Record, key); err != nil {
			return nil, last, false, err
		}
		last.ID = r.ID
		found = append(found, r)
	}
	return found, last, false, rows.Err()
}

func (l *List) search(v *store.View, text string) ([]any, error) {
	ids, err := v.Search(l.Kind, text, searchLimit)
	found := make([]any, len(ids))
	for i, id := range ids {
		found[i] = id
	}
	return found, err
}

// In is the condition that a column is one of the values; there is at least one.
func In(column string, values []any) Cond {
	return Cond{column + " IN (?" + strings.Repeat(", ?", len(values)-1) + ")", values}
}

// join numbers the places of all conditions.
func join(conds []Cond) (string, []any) {
	var b strings.Builder
	var args []any
	for i, c := range conds {
		if i > 0 {
			b.WriteString(" AND ")
		}
		for _, r := range c.SQL {
			if r == '?' {
				args = append(args, c.Args[0])
				c.Args = c.Args[1:]
				b.WriteString("$" + strconv.Itoa(len(args)))
				continue
			}
			b.WriteRune(r)
		}
	}
	return b.String(), args
}

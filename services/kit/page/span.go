package page

import "hup.example/services/kit/store"

// span is a field of a filter that is compared with one end: what was changed since the first of the month.
type span struct {
	name, column string
	// upper says that it is compared with its upper end.
	upper bool
	// cond is the comparison's place among the conditions.
	cond int
}

// spanned keeps a comparison of a time or a number that has an order of its own.
func (r *reader) spanned(f Field, operator string) {
	if (f.Kind == Time || f.Kind == Number) && operator != "=" && operator != "<>" {
		r.spans = append(r.spans, span{name: f.Name, column: f.Column, upper: operator[0] == '<', cond: len(r.conds) - 1})
	}
}

// How many rows of a span are sorted at most: of one that lies where the walk begins, whose rows are met soon when they are
// many, and of one at the far end.
const (
	mostNear = 20_000
	mostFar  = 200_000
)

// meets makes the way to a page of a span in the order of another field. The times of a row lie near one another: what was
// changed this month is at one end of the index by due day, and a walk from the other is as long as the table. No planner knows
// this. So the rows of the span are found and sorted when they are few; when they are many they are met in the order's index.
func (l *List) meets(v *store.View, r *reader, o sorted) error {
	for _, s := range r.spans {
		if s.name == o.Name {
			continue
		}
		most := mostNear
		if s.upper == o.desc {
			most = mostFar
		}
		few, err := l.few(v, r.conds[s.cond], most)
		if err != nil {
			return err
		}
		if few {
			r.sorts = true
			return nil
		}
		unindexed := r.conds[s.cond]
		unindexed.SQL = "(" + s.column + " + 0)" + unindexed.SQL[len(s.column):]
		r.conds[s.cond] = unindexed
	}
	return nil
}

// few says whether a condition leaves few rows of the list. It looks at one more than that.
func (l *List) few(v *store.View, c Cond, most int) (bool, error) {
	from, of := l.From, l.all(v.Actor)
	if l.Alone != nil {
		from, of = l.Alone(v.Actor)
	}
	n, err := upTo(v, most+1, from, append(of, c))
	return n <= most, err
}

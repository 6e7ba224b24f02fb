package page

import (
	"strconv"

	"hup.example/services/kit/store"
)

// MostCounted is where a count stops: nobody works through more, and the database should not either.
const MostCounted = 1000

// Count is how many rows the list has for a filter; more says that it stopped at MostCounted.
func (l *List) Count(v *store.View, filter string, scope ...Cond) (n int, more bool, err error) {
	l, conds, _, err := l.where(v, filter, nil, scope)
	if err != nil || conds == nil {
		return 0, false, err
	}
	n, err = upTo(v, MostCounted+1, l.From, conds)
	return min(n, MostCounted), n > MostCounted, err
}

// upTo counts rows, most at most.
func upTo(v *store.View, most int, from string, conds []Cond) (n int, err error) {
	where := join(conds)
	err = v.QueryRow(v.Ctx, numbered("SELECT count(*) FROM (SELECT 1 FROM "+from+" WHERE "+where.SQL+" LIMIT "+strconv.Itoa(most)+") counted"), where.Args...).Scan(&n)
	return n, err
}

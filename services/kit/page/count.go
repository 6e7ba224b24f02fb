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
	where, args := join(conds)
	query := "SELECT count(*) FROM (SELECT 1 FROM " + l.From + " WHERE " + where + " LIMIT " + strconv.Itoa(MostCounted+1) + ") counted"
	if err := v.QueryRow(v.Ctx, query, args...).Scan(&n); err != nil {
		return 0, false, err
	}
	return min(n, MostCounted), n > MostCounted, nil
}

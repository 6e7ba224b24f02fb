package store

import (
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/db"
	kit "hup.example/services/kit/store"
)

// Numbered is an establishment with its number in the register.
type Numbered struct {
	*supportv1.Company
	Number int64
}

// After answers the establishments behind a number that have what narrows the query, in the order of the numbers.
func (q EstablishmentQuery) After(v *kit.View, number int64, most int) ([]Numbered, error) {
	var terms db.Terms
	for _, scope := range q.scopes(v.Actor.Territory) {
		for i, group := range q.filters(scope) {
			if i == len(terms) {
				terms = append(terms, nil)
			}
			terms[i] = append(terms[i], group...)
		}
	}
	if len(terms) == 0 {
		return nil, nil
	}
	numbers, err := v.NextRows(terms, number, most)
	if err != nil {
		return nil, err
	}
	return numberedRows(v, numbers)
}

var selectNumbered = `SELECT number, record, source_us FROM establishment WHERE territory = $1 AND number IN (` + placesFrom(2, atOnce) + `) ORDER BY number`

func numberedRows(v *kit.View, numbers []int64) (found []Numbered, err error) {
	for start := 0; start < len(numbers); start += atOnce {
		args := []any{v.Actor.Territory}
		for i := range atOnce {
			args = append(args, numbers[min(start+i, len(numbers)-1)])
		}
		if found, err = appendNumbered(v, found, args); err != nil {
			return nil, err
		}
	}
	return found, nil
}

func appendNumbered(v *kit.View, found []Numbered, args []any) ([]Numbered, error) {
	rows, err := v.Query(v.Ctx, selectNumbered, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var n Numbered
		var record []byte
		var sourced int64
		if err := rows.Scan(&n.Number, &record, &sourced); err != nil {
			return nil, err
		}
		if n.Company, err = establishment(record, sourced); err != nil {
			return nil, err
		}
		found = append(found, n)
	}
	return found, rows.Err()
}

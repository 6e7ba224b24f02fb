package store

import (
	kit "hup.example/services/kit/store"
)

// children are the rows that a field with several values is filtered by: a projection of the aggregate's record.
type children struct {
	remove, insert string
}

// set replaces the rows of an aggregate; each row is the values after the territory and the aggregate's id.
func (c children) set(tx *kit.Tx, id string, rows [][]any) error {
	if _, err := tx.Exec(tx.Ctx, c.remove, tx.Actor.Territory, id); err != nil {
		return err
	}
	for _, row := range rows {
		if _, err := tx.Exec(tx.Ctx, c.insert, append([]any{tx.Actor.Territory, id}, row...)...); err != nil {
			return err
		}
	}
	return nil
}

// orNull keeps empty values out of a unique index.
func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// viewOf gives the view of a source, to run a query of our own on.
func viewOf(from kit.Source) *kit.View {
	switch s := from.(type) {
	case *kit.Tx:
		return &s.View
	case *kit.View:
		return s
	}
	return nil
}

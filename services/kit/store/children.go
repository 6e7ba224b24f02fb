package store

import (
	"fmt"
	"strconv"
	"strings"

	"hup.example/services/kit/db"
)

// Children describes the rows of another table that are derived from an aggregate: what lists join and filter by.
type Children struct {
	// Table has the columns territory, Owner (the aggregate's id) and Columns; all of them together are unique.
	Table, Owner string
	Columns      []string

	selectAll, remove, removeAll string
	insert                       *db.Insert
}

// Open composes the SQL once.
func (c Children) Open() *Children {
	// With "=" SQLite, which knows nothing of the values, would read the index that holds all columns from its beginning to its
	// end, as if a territory had few rows.
	where := " FROM " + c.Table + " WHERE territory = $1 AND " + c.Owner + " BETWEEN $2 AND $2"
	c.selectAll = "SELECT " + strings.Join(c.Columns, ", ") + where
	c.removeAll = "DELETE" + where
	c.remove = c.removeAll
	for i, column := range c.Columns {
		c.remove += " AND " + column + " = $" + strconv.Itoa(i+3)
	}
	c.insert = db.NewInsert(c.Table, append([]string{"territory", c.Owner}, c.Columns...), "ON CONFLICT DO NOTHING")
	return &c
}

// Set makes the rows of an aggregate those: each is the values of Columns, texts or int64. Only what differs is written.
func (c *Children) Set(tx *Tx, owner string, rows [][]any) error {
	have, err := c.rows(tx, owner)
	if err != nil {
		return err
	}
	var missing [][]any
	for _, row := range rows {
		k := childKey(row)
		if _, there := have[k]; !there {
			missing = append(missing, append([]any{tx.Actor.Territory, owner}, row...))
		}
		have[k] = nil // it stays
	}
	for _, row := range have {
		if row == nil {
			continue
		}
		if _, err := tx.Exec(tx.Ctx, c.remove, append([]any{tx.Actor.Territory, owner}, row...)...); err != nil {
			return err
		}
	}
	return c.insert.Rows(tx.Ctx, tx, missing...)
}

// Clear drops all rows of an aggregate.
func (c *Children) Clear(tx *Tx, owner string) error {
	_, err := tx.Exec(tx.Ctx, c.removeAll, tx.Actor.Territory, owner)
	return err
}

// rows are those that an aggregate has, by key.
func (c *Children) rows(tx *Tx, owner string) (map[string][]any, error) {
	found, err := tx.Query(tx.Ctx, c.selectAll, tx.Actor.Territory, owner)
	if err != nil {
		return nil, err
	}
	defer func() { _ = found.Close() }()
	have := map[string][]any{}
	for found.Next() {
		row, places := make([]any, len(c.Columns)), make([]any, len(c.Columns))
		for i := range row {
			places[i] = &row[i]
		}
		if err := found.Scan(places...); err != nil {
			return nil, err
		}
		have[childKey(row)] = row
	}
	return have, found.Err()
}

func childKey(row []any) string { return fmt.Sprintf("%#v", row) }

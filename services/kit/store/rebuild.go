package store

import (
	"context"

	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
)

// rebuildBatch is how many aggregates one unit of work projects again.
const rebuildBatch = 200

// key is where an aggregate is.
type key struct{ territory, id string }

// Rebuild projects every aggregate of the table again, in its own territory: what Project keeps, and the summaries, are
// then what they would be had they been kept all along. It works in parts, so that others write meanwhile.
func (t *Table[A, M]) Rebuild(ctx context.Context, s *Store) error {
	if t.Project == nil && t.summary == nil {
		return nil
	}
	var last key
	for {
		batch, err := t.keysAfter(ctx, s, last)
		if err != nil || len(batch) == 0 {
			return err
		}
		if err := s.Update(ctx, func(tx *Tx) error { return t.projectAll(tx, batch) }); err != nil {
			return err
		}
		last = batch[len(batch)-1]
	}
}

func (t *Table[A, M]) projectAll(tx *Tx, batch []key) error {
	for _, k := range batch {
		in := tx.As(actor.Of(k.territory, tx.store.service))
		a, err := t.Get(in, k.id)
		if err != nil {
			return err
		}
		if err := t.summarize(in, a.Base()); err != nil {
			return err
		}
		if t.Project == nil {
			continue
		}
		if err := t.Project(in, a); err != nil {
			return err
		}
	}
	return nil
}

// summarize keeps the summary of the record again: the message of lists may have got a field.
func (t *Table[A, M]) summarize(tx *Tx, root *aggregate.Root) error {
	if t.summary == nil {
		return nil
	}
	seen, err := t.summary.of([]byte{}, root.Stored())
	if err != nil {
		return err
	}
	_, err = tx.Exec(tx.Ctx, "UPDATE "+t.Name+" SET summary = $3 WHERE territory = $1 AND id = $2 AND version = $4", root.Territory, root.ID, seen, root.Version)
	return err
}

func (t *Table[A, M]) keysAfter(ctx context.Context, s *Store, last key) ([]key, error) {
	rows, err := s.db.Read().Query(ctx, "SELECT territory, id FROM "+t.Name+" WHERE (territory, id) > ($1, $2) ORDER BY territory, id LIMIT CAST($3 AS bigint)",
		last.territory, last.id, rebuildBatch)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var keys []key
	for rows.Next() {
		var k key
		if err := rows.Scan(&k.territory, &k.id); err != nil {
			return nil, err
		}
		keys = append(keys, k)
	}
	return keys, rows.Err()
}

package store

import (
	"database/sql"
	"errors"
	"time"

	"hup.example/services/kit/clock"
	"hup.example/services/kit/module"
	kit "hup.example/services/kit/store"
)

// Progress is how far a file has been read into the register: written with its rows, so that a file whose import was stopped
// goes on behind the last row that is in.
type Progress struct {
	file, layout string
	// Position is how many rows of the file are done with.
	Position int64
	Counts   module.Counts
}

const (
	selectProgress = `SELECT position, added, changed, same, refused FROM file_progress WHERE territory = $1 AND file = $2 AND layout = $3 AND NOT done`
	putProgress    = `INSERT INTO file_progress (territory, file, layout, position, added, changed, same, refused, done, updated_us)
 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
 ON CONFLICT (territory, file) DO UPDATE SET layout = excluded.layout, position = excluded.position, added = excluded.added,
 changed = excluded.changed, same = excluded.same, refused = excluded.refused, done = excluded.done, updated_us = excluded.updated_us`
	selectWhole = `SELECT count(*) FROM file_progress WHERE territory = $1 AND layout = $2 AND done`
)

// ProgressOf is how far a file is: at its beginning when it is new, or was read to its end before.
func ProgressOf(v *kit.View, file, layout string) (Progress, error) {
	p := Progress{file: file, layout: layout}
	c := &p.Counts
	err := v.QueryRow(v.Ctx, selectProgress, v.Actor.Territory, file, layout).Scan(&p.Position, &c.Added, &c.Changed, &c.Same, &c.Refused)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return p, err
}

// Put notes how far the file is.
func (p Progress) Put(tx *kit.Tx) error { return p.put(tx, false) }

// Done notes that all of it is in.
func (p Progress) Done(tx *kit.Tx) error { return p.put(tx, true) }

func (p Progress) put(tx *kit.Tx, done bool) error {
	c := p.Counts
	_, err := tx.Exec(tx.Ctx, putProgress, tx.Actor.Territory, p.file, p.layout, p.Position, c.Added, c.Changed, c.Same, c.Refused, done, clock.Micros(tx.Now))
	return err
}

// UnitsAfter is when a legal unit without an establishment here was changed last, to be kept: one that waited longer than
// the patience is of elsewhere, once the establishments of the territory are known.
func UnitsAfter(v *kit.View, patience time.Duration) (int64, error) {
	whole := 0
	if err := v.QueryRow(v.Ctx, selectWhole, v.Actor.Territory, "stock_etablissement").Scan(&whole); err != nil || whole == 0 {
		return 0, err
	}
	newest, err := NewestVersion(v)
	return newest - patience.Microseconds(), err
}

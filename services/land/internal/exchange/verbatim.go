package exchange

import (
	"context"
	"encoding/csv"
	"errors"
	"io"

	"hup.example/services/kit/actor"
	"hup.example/services/kit/module"
	"hup.example/services/kit/sheet"
	"hup.example/services/kit/store"
	"hup.example/services/land/internal/tableschema"
)

// Schema is a published schema.
type Schema = tableschema.Schema

// Verbatim is a table of a standard that is checked, kept line by line as it was written, and given back: poles and
// establishments of sites économiques are the business of others, and a file of them must not be lost here.
type Verbatim struct {
	Store  *store.Store
	Kind   string
	Schema *tableschema.Schema
	// Put keeps a line under its key and says whether it is new and whether it differs. Each reads them in the order of the keys.
	Put  func(tx *store.Tx, kind, key string, cells map[string]string) (isNew, differs bool, err error)
	Each func(v *store.View, kind string, told func(cells map[string]string) error) error
}

// Poles and Establishments are the schemas of the two tables.
func Poles() *tableschema.Schema { return poles }

// Establishments is the schema of ETABLISSEMENT.
func Establishments() *tableschema.Schema { return etablissements }

// Layouts describes the header, for the help.
func (t Verbatim) Layouts() string { return "CNIG, " + t.Schema.Title + " " + t.Schema.Version }

// Read implements module.Import.
func (t Verbatim) Read(ctx context.Context, territory, _ string, file io.Reader, told func(module.Refusal)) (counts module.Counts, err error) {
	ctx = actor.With(ctx, actor.Of(territory, "land"))
	rows, err := sheet.Open(file, told, t.Schema.PrimaryKey)
	if err != nil {
		return counts, err
	}
	if needed, _ := t.Schema.Missing(rows.Header()); len(needed) > 0 {
		return counts, missing(needed, rows.Has)
	}
	for done := false; !done; {
		var batch []sheet.Row
		for len(batch) < together && !done {
			next, err := rows.Next()
			if done = errors.Is(err, io.EOF); err != nil && !done {
				return counts, err
			}
			if !done && t.right(next, rows) {
				batch = append(batch, next)
			}
		}
		var part module.Counts
		err = t.Store.Update(ctx, func(tx *store.Tx) (err error) {
			part, err = t.keep(tx, batch)
			return err
		})
		if err != nil {
			return counts, err
		}
		counts.Added, counts.Changed, counts.Same = counts.Added+part.Added, counts.Changed+part.Changed, counts.Same+part.Same
	}
	counts.Refused = rows.Refused
	return counts, nil
}

// right tells what the schema says of a row, and whether it goes in.
func (t Verbatim) right(next sheet.Row, rows *sheet.Reader) bool {
	for _, f := range t.Schema.Check(next.Cells()) {
		if f.Binding {
			rows.Refuse(next, f.Column, f.Reason)
			return false
		}
	}
	return true
}

func (t Verbatim) keep(tx *store.Tx, batch []sheet.Row) (counts module.Counts, err error) {
	for _, next := range batch {
		isNew, differs, err := t.Put(tx, t.Kind, next.Get(t.Schema.PrimaryKey), next.Cells())
		switch {
		case err != nil:
			return counts, err
		case isNew:
			counts.Added++
		case differs:
			counts.Changed++
		default:
			counts.Same++
		}
	}
	return counts, nil
}

// Export implements module.Import.
func (t Verbatim) Export(ctx context.Context, territory string, to io.Writer) error {
	out := csv.NewWriter(to)
	out.Comma = ';'
	header := t.Schema.Names()
	if err := out.Write(header); err != nil {
		return err
	}
	err := t.Each(t.Store.View(actor.With(ctx, actor.Of(territory, "land"))), t.Kind, func(cells map[string]string) error {
		line := make([]string, len(header))
		for i, name := range header {
			line[i] = cells[name]
		}
		return out.Write(line)
	})
	out.Flush()
	if err != nil {
		return err
	}
	return out.Error()
}

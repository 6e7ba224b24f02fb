// Package exchange reads files into the register and writes the register back into files. The header decides what a
// column is. A row that can't be taken is refused with its line, its column and the reason; the others go in.
package exchange

import (
	"context"
	"errors"
	"fmt"
	"io"

	"google.golang.org/protobuf/proto"

	"hup.example/services/kit/actor"
	"hup.example/services/kit/module"
	"hup.example/services/kit/sheet"
	"hup.example/services/kit/store"
	"hup.example/services/land/internal/app"
	"hup.example/services/land/internal/domain"
)

// together is how many rows go into one unit of work.
const together = 500

// Importer reads the files of one kind of records.
type Importer[A domain.Record[M], M proto.Message] struct {
	Store    *store.Store
	Register app.Register[A, M]
	// Key is the column of the source's id; Required are the columns without which a file has another layout.
	Key      string
	Required []string
	// Find finds the record with the id of the source.
	Find func(tx *store.Tx, key string) (A, bool, error)
	// Apply reads a row into a record, made new or as it is kept.
	Apply func(tx *store.Tx, record M, cells map[string]string) []Refused
	// Check answers what the contract's rules find wrong with the record.
	Check func(record M) []Refused
}

// Refused is a cell that can't be taken.
type Refused struct{ Column, Reason string }

// outcome is what became of a row.
type outcome int

const (
	added outcome = iota
	changed
	same
	refusedRow
)

// Read implements module.Import.
func (i Importer[A, M]) Read(ctx context.Context, territory, _ string, file io.Reader, refused func(module.Refusal)) (module.Counts, error) {
	who := actor.Of(territory, "land")
	who.BodyID = actor.From(ctx).BodyID
	run := &run[A, M]{Importer: i, ctx: actor.With(ctx, who), refused: refused, lines: map[string]int{}}
	rows, err := sheet.Open(file, run.refuse, i.Required...)
	if err != nil {
		return module.Counts{}, err
	}
	for {
		next, err := rows.Next()
		if errors.Is(err, io.EOF) {
			err = run.flush()
			return run.counts, err
		}
		if err == nil {
			err = run.take(row{line: next.Line, cells: next.Cells()})
		}
		if err != nil {
			return run.counts, err
		}
	}
}

// row is one line of a file, by the names of its header.
type row struct {
	line  int
	cells map[string]string
}

// run is one file under way.
type run[A domain.Record[M], M proto.Message] struct {
	Importer[A, M]
	ctx     context.Context
	refused func(module.Refusal)
	counts  module.Counts
	rows    []row
	// lines is where each id of the source was first met: a file that names one twice says two things of it.
	lines map[string]int
}

func (r *run[A, M]) refuse(bad module.Refusal) {
	r.counts.Refused++
	r.refused(bad)
}

func (r *run[A, M]) take(next row) error {
	key := next.cells[r.Key]
	switch first, twice := r.lines[key]; {
	case key == "":
		r.refuse(module.Refusal{Line: next.line, Column: r.Key, Reason: "L'identifiant manque : sans lui la ligne ne peut pas être retrouvée au prochain import."})
		return nil
	case twice:
		r.refuse(module.Refusal{Line: next.line, Column: r.Key, Reason: fmt.Sprintf("Cet identifiant est déjà à la ligne %d.", first)})
		return nil
	}
	r.lines[key] = next.line
	if r.rows = append(r.rows, next); len(r.rows) < together {
		return nil
	}
	return r.flush()
}

// flush puts the waiting rows in one unit of work. What it found is told after the commit: the unit may run again.
func (r *run[A, M]) flush() error {
	if len(r.rows) == 0 {
		return nil
	}
	var counts module.Counts
	var bad []module.Refusal
	err := r.Store.Update(r.ctx, func(tx *store.Tx) error {
		counts, bad = module.Counts{}, nil
		for _, next := range r.rows {
			became, wrong, err := r.one(tx, next)
			if err != nil {
				return err
			}
			count(&counts, became)
			for _, w := range wrong {
				bad = append(bad, module.Refusal{Line: next.line, Column: w.Column, Reason: w.Reason})
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	r.rows = r.rows[:0]
	r.counts.Added, r.counts.Changed, r.counts.Same = r.counts.Added+counts.Added, r.counts.Changed+counts.Changed, r.counts.Same+counts.Same
	r.counts.Refused += counts.Refused
	for _, b := range bad {
		r.refused(b)
	}
	return nil
}

func count(c *module.Counts, became outcome) {
	switch became {
	case added:
		c.Added++
	case changed:
		c.Changed++
	case same:
		c.Same++
	case refusedRow:
		c.Refused++
	}
}

// one puts one row in.
func (r *run[A, M]) one(tx *store.Tx, next row) (outcome, []Refused, error) {
	kept, known, err := r.Find(tx, next.cells[r.Key])
	if err != nil {
		return 0, nil, err
	}
	var to M
	to = to.ProtoReflect().New().Interface().(M)
	if known {
		to = proto.Clone(kept.Message()).(M)
	}
	wrong := r.Apply(tx, to, next.cells)
	if len(wrong) == 0 && known && proto.Equal(kept.Message(), to) {
		return same, nil, nil
	}
	if len(wrong) == 0 {
		wrong = r.Check(to)
	}
	if len(wrong) > 0 {
		return refusedRow, wrong, nil
	}
	if !known {
		_, err := r.Register.Add(tx, to, "")
		return judged(added, err)
	}
	differs, err := r.Register.Change(tx, kept, to)
	if err == nil && !differs {
		return same, nil, nil
	}
	return judged(changed, err)
}

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
	// Layouts are those that the kind is read from; the first that fits the header is taken, the last one is the default.
	Layouts []Layout[M]
	// Find finds the record with the id of the source.
	Find func(tx *store.Tx, key string) (A, bool, error)
	// Rules are those of the contract.
	Rules Rules
	// Notes tells what is to be said of a record that went in; may be nil.
	Notes func(tx *store.Tx, record A) ([]string, error)
}

// outcome is what became of a row.
type outcome int

const (
	added outcome = iota
	changed
	same
	refusedRow
)

// Read implements module.Import.
func (i Importer[A, M]) Read(ctx context.Context, territory, _ string, file io.Reader, told func(module.Refusal)) (module.Counts, error) {
	who := actor.Of(territory, "land")
	who.BodyID = actor.From(ctx).BodyID
	run := &run[A, M]{Importer: i, ctx: actor.With(ctx, who), told: told, lines: map[string]int{}, warned: map[Refused]*repeated{}}
	next, err := run.open(file)
	if err != nil {
		return module.Counts{}, err
	}
	for {
		read, err := next()
		if errors.Is(err, io.EOF) {
			err = run.flush()
			run.warnings()
			return run.counts, err
		}
		if err == nil {
			err = run.take(read)
		}
		if err != nil {
			return run.counts, err
		}
	}
}

// row is one line of a file, by the names of its header, or one feature.
type row[M proto.Message] struct {
	line   int
	cells  map[string]string
	layout Layout[M]
	// geometry is that of a feature, as it was written; empty without one.
	geometry string
}

// run is one file under way.
type run[A domain.Record[M], M proto.Message] struct {
	Importer[A, M]
	ctx    context.Context
	told   func(module.Refusal)
	counts module.Counts
	rows   []row[M]
	// lines is where each id of the source was first met: a file that names one twice says two things of it.
	lines map[string]int
	// warned are the warnings so far: the same of many rows is told once.
	warned map[Refused]*repeated
}

func (r *run[A, M]) refuse(bad module.Refusal) {
	r.counts.Refused++
	r.told(bad)
}

func (r *run[A, M]) take(next row[M]) error {
	id := next.layout.Key
	key := next.cells[id]
	switch first, twice := r.lines[key]; {
	case key == "":
		r.refuse(module.Refusal{Line: next.line, Column: id, Reason: "L'identifiant manque : sans lui la ligne ne peut pas être retrouvée au prochain import."})
		return nil
	case twice:
		r.refuse(module.Refusal{Line: next.line, Column: id, Reason: fmt.Sprintf("Cet identifiant est déjà à la ligne %d.", first)})
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
	var all []said
	err := r.Store.Update(r.ctx, func(tx *store.Tx) error {
		counts, all = module.Counts{}, nil
		for _, next := range r.rows {
			became, told, err := r.one(tx, next)
			if err != nil {
				return err
			}
			count(&counts, became)
			all = append(all, sayings(told, next.line, became)...)
		}
		return nil
	})
	if err != nil {
		return err
	}
	r.rows = r.rows[:0]
	r.counts.Added, r.counts.Changed, r.counts.Same = r.counts.Added+counts.Added, r.counts.Changed+counts.Changed, r.counts.Same+counts.Same
	r.counts.Refused += counts.Refused
	r.tell(all)
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
func (r *run[A, M]) one(tx *store.Tx, next row[M]) (outcome, []Refused, error) {
	kept, known, err := r.Find(tx, next.cells[next.layout.Key])
	if err != nil {
		return 0, nil, err
	}
	var to M
	to = to.ProtoReflect().New().Interface().(M)
	if known {
		to = proto.Clone(kept.Message()).(M)
	}
	told := append(next.layout.check(next.cells), next.layout.Apply(tx, to, next.cells)...)
	told = append(told, locate(to, next.geometry)...)
	if !binding(told) && known && proto.Equal(kept.Message(), to) {
		return same, told, nil
	}
	if !binding(told) {
		told = append(told, r.Rules.Check(to, next.layout.Paths)...)
	}
	if binding(told) {
		return refusedRow, told, nil
	}
	became, wrong, err := r.put(tx, kept, known, to, next.layout.Paths)
	return became, append(told, wrong...), err
}

// put writes what a row says.
func (r *run[A, M]) put(tx *store.Tx, kept A, known bool, to M, columns map[string]string) (outcome, []Refused, error) {
	became, differs, err := added, true, error(nil)
	if known {
		became = changed
		differs, err = r.Register.Change(tx, kept, to)
	} else {
		kept, err = r.Register.Add(tx, to, "")
	}
	if err == nil && !differs {
		return same, nil, nil
	}
	if err != nil || r.Notes == nil {
		return r.Rules.judged(became, err, columns)
	}
	notes, err := r.Notes(tx, kept)
	var told []Refused
	for _, n := range notes {
		told = append(told, warn("", n))
	}
	return became, told, err
}

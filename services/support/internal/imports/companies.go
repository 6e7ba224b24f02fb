package imports

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	"hup.example/services/kit/actor"
	"hup.example/services/kit/module"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/app"
	"hup.example/services/support/internal/store"
)

const (
	// chunk is how many rows go to the database at once, stride how many are read at most before it is noted how far.
	chunk, stride = 2000, 50_000
	// told is after how many rows the operator hears of the work.
	told = 100_000
	// patience is how long a legal unit waits for its establishment.
	patience = 60 * 24 * time.Hour
)

// Companies reads files of establishments and of legal units into the register of a territory. Of files of the whole country
// it takes what lies in the territory's area.
func Companies(s *kit.Store, areas map[string]Area) module.Import {
	read := func(ctx context.Context, f module.File) (module.Counts, error) {
		r := reading{ctx: actor.With(ctx, actor.Of(f.Territory, "support")), store: s, file: f, spelling: store.NewSpelling()}
		return r.read(areas)
	}
	return module.Import{
		Layouts: Layouts, Options: options, ReadFile: read, Export: export(s),
		Read: func(ctx context.Context, territory, name string, file io.Reader, refused func(module.Refusal)) (module.Counts, error) {
			return read(ctx, module.File{Territory: territory, Name: name, Content: file, Refused: refused})
		},
	}
}

// reading is one file on its way into the register: one goroutine reads, another writes.
type reading struct {
	ctx    context.Context
	store  *kit.Store
	file   module.File
	layout layout
	table  *table
	area   *Area
	// met are the establishments whose company was met: they are wanted wherever they lie now.
	met map[string]bool
	// progress is how far the file is in the database.
	progress store.Progress
	// after is when a unit without an establishment was changed to be kept.
	after int64
	// written is how many rows this reading has changed.
	written  int
	nameless int
	spelling *store.Spelling
	speaking sync.Mutex
}

// part is what goes to the database at once.
type part struct {
	told []store.Told
	// passed and refused are how many rows of the file were, since its beginning.
	passed  int64
	refused int
	err     error
}

func (r *reading) read(areas map[string]Area) (module.Counts, error) {
	c, err := contentOf(r.file.Content)
	if err != nil {
		return module.Counts{}, err
	}
	defer c.done()
	if err := r.open(c, areas); err != nil {
		return module.Counts{}, err
	}
	ctx, stop := context.WithCancel(r.ctx)
	defer stop()
	parts := make(chan part, 1)
	go r.parse(ctx, parts)
	for p := range parts {
		if p.err != nil {
			return r.progress.Counts, p.err
		}
		if err := r.write(p); err != nil {
			return r.progress.Counts, err
		}
	}
	if err := r.ctx.Err(); err != nil {
		return r.progress.Counts, err
	}
	return r.progress.Counts, r.finish()
}

// open finds what the file is, and goes where it was left.
func (r *reading) open(c *content, areas map[string]Area) (err error) {
	rows, err := c.rows()
	if err != nil {
		return err
	}
	r.table = tableOf(rows)
	found := false
	if r.layout, found = layoutOf(r.table); !found {
		return errors.New("l'en-tête n'est pas celui d'un fichier d'entreprises : il faut les colonnes siret et denomination, siret et raison_sociale, ou celles d'un fichier Stock de l'Insee (hup import --help)")
	}
	if r.area, err = chosen(r.file.Options); err != nil {
		return err
	}
	if r.area == nil && r.layout.national && !r.layout.units {
		area, known := areas[r.file.Territory]
		if !known {
			return errors.New("ce fichier est de toute la France : dites quel territoire garder, par --where epci=200066918, departement=30 ou commune=30007, ou une fois pour toutes par le réglage territory-area")
		}
		r.area = &area
	}
	if r.met, err = store.MetSIRETs(r.store.View(r.ctx)); err != nil {
		return err
	}
	if r.layout.units {
		if r.after, err = store.UnitsAfter(r.store.View(r.ctx), patience); err != nil {
			return err
		}
	}
	if r.progress, err = store.ProgressOf(r.store.View(r.ctx), c.mark(), r.layout.name); err != nil || r.progress.Position == 0 {
		return err
	}
	r.say(r.progress.Position)
	return r.table.skip(r.progress.Position)
}

// parse reads the rows and sends them in parts.
func (r *reading) parse(ctx context.Context, parts chan<- part) {
	defer close(parts)
	p := part{passed: r.progress.Position, refused: r.progress.Counts.Refused}
	sent, day := p.passed, timestamppb.New(r.store.Clock().Now())
	refuse := func(why module.Refusal) {
		if !why.Warning {
			p.refused++
		}
		r.tell(why)
	}
	send := func() bool {
		select {
		case parts <- p:
			sent, p.told = p.passed, nil
			return true
		case <-ctx.Done():
			return false
		}
	}
	for {
		row, err := r.table.read(refuse, &p.passed)
		if err != nil {
			if !errors.Is(err, io.EOF) {
				p.err = err
			}
			send()
			return
		}
		if t, ok := r.take(row, refuse); ok {
			if t.Company.SourceTime == nil && !r.layout.units {
				t.Company.SourceTime = day
			}
			p.told = append(p.told, t)
		}
		if (len(p.told) >= chunk || p.passed-sent >= stride) && !send() {
			return
		}
	}
}

// take reads a row that is wanted.
func (r *reading) take(row row, refuse func(module.Refusal)) (store.Told, bool) {
	if r.area != nil && !r.layout.units && !r.area.has(row.get(r.layout.commune)) && !r.met[row.get("siret")] {
		return store.Told{}, false
	}
	if column, found := row.unkeepable(); found {
		refuse(module.Refusal{Line: row.line, Column: column, Reason: "Le texte contient un caractère nul : enregistrez le fichier à nouveau, en UTF-8."})
		return store.Told{}, false
	}
	t, why := r.layout.read(row)
	if why != nil {
		refuse(*why)
	}
	return t, why == nil || why.Warning
}

// write puts a part into the register, tells the companies that were met, and notes how far the file is, all at once.
func (r *reading) write(p part) error {
	var next store.Progress
	var done store.Loaded
	err := r.store.Update(r.ctx, func(tx *kit.Tx) (err error) {
		if r.layout.units {
			done, err = store.PutUnits(tx, p.told, r.after, r.spelling)
		} else {
			done, err = store.PutEstablishments(tx, p.told, r.spelling)
		}
		if err != nil {
			return err
		}
		if err := (app.Refresh{}).Do(tx, done.News); err != nil {
			return err
		}
		next = r.progress
		next.Position, next.Counts.Refused = p.passed, p.refused
		next.Counts.Added += done.Added
		next.Counts.Changed += done.Changed
		next.Counts.Same += done.Same
		return next.Put(tx)
	})
	if err != nil {
		return err
	}
	for _, c := range done.News {
		if c.GetLegalName()+c.GetTradeName() == "" {
			r.nameless++
		}
	}
	if next.Position/told > r.progress.Position/told {
		r.progress = next
		r.say(next.Position)
	}
	r.progress = next
	before := r.written
	if r.written += done.Added + done.Changed; before < chunk {
		return r.filled()
	}
	return nil
}

func (r *reading) tell(why module.Refusal) {
	r.speaking.Lock()
	defer r.speaking.Unlock()
	if r.file.Refused != nil {
		r.file.Refused(why)
	}
}

func (r *reading) say(read int64) {
	r.speaking.Lock()
	defer r.speaking.Unlock()
	if r.file.Progress != nil {
		r.file.Progress(read, r.progress.Counts)
	}
}

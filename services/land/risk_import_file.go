package land

import (
	"context"
	"errors"
	"fmt"
	"hash"
	"io"
	"maps"
	"slices"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/module"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/app"
	"hup.example/services/land/internal/exchange"
)

const (
	// ofLayer is how many shapes are in one unit of work; twice as many are in memory.
	ofLayer = 200
	// tellEach is how many shapes are read between two words of how far it is.
	tellEach = 10 * ofLayer
)

// layerFile is a file of a layer under way. The version of before stays in use until it is read to its end: a file that breaks off
// changes nothing. Where the program was ended in the middle, the same file goes on behind the last part that was laid.
type layerFile struct {
	module.File
	ctx    context.Context
	store  *kit.Store
	said   *landv1.RiskLayer
	laying app.Laying
	lay    app.LayRisks
	// digest is of what was read so far, and of what else the shapes depend on.
	digest hash.Hash

	counts          module.Counts
	features, empty int
	// writing tells how the part was written that is written while the next one is read; nil when none is.
	writing chan error
}

func (l *layerFile) read() (module.Counts, error) {
	next, err := exchange.Features(l.Content)
	if err != nil {
		return l.counts, err
	}
	err = l.store.Update(l.ctx, func(tx *kit.Tx) (err error) {
		l.laying, err = l.lay.Start(tx, l.said)
		return err
	})
	if err != nil {
		return l.counts, err
	}
	fmt.Fprintln(l.digest, l.said.GetKind(), l.said.GetPointReachM())
	err = errors.Join(l.parts(next), l.written())
	if err == nil && l.counts.Added == 0 {
		err = errors.New("aucune forme de ce fichier ne peut être prise")
	}
	if err == nil {
		err = l.finish()
	}
	if err != nil {
		l.counts.Added = 0
		err = fmt.Errorf("%w ; rien n'a changé : la version d'avant, s'il y en a une, reste en usage", err)
		return l.counts, errors.Join(err, l.update(l.lay.Stop))
	}
	return l.counts, nil
}

// parts lays the shapes of the file, so many at a time.
func (l *layerFile) parts(next func() (exchange.Feature, error)) error {
	var part []app.Feature
	for {
		f, err := next()
		if err == nil {
			part = append(part, app.Feature{Properties: f.Cells(), Geometry: f.Shape()})
			l.sum(part[len(part)-1])
		}
		if len(part) == ofLayer || errors.Is(err, io.EOF) && len(part) > 0 {
			if err := l.put(part); err != nil {
				return err
			}
			part = part[:0]
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// sum adds a feature to the digest.
func (l *layerFile) sum(f app.Feature) {
	for _, name := range slices.Sorted(maps.Keys(f.Properties)) {
		fmt.Fprintf(l.digest, "%q %q\n", name, f.Properties[name])
	}
	fmt.Fprintln(l.digest, f.Geometry)
}

func (l *layerFile) put(part []app.Feature) error {
	shapes, empty, bad := app.Shapes(l.said, l.features, part)
	for no := l.features + 1; no <= l.features+len(part); no++ {
		if reason, ok := bad[no]; ok {
			l.Refused(module.Refusal{Line: no, Column: "geometry", Reason: reason})
			l.counts.Refused++
		}
	}
	laid := app.Part{First: l.features + 1, Last: l.features + len(part), Shapes: shapes, Digest: l.digest.Sum(nil)}
	l.features, l.empty = laid.Last, l.empty+empty
	if err := l.written(); err != nil {
		return err
	}
	l.writing = make(chan error, 1)
	go func() {
		l.writing <- l.store.Update(l.ctx, func(tx *kit.Tx) error { return l.lay.Add(tx, l.laying, laid) })
	}()
	if l.counts.Added += len(shapes); l.features%tellEach == 0 {
		l.Progress(int64(l.features), l.counts)
	}
	return nil
}

// written waits for the part that is being written.
func (l *layerFile) written() error {
	if l.writing == nil {
		return nil
	}
	err := <-l.writing
	l.writing = nil
	return err
}

func (l *layerFile) finish() error {
	if l.empty > 0 {
		l.Refused(module.Refusal{Line: 1, Column: "geometry", Reason: fmt.Sprintf("%d formes n'ont pas de géométrie : elles sont passées.", l.empty), Warning: true})
	}
	same := false
	err := l.update(func(tx *kit.Tx, laying app.Laying) (err error) {
		same, err = l.lay.Finish(tx, laying, app.Part{Last: l.features, Digest: l.digest.Sum(nil)}, l.counts.Added, l.empty+l.counts.Refused)
		return err
	})
	if same {
		l.counts.Added, l.counts.Same = 0, l.counts.Added
	}
	return err
}

func (l *layerFile) update(do func(*kit.Tx, app.Laying) error) error {
	return l.store.Update(l.ctx, func(tx *kit.Tx) error { return do(tx, l.laying) })
}

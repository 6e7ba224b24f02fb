package imports

import (
	"context"
	"errors"
	"io"

	"google.golang.org/protobuf/types/known/timestamppb"

	supporteventv1 "hup.example/proto/gen/go/hup/support/event/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/module"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/app"
	"hup.example/services/support/internal/store"
)

// chunk is how many rows go to the database at once.
const chunk = 2000

// Companies reads files of establishments into the register of a territory.
func Companies(s *kit.Store) module.Import {
	return module.Import{
		Layouts: "établissements : siret, denomination, puis au choix siren, enseigne, naf, categorie_juridique, tranche_effectif, adresse, code_postal, code_commune, lat, lon, ferme, date_creation, diffusion (O ou P)\n" +
			"organismes de formation : siret, raison_sociale, puis au choix siren, enseigne, naf, categorie_juridique, tranche_effectif, adresse_voie, code_postal, code_commune, lat, lon, ferme, date_creation",
		Read: func(ctx context.Context, territory, _ string, file io.Reader, refused func(module.Refusal)) (module.Counts, error) {
			r := reading{ctx: actor.With(ctx, actor.Of(territory, "support")), store: s, territory: territory}
			return r.read(file, refused)
		},
		Export: export(s),
	}
}

// reading is one file on its way into the register.
type reading struct {
	ctx       context.Context
	store     *kit.Store
	territory string
	waiting   []*supportv1.Company
	counts    module.Counts
}

func (r *reading) read(file io.Reader, refused func(module.Refusal)) (module.Counts, error) {
	t, err := open(file)
	if err != nil {
		return r.counts, err
	}
	l, ok := layoutOf(t)
	if !ok {
		return r.counts, errors.New("l'en-tête n'est pas celui d'un fichier d'entreprises : il faut les colonnes siret et denomination, ou siret et raison_sociale")
	}
	day := timestamppb.New(r.store.Clock().Now())
	refuse := func(why module.Refusal) {
		r.counts.Refused++
		refused(why)
	}
	err = t.each(refuse, func(row row) error {
		c, why := l.establishment(row)
		if why != nil {
			refuse(*why)
			return nil
		}
		c.SourceTime = day
		if r.waiting = append(r.waiting, c); len(r.waiting) < chunk {
			return nil
		}
		return r.flush()
	})
	if err == nil {
		err = r.flush()
	}
	if err == nil {
		err = r.note(l.name)
	}
	return r.counts, err
}

// flush writes what waits, and tells it to the companies that were met.
func (r *reading) flush() error {
	added, changed, err := store.PutEstablishments(r.ctx, r.store, r.territory, r.waiting)
	if err != nil {
		return err
	}
	r.counts.Added, r.counts.Changed = r.counts.Added+added, r.counts.Changed+changed
	r.counts.Same += len(r.waiting) - added - changed
	if added+changed > 0 {
		err = app.Refresh{Store: r.store}.Do(r.ctx, r.waiting)
	}
	r.waiting = r.waiting[:0]
	return err
}

// note writes the one journal line of the file, when the file changed anything.
func (r *reading) note(layout string) error {
	c := r.counts
	if c.Added+c.Changed == 0 {
		return nil
	}
	return r.store.Update(r.ctx, func(tx *kit.Tx) error {
		return store.NoteLoaded(tx, &supporteventv1.RegisterLoaded{
			Layout: layout, AddedCount: int64(c.Added), ChangedCount: int64(c.Changed), SameCount: int64(c.Same), RefusedCount: int64(c.Refused),
		})
	})
}

package imports

import (
	supporteventv1 "hup.example/proto/gen/go/hup/support/event/v1"
	"hup.example/services/kit/module"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/store"
)

// finish writes the one journal line of the file, when the file changed anything.
func (r *reading) finish() error {
	if r.layout.name == stockEstablishments.name {
		if err := r.dropUnits(); err != nil {
			return err
		}
	}
	if err := r.filled(); err != nil {
		return err
	}
	if r.nameless > 0 {
		r.tell(module.Refusal{Warning: true, Reason: "Des établissements n'ont pas encore de nom : il est dans le fichier StockUniteLegale, à charger aussi."})
	}
	if r.table.foreign {
		r.tell(module.Refusal{Warning: true, Reason: "Le fichier n'est pas en UTF-8 : il a été lu comme du Windows-1252. Vérifiez quelques accents."})
	}
	c := r.progress.Counts
	return r.store.Update(r.ctx, func(tx *kit.Tx) error {
		if err := r.progress.Done(tx); err != nil || c.Added+c.Changed == 0 {
			return err
		}
		return store.NoteLoaded(tx, &supporteventv1.RegisterLoaded{
			Layout: r.layout.name, AddedCount: int64(c.Added), ChangedCount: int64(c.Changed), SameCount: int64(c.Same), RefusedCount: int64(c.Refused),
		})
	})
}

// dropUnits forgets the units that waited for an establishment of this territory in vain.
func (r *reading) dropUnits() error {
	newest, err := store.NewestVersion(r.store.View(r.ctx))
	if err != nil {
		return err
	}
	for behind, more := "", true; more; {
		err := r.store.Update(r.ctx, func(tx *kit.Tx) error {
			last, err := store.DropUnitsAlone(tx, behind, newest-patience.Microseconds())
			more = last != ""
			if more {
				behind = last
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// filled lets the database know of what was written, when that is much: once it has begun, and in the end.
func (r *reading) filled() error {
	if r.written < chunk {
		return nil
	}
	return store.RegisterFilled(r.ctx, r.store)
}

package app

import (
	"context"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/store"
)

// Refresh tells the companies that were met what the register says of them now.
type Refresh struct{ Store *kit.Store }

// Do changes those that differ, each in a unit of work of its own: a file may hold thousands.
func (u Refresh) Do(ctx context.Context, said []*supportv1.Company) error {
	view := u.Store.View(ctx)
	for start := 0; start < len(said); start += 500 {
		part := said[start:min(start+500, len(said))]
		met, err := store.Met(view, part)
		if err != nil {
			return err
		}
		for _, c := range met {
			if err := u.tell(ctx, c); err != nil {
				return err
			}
		}
	}
	return nil
}

func (u Refresh) tell(ctx context.Context, said *supportv1.Company) error {
	return u.Store.Update(ctx, func(tx *kit.Tx) error {
		c, err := store.CompanyOfSIRET(&tx.View, said.GetSiret())
		if err != nil || c == nil || !c.Learn(said, tx.Now) {
			return err
		}
		return store.Companies.Put(tx, c)
	})
}

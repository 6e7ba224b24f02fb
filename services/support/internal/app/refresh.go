package app

import (
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/store"
)

// Refresh tells the companies that were met what the register says of them now, and their open cases what it means.
type Refresh struct{}

// Do changes those that differ.
func (u Refresh) Do(tx *kit.Tx, said []*supportv1.Company) error {
	for start := 0; start < len(said); start += 500 {
		met, err := store.Met(&tx.View, said[start:min(start+500, len(said))])
		if err != nil {
			return err
		}
		for _, c := range met {
			if err := u.tell(tx, c); err != nil {
				return err
			}
		}
	}
	return nil
}

func (u Refresh) tell(tx *kit.Tx, said *supportv1.Company) error {
	c, err := store.CompanyOfSIRET(&tx.View, said.GetSiret())
	if err != nil || c == nil || !c.Learn(said, tx.Now) {
		return err
	}
	return store.Companies.Put(tx, c)
}

package app

import (
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// Refresh tells the companies that were met what the register says of them now, and their open cases what became of them.
type Refresh struct{}

// Do changes those that differ.
func (u Refresh) Do(tx *kit.Tx, said []*supportv1.Company) error {
	for start := 0; start < len(said); start += 500 {
		met, err := store.Met(&tx.View, said[start:min(start+500, len(said))])
		if err != nil {
			return err
		}
		for _, s := range met {
			c, err := store.CompanyOfSIRET(&tx.View, s.GetSiret())
			if err != nil || c == nil {
				return err
			}
			if _, err := u.Tell(tx, c, s); err != nil {
				return err
			}
		}
	}
	return nil
}

// Tell is Do for one company. It answers whether that was anything new.
func (u Refresh) Tell(tx *kit.Tx, c *domain.Company, said *supportv1.Company) (bool, error) {
	before := c.Before()
	if !c.Learn(said, tx.Now) {
		return false, nil
	}
	if err := store.Companies.Put(tx, c); err != nil {
		return true, err
	}
	other := ""
	if c.State.GetStatus() == supportv1.CompanyStatus_COMPANY_STATUS_CEASED {
		var err error
		if other, err = store.AtWork(&tx.View, c.State.GetSiret()); err != nil {
			return true, err
		}
	}
	cases, err := store.OpenOfCompany(tx, c.ID)
	if err != nil {
		return true, err
	}
	kinds := c.Changes(before, other)
	for _, file := range cases {
		if !file.HearOf(c, kinds, other, tx.Now) {
			continue
		}
		if err := putNamed(tx, file); err != nil {
			return true, err
		}
	}
	return true, nil
}

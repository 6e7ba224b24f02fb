package app

import (
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// putNamed puts a case that has got another company, or whose company is called otherwise, and its referrals, which name it, too.
func putNamed(tx *kit.Tx, c *domain.Case) error {
	if err := store.Cases.Put(tx, c); err != nil {
		return err
	}
	referrals, err := store.ReferralsOf(&tx.View, c.ID)
	if err != nil {
		return err
	}
	for _, r := range referrals {
		if !r.NameCompany(c, tx.Now) {
			continue
		}
		if err := store.Referrals.Put(tx, r); err != nil {
			return err
		}
	}
	return nil
}

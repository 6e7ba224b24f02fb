package app

import (
	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	"hup.example/services/kit/store"
)

// RefreshCompany keeps what the needs say of a company as the directory says it.
type RefreshCompany struct {
	Needs TrainingNeeds
	// OfCompany answers the needs of a company.
	OfCompany func(tx *store.Tx, companyID string) ([]string, error)
}

// Do changes nothing that is right already. The company may have another id now: it was merged.
func (u RefreshCompany) Do(tx *store.Tx, companyID string, now *commonv1.CompanySnapshot) error {
	ids, err := u.OfCompany(tx, companyID)
	if err != nil {
		return err
	}
	for _, id := range ids {
		n, err := u.Needs.Get(tx, id)
		if err != nil {
			return err
		}
		n.RefreshCompany(now, tx.Now)
		if _, err := putChanged(tx, u.Needs, n); err != nil {
			return err
		}
	}
	return nil
}

package app

import (
	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	"hup.example/services/kit/reference"
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
	return u.each(tx, companyID, now, func(*commonv1.CompanySnapshot) bool { return true })
}

// Back gives a company that is one of its own again what was its before it was merged into the other.
func (u RefreshCompany) Back(tx *store.Tx, intoID string, now *commonv1.CompanySnapshot) error {
	return u.each(tx, intoID, now, func(kept *commonv1.CompanySnapshot) bool { return reference.WasCompany(kept, now.GetCompanyId()) })
}

func (u RefreshCompany) each(tx *store.Tx, companyID string, now *commonv1.CompanySnapshot, of func(*commonv1.CompanySnapshot) bool) error {
	ids, err := u.OfCompany(tx, companyID)
	if err != nil {
		return err
	}
	for _, id := range ids {
		n, err := u.Needs.Get(tx, id)
		if err != nil {
			return err
		}
		if !of(n.State.GetCompany()) {
			continue
		}
		n.RefreshCompany(now, tx.Now)
		if _, err := putChanged(tx, u.Needs, n); err != nil {
			return err
		}
	}
	return nil
}

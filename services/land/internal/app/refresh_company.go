package app

import (
	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	"hup.example/services/kit/reference"
	"hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

// RefreshCompany keeps what the requests say of a company as the directory says it.
type RefreshCompany struct {
	Requests LandRequests
	// OfCompany answers the requests of a company.
	OfCompany func(tx *store.Tx, companyID string) ([]*domain.LandRequest, error)
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
	requests, err := u.OfCompany(tx, companyID)
	if err != nil {
		return err
	}
	for _, r := range requests {
		if !of(r.State.GetCompany()) || !r.RefreshCompany(now, tx.Now) {
			continue
		}
		if err := u.Requests.Put(tx, r); err != nil {
			return err
		}
	}
	return nil
}

package app

import (
	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	"hup.example/services/kit/reference"
	"hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

// RefreshCompany keeps what requests, options, sales and leases say of a company as the directory says it.
type RefreshCompany struct {
	// Kept are the kinds of records that name a company.
	Kept []Kept
}

// Kept puts those records of a company that a refresh changes.
type Kept func(tx *store.Tx, companyID string, refresh func(domain.OfCompany) bool) error

// KeptIn are the records of one table; of answers those of a company.
func KeptIn[A domain.OfCompany](records Records[A], of func(tx *store.Tx, companyID string) ([]A, error)) Kept {
	return func(tx *store.Tx, companyID string, refresh func(domain.OfCompany) bool) error {
		found, err := of(tx, companyID)
		if err != nil {
			return err
		}
		for _, one := range found {
			if !refresh(one) {
				continue
			}
			if err := records.Put(tx, one); err != nil {
				return err
			}
		}
		return nil
	}
}

// Do changes nothing that is right already. The company may have another id now: it was merged.
func (u RefreshCompany) Do(tx *store.Tx, companyID string, now *commonv1.CompanySnapshot) error {
	return u.each(tx, companyID, func(of domain.OfCompany) bool { return of.RefreshCompany(now, tx.Now) })
}

// Back gives a company that is one of its own again what was its before it was merged into the other.
func (u RefreshCompany) Back(tx *store.Tx, intoID string, now *commonv1.CompanySnapshot) error {
	return u.each(tx, intoID, func(of domain.OfCompany) bool {
		return reference.WasCompany(of.Company(), now.GetCompanyId()) && of.RefreshCompany(now, tx.Now)
	})
}

func (u RefreshCompany) each(tx *store.Tx, companyID string, refresh func(domain.OfCompany) bool) error {
	if companyID == "" {
		return nil
	}
	for _, kept := range u.Kept {
		if err := kept(tx, companyID, refresh); err != nil {
			return err
		}
	}
	return nil
}

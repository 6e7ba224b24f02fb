package events

import (
	landeventv1 "hup.example/proto/gen/go/hup/land/event/v1"
	"hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

// dealChanged are the facts of options, sales and leases whose company the directory says something new of.
func dealChanged(fact any) (store.Entry, bool) {
	switch f := fact.(type) {
	case domain.OptionUpdated:
		return ofOption(f.Option, &landeventv1.OptionUpdated{
			OptionId: f.Option.GetOptionId(), CaseId: f.Option.GetCaseId(), ChangedFields: f.Fields,
		}), true
	case domain.SaleUpdated:
		return store.Entry{Context: f.Sale.GetCaseId(), Message: &landeventv1.LandSaleUpdated{
			LandSaleId: f.Sale.GetLandSaleId(), CaseId: f.Sale.GetCaseId(), ChangedFields: f.Fields,
		}}, true
	case domain.LeaseUpdated:
		return store.Entry{Context: f.Lease.GetCaseId(), Message: &landeventv1.HostingLeaseUpdated{
			HostingLeaseId: f.Lease.GetHostingLeaseId(), CaseId: f.Lease.GetCaseId(), ChangedFields: f.Fields,
		}}, true
	}
	return store.Entry{}, false
}

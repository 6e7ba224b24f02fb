package events

import (
	landeventv1 "hup.example/proto/gen/go/hup/land/event/v1"
	"hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

// dealFact are the facts of sales, leases and the ZAN ledger.
func dealFact(fact any) (store.Entry, bool) {
	switch f := fact.(type) {
	case domain.SaleMoved:
		return store.Entry{Context: f.Sale.GetCaseId(), Reason: f.Reason, Note: f.Note, Message: &landeventv1.LandSaleStatusChanged{
			LandSaleId: f.Sale.GetLandSaleId(), OldStatus: statusName(f.From), NewStatus: f.Sale.GetStatus().String(),
			Terminal: domain.SaleMachine.Terminal(f.Sale.GetStatus()), ReasonCode: f.Reason, CaseId: f.Sale.GetCaseId(),
		}}, true
	case domain.AssetSold:
		return store.Entry{Context: f.Sale.GetCaseId(), Message: assetSold(f)}, true
	case domain.LeaseMoved:
		return store.Entry{Context: f.Lease.GetCaseId(), Reason: f.Reason, Note: f.Note, Message: &landeventv1.HostingLeaseStatusChanged{
			HostingLeaseId: f.Lease.GetHostingLeaseId(), OldStatus: statusName(f.From), NewStatus: f.Lease.GetStatus().String(),
			Terminal: domain.LeaseMachine.Terminal(f.Lease.GetStatus()), ReasonCode: f.Reason, CaseId: f.Lease.GetCaseId(),
		}}, true
	case domain.LeaseEnding:
		return store.Entry{Context: f.Lease.GetCaseId(), Message: &landeventv1.HostingLeaseEnding{
			HostingLeaseId: f.Lease.GetHostingLeaseId(), PremisesId: f.Lease.GetPremisesId(), MonthsLeft: f.Months,
			EndDate: f.Lease.GetEndDate(), CompanyId: f.Lease.GetCompany().GetCompanyId(), CaseId: f.Lease.GetCaseId(),
		}}, true
	case domain.LeaseFollowed:
		return store.Entry{Context: f.Lease.GetCaseId(), Message: &landeventv1.HostingLeaseFollowed{
			HostingLeaseId: f.Lease.GetHostingLeaseId(), FollowUp: f.Lease.GetFollowUp().String(),
			MoveOnRequestId: f.Lease.GetMoveOnRequestId(), CaseId: f.Lease.GetCaseId(),
		}}, true
	case domain.EntryAppended:
		return store.Entry{Message: entryAppended(f)}, true
	case domain.EntryReversed:
		return store.Entry{Message: &landeventv1.ZanEntryReversed{
			ZanEntryId: f.Entry.GetZanEntryId(), ReversedByEntryId: f.Entry.GetReversedByEntryId(),
		}}, true
	}
	return store.Entry{}, false
}

func assetSold(f domain.AssetSold) *landeventv1.AssetSold {
	s, area := f.Sale, f.Sale.GetAreaM2()
	if f.Asset.CommuneCode == "" {
		area = 0 // the asset is its body's secret
	}
	return &landeventv1.AssetSold{
		AssetId: s.GetAssetId(), LandSaleId: s.GetLandSaleId(), LandRequestId: s.GetLandRequestId(), CaseId: s.GetCaseId(), AreaM2: area,
		DeedDate: s.GetDeedDate(), ZoneId: f.Asset.ZoneID, CreatedJobCount: s.GetCreatedJobCount(), KeptJobCount: s.GetKeptJobCount(),
		CompanyId: s.GetCompany().GetCompanyId(),
	}
}

func entryAppended(f domain.EntryAppended) *landeventv1.ZanEntryAppended {
	e := f.Entry
	return &landeventv1.ZanEntryAppended{
		ZanEntryId: e.GetZanEntryId(), Kind: e.GetKind().String(), EntryDate: e.GetEntryDate(), AreaM2: e.GetAreaM2(),
		LegalReason: e.GetLegalReason().String(), AssetId: e.GetAssetId(), LandSaleId: e.GetLandSaleId(), ReversesEntryId: e.GetReversesEntryId(),
	}
}

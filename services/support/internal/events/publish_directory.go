package events

import (
	"google.golang.org/protobuf/proto"

	supporteventv1 "hup.example/proto/gen/go/hup/support/event/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/aggregate"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// directoryFact is the journal entry of a fact about a company, a project leader, a body or a subject.
func directoryFact(_ *aggregate.Root, fact any) (kit.Entry, bool) {
	for _, of := range []func(any) proto.Message{companyFact, leaderFact, catalogueFact, routingFact} {
		if m := of(fact); m != nil {
			return kit.Entry{Message: m}, true
		}
	}
	return kit.Entry{}, false
}

func companyFact(fact any) proto.Message {
	switch f := fact.(type) {
	case domain.CompanyCreated:
		c := f.Company
		return &supporteventv1.CompanyCreated{
			CompanyId: c.GetCompanyId(), Siret: c.GetSiret(), CommuneCode: c.GetCommuneCode(), Status: c.GetStatus().String(),
			Verification: c.GetVerification().String(),
		}
	case domain.CompanyUpdated:
		c := f.Company
		return &supporteventv1.CompanyUpdated{
			CompanyId: c.GetCompanyId(), ChangedFields: f.Fields, Siret: c.GetSiret(), CommuneCode: c.GetCommuneCode(),
			Verification: c.GetVerification().String(),
		}
	case domain.CompanyCeased:
		return &supporteventv1.CompanyCeased{CompanyId: f.Company.GetCompanyId(), CessationDate: f.Company.GetCessationDate()}
	case domain.CompanyMerged:
		return &supporteventv1.CompanyMerged{CompanyId: f.Company.GetCompanyId(), IntoCompanyId: f.Company.GetMergedIntoCompanyId()}
	case domain.CompanyMergeUndone:
		return &supporteventv1.CompanyMergeUndone{CompanyId: f.Company.GetCompanyId(), IntoCompanyId: f.From}
	case domain.CompanyMoved:
		return &supporteventv1.CompanyStatusChanged{
			CompanyId: f.Company.GetCompanyId(), OldStatus: born(f.From), NewStatus: f.Company.GetStatus().String(),
			Terminal: f.Company.GetStatus() == supportv1.CompanyStatus_COMPANY_STATUS_CEASED,
		}
	}
	return nil
}

func leaderFact(fact any) proto.Message {
	switch f := fact.(type) {
	case domain.LeaderCreated:
		return &supporteventv1.ProjectLeaderCreated{
			ProjectLeaderId: f.Leader.GetProjectLeaderId(), Kind: f.Leader.GetKind().String(), CommuneCode: f.Leader.GetCommuneCode(),
		}
	case domain.LeaderAttached:
		return &supporteventv1.ProjectLeaderAttached{
			ProjectLeaderId: f.Leader.GetProjectLeaderId(), CompanyId: f.Leader.GetCompanyId(), CaseIds: f.CaseIDs,
		}
	case domain.LeaderMoved:
		return &supporteventv1.ProjectLeaderStatusChanged{
			ProjectLeaderId: f.Leader.GetProjectLeaderId(), OldStatus: born(f.From), NewStatus: f.Leader.GetStatus().String(),
			Terminal: domain.LeaderMachine.Terminal(f.Leader.GetStatus()),
		}
	}
	return nil
}

func catalogueFact(fact any) proto.Message {
	switch f := fact.(type) {
	case domain.BodyChanged:
		return &supporteventv1.PartnerBodyChanged{
			PartnerBodyId: f.Body.GetPartnerBodyId(), Status: f.Body.GetStatus().String(), ChangedFields: f.Fields,
		}
	case domain.OfferChanged:
		return &supporteventv1.PartnerBodyChanged{
			PartnerBodyId: f.Offer.GetPartnerBodyId(), ServiceOfferId: f.Offer.GetServiceOfferId(), ChangedFields: f.Fields,
		}
	case domain.SubjectChanged:
		s := f.Subject
		return &supporteventv1.SubjectChanged{
			SubjectCode: s.GetSubjectCode(), Version: s.GetVersion(), Status: s.GetStatus().String(), LinkedKind: s.GetLinkedKind().String(),
		}
	case store.RegisterLoaded:
		return f.File
	}
	return nil
}

// born is the name of the status before, empty for what is new.
func born[S interface {
	~int32
	String() string
}](from S) string {
	if from == 0 {
		return ""
	}
	return from.String()
}

package rpc

import (
	"context"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	recruitmentv1 "hup.example/proto/gen/go/hup/recruitment/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/reference"
	kit "hup.example/services/kit/store"
)

// CreateRecruitmentNeed writes down a draft. The directory and the case are asked before the transaction.
func (s *RecruitmentNeeds) CreateRecruitmentNeed(ctx context.Context, r *recruitmentv1.CreateRecruitmentNeedRequest) (*recruitmentv1.RecruitmentNeed, error) {
	a := actor.From(ctx)
	company, err := s.company(ctx, a, r.GetCompany())
	if err != nil {
		return nil, err
	}
	link, err := s.caseNeed(ctx, a, r)
	if err != nil {
		return nil, err
	}
	said := &recruitmentv1.RecruitmentNeed{
		Company: company, CaseLink: link, Need: r.GetNeed(), Details: r.GetDetails(), Visibility: r.GetVisibility(),
		ExpiryDate: r.GetExpiryDate(), ExternalReferences: r.GetExternalReferences(), BodyId: a.BodyID,
	}
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*recruitmentv1.RecruitmentNeed, error) {
		n, err := s.Create.Do(tx, said, r.GetClientRequestId())
		if err != nil {
			return nil, err
		}
		return s.answer(ctx, tx.Actor, n, true), nil
	})
}

// company asks the directory. A SIRET that it has not met is taken and flagged; people of a company name their own.
func (s *RecruitmentNeeds) company(ctx context.Context, a actor.Actor, said *commonv1.CompanySnapshot) (*commonv1.CompanySnapshot, error) {
	asked := &supportv1.GetCompanySnapshotRequest{Territory: a.Territory, CompanyId: said.GetCompanyId(), Siret: said.GetSiret()}
	if a.Has(actor.CompanyUser) {
		asked.CompanyId = a.CompanyID
	}
	if asked.GetCompanyId() != "" {
		asked.Siret = ""
	} else if asked.GetSiret() == "" {
		return nil, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "company", Reason: "recruitment_need.company"})
	}
	siret, err := reference.Normalize(commonv1.Code_CODE_SIRET, asked.GetSiret())
	if err != nil {
		return nil, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "company.siret", Reason: "INVALID_CODE"}).Because(err)
	}
	asked.Siret = siret
	company, err := s.Support.GetCompanySnapshot(ctx, asked)
	switch {
	case status.Code(err) == codes.NotFound && siret != "":
		return &commonv1.CompanySnapshot{
			Siret: siret, Name: said.GetName(), CommuneCode: said.GetCommuneCode(), Verification: commonv1.Verification_VERIFICATION_UNVERIFIED,
		}, nil
	case status.Code(err) == codes.NotFound:
		return nil, &errs.Error{Code: codes.NotFound, Reason: "COMPANY_NOT_FOUND"}
	case err != nil:
		return nil, errs.Unavailable("PART_UNAVAILABLE").Because(err)
	}
	return company, nil
}

// caseNeed is the link to the need of a case that the caller may see.
func (s *RecruitmentNeeds) caseNeed(ctx context.Context, a actor.Actor, r *recruitmentv1.CreateRecruitmentNeedRequest) (*commonv1.CaseLink, error) {
	if r.GetCaseId() == "" {
		return nil, nil
	}
	unknown := &errs.Error{Code: codes.NotFound, Reason: "CASE_NEED_NOT_FOUND"}
	switch err := s.Access.Require(ctx, a, "case", r.GetCaseId()); {
	case errs.Is(err, "NOT_FOUND"):
		return nil, unknown
	case err != nil:
		return nil, err
	}
	need, err := s.Support.GetNeed(ctx, &supportv1.GetNeedRequest{Territory: a.Territory, NeedId: r.GetNeedId()})
	switch {
	case status.Code(err) == codes.NotFound || err == nil && need.GetCaseLink().GetCaseId() != r.GetCaseId():
		return nil, unknown
	case err != nil:
		return nil, errs.Unavailable("PART_UNAVAILABLE").Because(err)
	}
	return need.GetCaseLink(), nil
}

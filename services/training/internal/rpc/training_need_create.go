package rpc

import (
	"context"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	kit "hup.example/services/kit/store"
	"hup.example/services/training/internal/app"
	"hup.example/services/training/internal/domain"
)

// CreateTrainingNeed writes down a need that no event opened. The directory and the case are asked before the transaction.
func (s *TrainingNeeds) CreateTrainingNeed(ctx context.Context, r *trainingv1.CreateTrainingNeedRequest) (*trainingv1.TrainingNeed, error) {
	a, said := actor.From(ctx), r.GetTrainingNeed()
	if err := app.Canonical(said); err != nil {
		return nil, err
	}
	if said.GetNeed() == nil { // a case may open one without; who writes one down says what is to be learnt
		return nil, lacking(said)
	}
	var err error
	if said.Company, err = s.company(ctx, a, said.GetCompany()); err != nil {
		return nil, err
	}
	if said.CaseLink, err = s.caseNeed(ctx, a, said.GetCaseLink()); err != nil {
		return nil, err
	}
	said.ExternalReferences = domain.References(a, nil, said.GetExternalReferences())
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*trainingv1.TrainingNeed, error) {
		n, err := s.Express.Do(tx, said)
		if err != nil {
			return nil, err
		}
		return s.answer(ctx, tx.Actor, n), nil
	})
}

// lacking names what is missing, all at once.
func lacking(said *trainingv1.TrainingNeed) error {
	bad := []errs.Field{{Path: "need", Reason: "required"}}
	if c := said.GetCompany(); c.GetCompanyId() == "" && c.GetSiret() == "" && c.GetName() == "" {
		bad = append(bad, errs.Field{Path: "company", Reason: "COMPANY_REQUIRED"})
	}
	return errs.Invalid("INVALID_FIELDS", bad...)
}

// company asks the directory. A SIRET that it has not met, or a name alone, is taken and flagged.
func (s *TrainingNeeds) company(ctx context.Context, a actor.Actor, said *commonv1.CompanySnapshot) (*commonv1.CompanySnapshot, error) {
	unverified := &commonv1.CompanySnapshot{
		Siret: said.GetSiret(), Name: said.GetName(), CommuneCode: said.GetCommuneCode(), Verification: commonv1.Verification_VERIFICATION_UNVERIFIED,
	}
	asked := &supportv1.GetCompanySnapshotRequest{Territory: a.Territory, CompanyId: said.GetCompanyId()}
	if asked.GetCompanyId() == "" {
		asked.Siret = said.GetSiret()
	}
	if asked.GetCompanyId() == "" && asked.GetSiret() == "" {
		return unverified, nil // a name, or nothing: the domain decides
	}
	company, err := s.Support.GetCompanySnapshot(ctx, asked)
	switch {
	case status.Code(err) == codes.NotFound && asked.GetSiret() != "":
		return unverified, nil
	case status.Code(err) == codes.NotFound:
		return nil, &errs.Error{Code: codes.NotFound, Reason: "COMPANY_UNKNOWN"}
	case err != nil:
		return nil, errs.Unavailable("PART_UNAVAILABLE").Because(err)
	}
	return company, nil
}

// caseNeed is the link to the need of a case that the caller may see.
func (s *TrainingNeeds) caseNeed(ctx context.Context, a actor.Actor, said *commonv1.CaseLink) (*commonv1.CaseLink, error) {
	if said.GetCaseId() == "" && said.GetNeedId() == "" {
		return nil, nil
	}
	if err := s.Access.Require(ctx, a, "case", said.GetCaseId()); err != nil {
		return nil, err
	}
	need, err := s.Support.GetNeed(ctx, &supportv1.GetNeedRequest{Territory: a.Territory, NeedId: said.GetNeedId()})
	switch {
	case status.Code(err) == codes.NotFound || err == nil && need.GetCaseLink().GetCaseId() != said.GetCaseId():
		return nil, errs.NotFound("case")
	case err != nil:
		return nil, errs.Unavailable("CASE_UNREACHABLE").Because(err)
	}
	return need.GetCaseLink(), nil
}

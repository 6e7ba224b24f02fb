package rpc

import (
	"context"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
)

// Companies asks the directory, which support owns.
type Companies struct {
	Directory supportv1.SupportServiceClient
}

// Complete replaces what the caller said of a company that it named by its id or its SIRET with what the directory knows. A SIRET
// that the directory has not met, or a name alone, stays as it was said, unverified.
func (c Companies) Complete(ctx context.Context, said *commonv1.CompanySnapshot) (*commonv1.CompanySnapshot, error) {
	unverified := &commonv1.CompanySnapshot{
		Siret: said.GetSiret(), Name: said.GetName(), CommuneCode: said.GetCommuneCode(), Verification: commonv1.Verification_VERIFICATION_UNVERIFIED,
	}
	asked := &supportv1.GetCompanySnapshotRequest{Territory: actor.From(ctx).Territory, CompanyId: said.GetCompanyId()}
	if asked.GetCompanyId() == "" {
		asked.Siret = said.GetSiret()
	}
	if asked.GetCompanyId() == "" && asked.GetSiret() == "" {
		return unverified, nil
	}
	known, err := c.Directory.GetCompanySnapshot(ctx, asked)
	switch code := status.Code(err); {
	case code == codes.OK:
		return known, nil
	case code == codes.NotFound && asked.GetSiret() != "":
		return unverified, nil
	case code == codes.NotFound:
		return nil, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "company.companyId", Reason: "COMPANY_UNKNOWN"})
	}
	return nil, errs.Unavailable("PART_UNAVAILABLE").Because(err)
}

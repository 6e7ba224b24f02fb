package rpc

import (
	"context"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
)

// Companies asks the directory, which support owns.
type Companies struct {
	Directory supportv1.SupportServiceClient
}

// Complete replaces what the caller said of a company that it named by its id with what the directory knows. One
// named otherwise stays as it was said, unverified.
func (c Companies) Complete(ctx context.Context, said *landv1.LandRequest) error {
	a := actor.From(ctx)
	if said.GetCompany() == nil {
		said.Company = &commonv1.CompanySnapshot{}
	}
	if said.GetCompany().GetCompanyId() == "" {
		said.Company.Verification = commonv1.Verification_VERIFICATION_UNVERIFIED
		return nil
	}
	known, err := c.Directory.GetCompanySnapshot(ctx, &supportv1.GetCompanySnapshotRequest{Territory: a.Territory, CompanyId: said.GetCompany().GetCompanyId()})
	switch status.Code(err) {
	case codes.OK:
		said.Company = known
		return nil
	case codes.NotFound:
		return errs.Invalid("INVALID_FIELDS", errs.Field{Path: "company.companyId", Reason: "COMPANY_UNKNOWN"})
	}
	return errs.Unavailable("PART_UNAVAILABLE").Because(err)
}

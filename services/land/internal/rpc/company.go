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

// Complete replaces what the caller said of a company that it named by its id with what the directory knows. One
// named otherwise stays as it was said, unverified.
func (c Companies) Complete(ctx context.Context, said *commonv1.CompanySnapshot) (*commonv1.CompanySnapshot, error) {
	a := actor.From(ctx)
	if said.GetCompanyId() == "" {
		if said == nil {
			said = &commonv1.CompanySnapshot{}
		}
		said.Verification = commonv1.Verification_VERIFICATION_UNVERIFIED
		return said, nil
	}
	known, err := c.Directory.GetCompanySnapshot(ctx, &supportv1.GetCompanySnapshotRequest{Territory: a.Territory, CompanyId: said.GetCompanyId()})
	switch status.Code(err) {
	case codes.OK:
		return known, nil
	case codes.NotFound:
		return nil, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "company.companyId", Reason: "COMPANY_UNKNOWN"})
	}
	return nil, errs.Unavailable("PART_UNAVAILABLE").Because(err)
}

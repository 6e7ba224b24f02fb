// Package directory asks the support service about bodies and companies: it owns them.
package directory

import (
	"context"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
)

// Directory asks over one connection.
type Directory struct {
	support supportv1.SupportServiceClient
}

// New asks over the connection to support.
func New(support grpc.ClientConnInterface) *Directory {
	return &Directory{supportv1.NewSupportServiceClient(support)}
}

// BodyName is the name of a body, as people know it.
func (d *Directory) BodyName(ctx context.Context, territory, bodyID string) (string, error) {
	got, err := d.support.GetBodySnapshot(ctx, &supportv1.GetBodySnapshotRequest{Territory: territory, PartnerBodyId: bodyID})
	return got.GetName(), refusal(err, "bodyId", "BODY_NOT_FOUND")
}

// CompanyName is the name of a company.
func (d *Directory) CompanyName(ctx context.Context, territory, companyID string) (string, error) {
	got, err := d.support.GetCompanySnapshot(ctx, &supportv1.GetCompanySnapshotRequest{Territory: territory, CompanyId: companyID})
	return got.GetName(), refusal(err, "companyId", "COMPANY_NOT_FOUND")
}

// CompanyNow is the id of the company that goes on for one that may have been merged; the id itself when the directory does not
// answer, so that signing in never waits for it.
func (d *Directory) CompanyNow(ctx context.Context, territory, companyID string) string {
	got, err := d.support.GetCompanySnapshot(ctx, &supportv1.GetCompanySnapshotRequest{Territory: territory, CompanyId: companyID})
	if err != nil || got.GetCompanyId() == "" {
		return companyID
	}
	return got.GetCompanyId()
}

// CompanyBySIRET is the id of a company that was met.
func (d *Directory) CompanyBySIRET(ctx context.Context, territory, siret string) (string, error) {
	got, err := d.support.GetCompanySnapshot(ctx, &supportv1.GetCompanySnapshotRequest{Territory: territory, Siret: siret})
	if err == nil && got.GetCompanyId() == "" {
		return "", missing("companyId", "COMPANY_NOT_FOUND")
	}
	return got.GetCompanyId(), refusal(err, "companyId", "COMPANY_NOT_FOUND")
}

// Place is the name of the body or the company of a membership; its id when the directory does not answer, so that
// signing in never waits for it.
func (d *Directory) Place(ctx context.Context, territory, bodyID, companyID string) string {
	name, err := "", error(nil)
	if companyID != "" {
		name, err = d.CompanyName(ctx, territory, companyID)
	} else {
		name, err = d.BodyName(ctx, territory, bodyID)
	}
	if err != nil || name == "" {
		return bodyID + companyID
	}
	return name
}

// refusal tells what does not exist from a directory that does not answer.
func refusal(err error, field, reason string) error {
	switch status.Code(err) {
	case codes.OK:
		return nil
	case codes.NotFound, codes.InvalidArgument:
		return missing(field, reason)
	}
	return errs.Unavailable("PART_UNAVAILABLE").Because(err)
}

func missing(field, reason string) error {
	return errs.Invalid(reason, errs.Field{Path: field, Reason: reason})
}

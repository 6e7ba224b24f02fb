package domain

import (
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
)

// BelongTo makes the case one of the company that the project became: its people see it from now on. Of a company whose
// name nobody knows yet, the case keeps the name and the commune of the project.
func (c *Case) BelongTo(company *commonv1.CompanySnapshot, now time.Time) {
	company = proto.CloneOf(company)
	if company.GetName() == "" {
		company.Name = c.State.GetCompany().GetName()
	}
	if company.GetCommuneCode() == "" {
		company.CommuneCode = c.State.GetCompany().GetCommuneCode()
	}
	c.State.Company, c.State.UpdatedTime = company, timestamppb.New(now)
	c.Record(AccessChanged{c})
}

// NameCompany makes the referral name the company as its case does. It answers whether that is anything new.
func (r *Referral) NameCompany(c *Case, now time.Time) bool {
	if proto.Equal(r.State.GetCompany(), c.State.GetCompany()) {
		return false
	}
	r.State.Company = proto.CloneOf(c.State.GetCompany())
	r.touch(now)
	r.Record(ReferralUpdated{r.State, []string{"company"}})
	return true
}

package domain

import (
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
)

// Options, sales and leases keep what the directory says of their company. When it has closed, the bodies that they are between
// look again at what is still open: nothing is lifted or ended by itself.

// The facts of deals that changed beside their status; fields are named as in the JSON.
type (
	// OptionUpdated: an option changed.
	OptionUpdated struct {
		Option *landv1.Option
		Fields []string
	}
	// SaleUpdated: a sale changed.
	SaleUpdated struct {
		Sale   *landv1.LandSale
		Fields []string
	}
	// LeaseUpdated: a lease changed.
	LeaseUpdated struct {
		Lease  *landv1.HostingLease
		Fields []string
	}
)

var companyField = []string{"company"}

// Company is what the option keeps of its company.
func (o *Option) Company() *commonv1.CompanySnapshot { return o.State.GetCompany() }

// RefreshCompany implements OfCompany.
func (o *Option) RefreshCompany(company *commonv1.CompanySnapshot, now time.Time) bool {
	fresh, changed, closed := follow(o.State.GetCompany(), company)
	if !changed {
		return false
	}
	o.State.Company, o.State.UpdatedTime = fresh, timestamppb.New(now)
	o.Record(OptionUpdated{o.State, companyField})
	if closed && o.Open() {
		tellClosed(&o.Root, "option_company_closed", o.State.GetCaseId(), fresh, o.Parties().bodies()...)
	}
	return true
}

// Company is what the sale keeps of its company.
func (s *LandSale) Company() *commonv1.CompanySnapshot { return s.State.GetCompany() }

// RefreshCompany implements OfCompany.
func (s *LandSale) RefreshCompany(company *commonv1.CompanySnapshot, now time.Time) bool {
	fresh, changed, closed := follow(s.State.GetCompany(), company)
	if !changed {
		return false
	}
	s.State.Company, s.State.UpdatedTime = fresh, timestamppb.New(now)
	s.Record(SaleUpdated{s.State, companyField})
	if closed && s.Open() {
		tellClosed(&s.Root, "land_sale_company_closed", s.State.GetCaseId(), fresh, s.Parties().bodies()...)
	}
	return true
}

// Company is what the lease keeps of its company.
func (l *HostingLease) Company() *commonv1.CompanySnapshot { return l.State.GetCompany() }

// RefreshCompany implements OfCompany.
func (l *HostingLease) RefreshCompany(company *commonv1.CompanySnapshot, now time.Time) bool {
	fresh, changed, closed := follow(l.State.GetCompany(), company)
	if !changed {
		return false
	}
	l.State.Company, l.State.UpdatedTime = fresh, timestamppb.New(now)
	l.Record(LeaseUpdated{l.State, companyField})
	if closed && l.Open() {
		tellClosed(&l.Root, "hosting_lease_company_closed", l.State.GetCaseId(), fresh, l.Parties().bodies()...)
	}
	return true
}

// bodies are the body that keeps the asset and the one that asked, each once.
func (p Parties) bodies() []string {
	if p.AskerID == p.KeeperID {
		return p.who(p.KeeperID)
	}
	return p.who(p.KeeperID, p.AskerID)
}

package domain

import (
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
	"hup.example/services/kit/reference"
)

// Company is a firm or an association of the directory, born at its first contact.
type Company struct {
	aggregate.Root
	// State is what is known of the company, masked where it does not let its identity be published.
	State   *supportv1.Company
	private Private
}

// The facts a company states.
type (
	// CompanyCreated: the company entered the directory.
	CompanyCreated struct{ Company *supportv1.Company }
	// CompanyUpdated: fields of the company changed.
	CompanyUpdated struct {
		Company *supportv1.Company
		Fields  []string
	}
	// CompanyMoved: the company went from one status to another.
	CompanyMoved struct {
		Company *supportv1.Company
		From    supportv1.CompanyStatus
	}
	// CompanyCeased: a register says that the company has ceased.
	CompanyCeased struct{ Company *supportv1.Company }
)

// The statuses of a company, as short names.
const (
	prospect = supportv1.CompanyStatus_COMPANY_STATUS_PROSPECT
	active   = supportv1.CompanyStatus_COMPANY_STATUS_ACTIVE
	ceased   = supportv1.CompanyStatus_COMPANY_STATUS_CEASED
)

// NewCompany makes a company out of what is known at its first contact. The id of one with a SIRET follows from it, so
// that a company that is met twice at the same moment is one.
func NewCompany(territory string, known *supportv1.Company, now time.Time) *Company {
	c := &Company{Root: aggregate.Root{Territory: territory, ID: companyID(territory, known.GetSiret())}}
	known.CompanyId = c.ID
	known.CreatedTime, known.UpdatedTime = timestamppb.New(now), timestamppb.New(now)
	if known.GetVerification() == commonv1.Verification_VERIFICATION_UNSPECIFIED {
		known.Verification, known.Source = commonv1.Verification_VERIFICATION_UNVERIFIED, supportv1.CompanySource_COMPANY_SOURCE_ENTERED
	}
	c.keep(known)
	c.settle()
	c.Record(CompanyCreated{c.State})
	c.Record(CompanyMoved{Company: c.State})
	return c
}

func companyID(territory, siret string) string {
	if siret == "" {
		return id.New("com")
	}
	return id.Of("com", territory, siret)
}

// settle computes what follows from the rest: SIREN, name to show, status.
func (c *Company) settle() {
	s := c.Kept()
	defer c.keep(s)
	if s.GetSiret() != "" {
		s.Siren = reference.SIRENOf(s.GetSiret())
		if len(s.GetSirets()) == 0 {
			s.Sirets = []string{s.GetSiret()}
		}
	}
	s.Name = CompanyName(s)
	for _, contact := range s.GetContacts() {
		if contact.GetContactId() == "" {
			contact.ContactId = id.New("ctc")
		}
	}
	switch {
	case s.GetStatus() == ceased:
	case s.GetSiret() == "":
		s.Status = prospect
	default:
		s.Status = active
	}
}

// CompanyName is the name to show: the trade name, else the legal name.
func CompanyName(c *supportv1.Company) string {
	if c.GetTradeName() != "" {
		return c.GetTradeName()
	}
	return c.GetLegalName()
}

// Usable refuses a company that nothing new can be opened for: one that has ceased, or that was merged into another.
func (c *Company) Usable() error {
	switch {
	case c.State.GetMergedIntoCompanyId() != "":
		return errs.State("COMPANY_MERGED").With("into", c.State.GetMergedIntoCompanyId())
	case c.State.GetStatus() == ceased:
		return errs.State("COMPANY_CEASED")
	}
	return nil
}

// Learn takes over what a register says, where it says something else. It answers whether anything changed.
func (c *Company) Learn(said *supportv1.Company, now time.Time) bool {
	from := c.State.GetStatus()
	whole := c.Kept()
	fields := takeIdentity(whole, said)
	if len(fields) == 0 {
		return false
	}
	whole.SourceTime = said.GetSourceTime()
	c.keep(whole)
	c.updated(from, fields, now)
	return true
}

// Updated states that people changed the fields, named as in the JSON.
func (c *Company) Updated(fields []string, now time.Time) {
	c.updated(c.State.GetStatus(), fields, now)
}

func (c *Company) updated(from supportv1.CompanyStatus, fields []string, now time.Time) {
	c.settle()
	c.State.UpdatedTime = timestamppb.New(now)
	c.Record(CompanyUpdated{Company: c.State, Fields: fields})
	if from == c.State.GetStatus() {
		return
	}
	c.Record(CompanyMoved{Company: c.State, From: from})
	if c.State.GetStatus() == ceased {
		c.Record(CompanyCeased{c.State})
	}
}

// Snapshot is what the other services and the cases keep of the company.
func (c *Company) Snapshot() *commonv1.CompanySnapshot {
	s := c.State
	return &commonv1.CompanySnapshot{
		CompanyId: c.ID, Siret: s.GetSiret(), Name: s.GetName(), CommuneCode: s.GetCommuneCode(), Verification: s.GetVerification(),
		Ceased: s.GetStatus() == ceased,
	}
}

package domain

import (
	"slices"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/text"
)

// The kinds of change that the people of a case must know of, as short names.
const (
	hasMoved   = supportv1.CompanyChangeKind_COMPANY_CHANGE_KIND_MOVED
	hasClosed  = supportv1.CompanyChangeKind_COMPANY_CHANGE_KIND_CLOSED
	hasNewName = supportv1.CompanyChangeKind_COMPANY_CHANGE_KIND_RENAMED
)

// CaseCompanyChanged: a register says something new of the company of the case.
type CaseCompanyChanged struct {
	CaseID, CompanyID string
	Kinds             []supportv1.CompanyChangeKind
}

// Before is the company as it is now, to be compared later.
func (c *Company) Before() *Company { return CompanyOf(proto.CloneOf(c.Kept())) }

// Changes are what a company that a register knows became, of what the people of its cases must know. What was not known
// before is no change; nor is an address that another source writes in its own way. Other is the SIRET of an establishment of
// the company that is at work.
func (c *Company) Changes(before *Company, other string) (kinds []supportv1.CompanyChangeKind) {
	was, is := before.Kept(), c.Kept()
	differ := func(a, b string) bool { return a != "" && b != "" && text.Fold(a) != text.Fold(b) }
	switch {
	case was.GetStatus() != ceased && is.GetStatus() == ceased && other == "":
		kinds = append(kinds, hasClosed)
	case was.GetStatus() != ceased && is.GetStatus() == ceased, differ(was.GetCommuneCode(), is.GetCommuneCode()),
		was.GetSource() == is.GetSource() && differ(was.GetAddress(), is.GetAddress()):
		kinds = append(kinds, hasMoved)
	}
	if differ(was.GetLegalName(), is.GetLegalName()) || differ(was.GetTradeName(), is.GetTradeName()) {
		kinds = append(kinds, hasNewName)
	}
	return kinds
}

// changesKept bounds the changes that a case shows.
const changesKept = 10

// HearOf takes in what became of the company of the case: the snapshot follows, and who works on it is told. It answers
// whether that is anything new.
func (c *Case) HearOf(company *Company, kinds []supportv1.CompanyChangeKind, other string, now time.Time) bool {
	snapshot := company.Snapshot()
	if len(kinds) == 0 && proto.Equal(snapshot, c.State.GetCompany()) {
		return false
	}
	c.State.Company = snapshot
	c.touch(now)
	c.Record(CaseCompanyChanged{CaseID: c.ID, CompanyID: company.ID, Kinds: kinds})
	for _, kind := range kinds {
		change := &supportv1.CompanyChange{Kind: kind, Time: timestamppb.New(now)}
		if kind != hasNewName {
			change.OtherSiret = other
		}
		c.State.CompanyChanges = append(c.State.CompanyChanges, change)
		c.tellOf(kind)
	}
	if extra := len(c.State.GetCompanyChanges()) - changesKept; extra > 0 {
		c.State.CompanyChanges = slices.Delete(c.State.CompanyChanges, 0, extra)
	}
	return true
}

// tellOf tells who has the case, and the bodies that work on it.
func (c *Case) tellOf(kind supportv1.CompanyChangeKind) {
	template := map[supportv1.CompanyChangeKind]string{hasMoved: noticeCompanyMoved, hasClosed: noticeCompanyClosed, hasNewName: noticeCompanyRenamed}[kind]
	tell := func(recipient string) { c.tell(template, recipient, occasion(template+":"+recipient, c.Version+1)) }
	tell(toPerson(c.State.GetAssignedPersonId(), c.State.GetLeadBodyId()))
	asked := map[string]bool{c.State.GetLeadBodyId(): true}
	for _, r := range c.State.GetReferrals() {
		working := r.GetStatus() == supportv1.ReferralStatus_REFERRAL_STATUS_SENT || r.GetStatus() == supportv1.ReferralStatus_REFERRAL_STATUS_ACCEPTED
		if working && !asked[r.GetBodyId()] {
			asked[r.GetBodyId()] = true
			tell(toBody(r.GetBodyId()))
		}
	}
}

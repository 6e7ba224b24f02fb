package domain

import (
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/reference"
)

// RequestUpdated: fields of the request, named as in the JSON, changed.
type RequestUpdated struct {
	Request *landv1.LandRequest
	Fields  []string
}

// OfCompany is a record that keeps what the directory says of a company.
type OfCompany interface {
	aggregate.Aggregate
	Company() *commonv1.CompanySnapshot
	// RefreshCompany takes over what the directory says of the company now. It answers whether that is anything new.
	RefreshCompany(company *commonv1.CompanySnapshot, now time.Time) bool
}

// Company is what the request keeps of its company.
func (r *LandRequest) Company() *commonv1.CompanySnapshot { return r.State.GetCompany() }

// RefreshCompany implements OfCompany. Who looks for land for a company that has closed is told; of a case, support tells them.
func (r *LandRequest) RefreshCompany(company *commonv1.CompanySnapshot, now time.Time) bool {
	fresh, changed, closed := follow(r.State.GetCompany(), company)
	if !changed {
		return false
	}
	r.State.Company, r.State.UpdatedTime = fresh, timestamppb.New(now)
	r.Record(RequestUpdated{r.State, []string{"company"}})
	if closed && r.Open() && r.State.GetCaseLink().GetCaseId() == "" {
		tellClosed(&r.Root, "land_request_company_closed", "", fresh, r.inCharge())
	}
	return true
}

// inCharge is who is told of the request.
func (r *LandRequest) inCharge() string {
	if person := r.State.GetAssignedPersonId(); person != "" {
		return "person:" + person
	}
	return "body:" + r.State.GetBodyId()
}

// follow is what is kept of a company now, whether that is anything new, and whether it has closed since.
func follow(kept, said *commonv1.CompanySnapshot) (fresh *commonv1.CompanySnapshot, changed, closed bool) {
	fresh = reference.FollowCompany(kept, said)
	return fresh, !proto.Equal(kept, fresh), fresh.GetCeased() && !kept.GetCeased()
}

// tellClosed asks the recipients to look again at what is open for a company that has closed, once for each company.
func tellClosed(root *aggregate.Root, template, caseID string, company *commonv1.CompanySnapshot, recipients ...string) {
	for _, who := range recipients {
		root.Record(Told{
			CaseID: caseID, Template: template, Recipient: who, SubjectID: root.ID, Key: template + "/" + root.ID + "/" + company.GetCompanyId() + "/" + who,
		})
	}
}

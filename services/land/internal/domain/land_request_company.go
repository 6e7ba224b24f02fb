package domain

import (
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/reference"
)

// RequestUpdated: fields of the request, named as in the JSON, changed.
type RequestUpdated struct {
	Request *landv1.LandRequest
	Fields  []string
}

// RefreshCompany takes over what the directory says of the company now. It answers whether that is anything new.
func (r *LandRequest) RefreshCompany(company *commonv1.CompanySnapshot, now time.Time) bool {
	fresh := reference.FollowCompany(r.State.GetCompany(), company)
	if proto.Equal(r.State.GetCompany(), fresh) {
		return false
	}
	r.State.Company, r.State.UpdatedTime = fresh, timestamppb.New(now)
	r.Record(RequestUpdated{r.State, []string{"company"}})
	return true
}

package rpc

import (
	"context"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	recruitmentv1 "hup.example/proto/gen/go/hup/recruitment/v1"
	"hup.example/services/kit/journal"
	"hup.example/services/kit/timeline"
	"hup.example/services/recruitment/internal/store"
)

// ListCompanyTimeline tells what happened to the newest recruitment needs of a company that the caller finds in its list, as
// long as the list names the company: an advertisement may hide who hires.
func (s *RecruitmentNeeds) ListCompanyTimeline(ctx context.Context, r *commonv1.ListCompanyTimelineRequest) (*commonv1.ListCompanyTimelineResponse, error) {
	found, err := s.ListRecruitmentNeeds(ctx, &recruitmentv1.ListRecruitmentNeedsRequest{Filter: `companyId = "` + r.GetCompanyId() + `"`, PageSize: 200})
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, one := range found.GetRecruitmentNeeds() {
		if one.GetCompany().GetCompanyId() == r.GetCompanyId() {
			ids = append(ids, one.GetRecruitmentNeedId())
		}
	}
	part := timeline.Part{Service: "recruitment", Words: s.Present}
	return part.Answer(s.Store.View(ctx), r, journal.Of{Aggregates: map[string][]string{store.RecruitmentNeeds.Kind: ids}})
}

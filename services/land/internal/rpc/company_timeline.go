package rpc

import (
	"context"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/journal"
	"hup.example/services/kit/timeline"
	"hup.example/services/land/internal/store"
)

// ListCompanyTimeline tells what happened to the newest land requests of a company that the caller finds in its list.
func (s *LandRequests) ListCompanyTimeline(ctx context.Context, r *commonv1.ListCompanyTimelineRequest) (*commonv1.ListCompanyTimelineResponse, error) {
	found, err := s.ListLandRequests(ctx, &landv1.ListLandRequestsRequest{Filter: `companyId = "` + r.GetCompanyId() + `"`, PageSize: 200})
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, one := range found.GetLandRequests() {
		ids = append(ids, one.GetLandRequestId())
	}
	part := timeline.Part{Service: "land", Words: s.Present}
	return part.Answer(s.Store.View(ctx), r, journal.Of{Aggregates: map[string][]string{store.LandRequests.Kind: ids}})
}

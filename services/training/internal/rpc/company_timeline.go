package rpc

import (
	"context"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/journal"
	"hup.example/services/kit/timeline"
	"hup.example/services/training/internal/store"
)

// ListCompanyTimeline tells what happened to the newest training needs of a company that the caller finds in its list.
func (s *TrainingNeeds) ListCompanyTimeline(ctx context.Context, r *commonv1.ListCompanyTimelineRequest) (*commonv1.ListCompanyTimelineResponse, error) {
	found, err := s.ListTrainingNeeds(ctx, &trainingv1.ListTrainingNeedsRequest{Filter: `companyId = "` + r.GetCompanyId() + `"`, PageSize: 200})
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, one := range found.GetTrainingNeeds() {
		ids = append(ids, one.GetTrainingNeedId())
	}
	part := timeline.Part{Service: "training", Words: s.Present}
	return part.Answer(s.Store.View(ctx), r, journal.Of{Aggregates: map[string][]string{store.TrainingNeeds.Kind: ids}})
}

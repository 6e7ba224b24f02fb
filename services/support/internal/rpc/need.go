package rpc

import (
	"context"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/support/internal/store"
)

// GetNeed answers the details of a need, to open a request for it.
func (s *Support) GetNeed(ctx context.Context, r *supportv1.GetNeedRequest) (*supportv1.GetNeedResponse, error) {
	c, err := store.CaseOfNeed(s.Records.Store.View(in(ctx, r.GetTerritory())), r.GetNeedId())
	if err != nil {
		return nil, err
	}
	return &supportv1.GetNeedResponse{
		Need: c.Need(r.GetNeedId()), Company: c.State.GetCompany(), LeadBodyId: c.State.GetLeadBodyId(),
		CaseLink:   &commonv1.CaseLink{CaseId: c.ID, CaseNumber: c.State.GetNumber(), NeedId: r.GetNeedId()},
		CaseStatus: c.State.GetStatus(), Urgency: c.State.GetUrgency(), ReceivedTime: c.State.GetReceivedTime(),
	}, nil
}

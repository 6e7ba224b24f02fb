package events

import (
	"context"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	eventv1 "hup.example/proto/gen/go/hup/event/v1"
	supporteventv1 "hup.example/proto/gen/go/hup/support/event/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/inbox"
	"hup.example/services/kit/store"
)

func (s Support) companyUpdated(ctx context.Context, e *eventv1.Event) (inbox.Apply, error) {
	var updated supporteventv1.CompanyUpdated
	if err := e.GetData().UnmarshalTo(&updated); err != nil {
		return nil, err
	}
	return s.refresh(ctx, e.GetTerritory(), updated.GetCompanyId(), updated.GetCompanyId(), s.Refresh.Do)
}

func (s Support) companyMerged(ctx context.Context, e *eventv1.Event) (inbox.Apply, error) {
	var merged supporteventv1.CompanyMerged
	if err := e.GetData().UnmarshalTo(&merged); err != nil {
		return nil, err
	}
	return s.refresh(ctx, e.GetTerritory(), merged.GetCompanyId(), merged.GetIntoCompanyId(), s.Refresh.Do)
}

func (s Support) mergeUndone(ctx context.Context, e *eventv1.Event) (inbox.Apply, error) {
	var undone supporteventv1.CompanyMergeUndone
	if err := e.GetData().UnmarshalTo(&undone); err != nil {
		return nil, err
	}
	return s.refresh(ctx, e.GetTerritory(), undone.GetIntoCompanyId(), undone.GetCompanyId(), s.Refresh.Back)
}

// taking takes over what the directory says, for all that is of a company or for some of it.
type taking func(tx *store.Tx, companyID string, now *commonv1.CompanySnapshot) error

// refresh takes over what the directory says of a company that may have got another id. Where it was merged since, an event of
// its own will say.
func (s Support) refresh(ctx context.Context, territory, companyID, nowID string, do taking) (inbox.Apply, error) {
	now, err := s.Needs.GetCompanySnapshot(ctx, &supportv1.GetCompanySnapshotRequest{Territory: territory, CompanyId: nowID})
	if status.Code(err) == codes.NotFound {
		return nil, nil // gone since: what we know of it stays
	}
	if err != nil {
		return nil, err
	}
	now.CompanyId = nowID
	return func(tx *store.Tx) error { return do(tx, companyID, now) }, nil
}

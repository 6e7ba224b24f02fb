package events

import (
	"context"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	eventv1 "hup.example/proto/gen/go/hup/event/v1"
	supporteventv1 "hup.example/proto/gen/go/hup/support/event/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/access"
	"hup.example/services/kit/inbox"
	"hup.example/services/kit/store"
	"hup.example/services/recruitment/internal/app"
)

// recruitmentNeed is the linked kind of the needs that recruitment opens.
const recruitmentNeed = "LINKED_KIND_RECRUITMENT_NEED"

// ended are the statuses of a case that take back what it had opened.
var ended = map[string]bool{"CASE_STATUS_WITHDRAWN": true, "CASE_STATUS_INADMISSIBLE": true, "CASE_STATUS_DUPLICATE": true}

// Support applies what the support service states.
type Support struct {
	// Ask reads a need of a case or a company: events are thin.
	Ask     supportv1.SupportServiceClient
	Open    app.OpenNeedOfCase
	End     app.EndNeedsOfCase
	Refresh app.RefreshCompany
}

// Handlers are the events of support that recruitment cares about.
func (s Support) Handlers() map[string]inbox.Handler {
	return map[string]inbox.Handler{
		"hup.support.case_received.v1":        s.caseReceived,
		"hup.support.case_status_changed.v1":  s.caseMoved,
		"hup.support.case_access_changed.v1":  s.accessChanged,
		"hup.support.company_updated.v1":      s.companyUpdated,
		"hup.support.company_merged.v1":       s.companyMerged,
		"hup.support.company_merge_undone.v1": s.mergeUndone,
	}
}

// caseReceived opens a recruitment need for each need of the case that asks for one.
func (s Support) caseReceived(ctx context.Context, e *eventv1.Event) (inbox.Apply, error) {
	var received supporteventv1.CaseReceived
	if err := e.GetData().UnmarshalTo(&received); err != nil {
		return nil, err
	}
	var needs []*supportv1.GetNeedResponse
	for _, n := range received.GetNeeds() {
		if n.GetLinkedKind() != recruitmentNeed {
			continue
		}
		need, err := s.Ask.GetNeed(ctx, &supportv1.GetNeedRequest{Territory: e.GetTerritory(), NeedId: n.GetNeedId()})
		if err != nil {
			return nil, err
		}
		needs = append(needs, need)
	}
	return func(tx *store.Tx) error {
		for _, need := range needs {
			if err := s.Open.Do(tx, need); err != nil {
				return err
			}
		}
		return nil
	}, nil
}

// caseMoved cancels the needs of a case that came to nothing.
func (s Support) caseMoved(_ context.Context, e *eventv1.Event) (inbox.Apply, error) {
	var moved supporteventv1.CaseStatusChanged
	if err := e.GetData().UnmarshalTo(&moved); err != nil || !ended[moved.GetNewStatus()] {
		return nil, err
	}
	return func(tx *store.Tx) error { return s.End.Do(tx, moved.GetCaseId()) }, nil
}

// accessChanged keeps who may see the case, for lists.
func (s Support) accessChanged(_ context.Context, e *eventv1.Event) (inbox.Apply, error) {
	var changed supporteventv1.CaseAccessChanged
	if err := e.GetData().UnmarshalTo(&changed); err != nil {
		return nil, err
	}
	readers := changed.GetReaderBodyIds()
	if changed.GetCompanyId() != "" {
		readers = append(readers, changed.GetCompanyId())
	}
	return func(tx *store.Tx) error {
		return access.SetReaders(tx, changed.GetCaseId(), changed.GetVersion(), readers)
	}, nil
}

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
	now, err := s.Ask.GetCompanySnapshot(ctx, &supportv1.GetCompanySnapshotRequest{Territory: territory, CompanyId: nowID})
	if status.Code(err) == codes.NotFound {
		return nil, nil // gone since: what we know of it stays
	}
	if err != nil {
		return nil, err
	}
	now.CompanyId = nowID
	return func(tx *store.Tx) error { return do(tx, companyID, now) }, nil
}

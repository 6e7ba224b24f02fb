package events

import (
	"context"

	eventv1 "hup.example/proto/gen/go/hup/event/v1"
	supporteventv1 "hup.example/proto/gen/go/hup/support/event/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/access"
	"hup.example/services/kit/inbox"
	"hup.example/services/kit/store"
	"hup.example/services/land/internal/app"
)

// landRequest is the linked kind of the needs that land opens a request for.
const landRequest = "LINKED_KIND_LAND_REQUEST"

// endsRequests are the statuses of a case that withdraw what it had opened.
var endsRequests = map[string]bool{
	supportv1.CaseStatus_CASE_STATUS_WITHDRAWN.String():    true,
	supportv1.CaseStatus_CASE_STATUS_INADMISSIBLE.String(): true,
	supportv1.CaseStatus_CASE_STATUS_DUPLICATE.String():    true,
}

// Support applies what the support service states.
type Support struct {
	// Needs reads a need of a case: events are thin.
	Needs   supportv1.SupportServiceClient
	Open    app.OpenRequestOfCase
	End     app.EndRequestsOfCase
	Refresh app.RefreshCompany
}

// Handlers are the events of support that land cares about.
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

// caseReceived opens a land request for each need of the case that asks for one.
func (s Support) caseReceived(ctx context.Context, e *eventv1.Event) (inbox.Apply, error) {
	var received supporteventv1.CaseReceived
	if err := e.GetData().UnmarshalTo(&received); err != nil {
		return nil, err
	}
	var needs []*supportv1.GetNeedResponse
	for _, n := range received.GetNeeds() {
		if n.GetLinkedKind() != landRequest {
			continue
		}
		need, err := s.Needs.GetNeed(ctx, &supportv1.GetNeedRequest{Territory: e.GetTerritory(), NeedId: n.GetNeedId()})
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

// caseMoved withdraws the requests of a case that leads nowhere.
func (s Support) caseMoved(_ context.Context, e *eventv1.Event) (inbox.Apply, error) {
	var moved supporteventv1.CaseStatusChanged
	if err := e.GetData().UnmarshalTo(&moved); err != nil || !endsRequests[moved.GetNewStatus()] {
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

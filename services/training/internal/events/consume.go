package events

import (
	"context"

	eventv1 "hup.example/proto/gen/go/hup/event/v1"
	supporteventv1 "hup.example/proto/gen/go/hup/support/event/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/access"
	"hup.example/services/kit/inbox"
	"hup.example/services/kit/store"
	"hup.example/services/training/internal/app"
)

// trainingNeed is the linked kind of the needs that training opens.
const trainingNeed = "LINKED_KIND_TRAINING_NEED"

// Support applies what the support service states.
type Support struct {
	// Needs reads a need of a case: events are thin.
	Needs supportv1.SupportServiceClient
	Open  app.OpenNeedOfCase
}

// Handlers are the events of support that training cares about.
func (s Support) Handlers() map[string]inbox.Handler {
	return map[string]inbox.Handler{
		"hup.support.case_received.v1":       s.caseReceived,
		"hup.support.case_access_changed.v1": s.accessChanged,
	}
}

// caseReceived opens a training need for each need of the case that asks for one.
func (s Support) caseReceived(ctx context.Context, e *eventv1.Event) (inbox.Apply, error) {
	var received supporteventv1.CaseReceived
	if err := e.GetData().UnmarshalTo(&received); err != nil {
		return nil, err
	}
	var needs []*supportv1.GetNeedResponse
	for _, n := range received.GetNeeds() {
		if n.GetLinkedKind() != trainingNeed {
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

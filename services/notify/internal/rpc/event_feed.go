package rpc

import (
	"context"

	notifyv1 "hup.example/proto/gen/go/hup/notify/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
	"hup.example/services/notify/internal/app"
	"hup.example/services/notify/internal/store"
)

// Feed answers PartnerFeedService.
type Feed struct {
	notifyv1.UnimplementedPartnerFeedServiceServer
	Store   *kit.Store
	Cursors app.Cursors
}

// ListFeedEvents answers the events after a cursor that the caller's body may see now; coordinators see all of their territory.
func (s *Feed) ListFeedEvents(ctx context.Context, r *notifyv1.ListFeedEventsRequest) (*notifyv1.ListFeedEventsResponse, error) {
	if err := app.KnownTypes(r.GetEventTypes(), "eventTypes"); err != nil {
		return nil, err
	}
	view := s.Store.View(ctx)
	// The head is read first: all up to it is committed, so that nothing can come in before the cursor that is answered.
	after, head, err := s.Cursors.Read(view, r.GetAfter())
	if err != nil {
		return nil, err
	}
	size := sizeOf(r.GetPageSize())
	found, err := store.Read(view, store.Query{
		Body: view.Actor.BodyID, All: view.Actor.Has(actor.HupCoordinator), After: after, Until: head, Types: r.GetEventTypes(), Limit: size,
	})
	if err != nil {
		return nil, err
	}
	answer := &notifyv1.ListFeedEventsResponse{}
	for _, e := range found {
		event, err := app.CloudEvent(view.Actor.Territory, e)
		if err != nil {
			return nil, err
		}
		answer.Events = append(answer.Events, event)
	}
	if len(found) == size {
		head = found[size-1].At
	}
	answer.NextCursor = s.Cursors.Of(view.Actor.Territory, head)
	return answer, nil
}

func sizeOf(asked int32) int {
	if asked <= 0 {
		return page.DefaultSize
	}
	return min(int(asked), page.MaxSize)
}

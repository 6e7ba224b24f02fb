package journal

import (
	"context"

	eventv1 "hup.example/proto/gen/go/hup/event/v1"
	"hup.example/services/kit/db"
	"hup.example/services/kit/errs"
)

// Feed serves the published events of the services that this process hosts, to consumers that missed some.
type Feed struct {
	eventv1.UnimplementedEventFeedServiceServer
	sources map[string]*db.DB
}

// NewFeed makes an empty feed.
func NewFeed() *Feed { return &Feed{sources: map[string]*db.DB{}} }

// Add serves a service's journal; before the server starts.
func (f *Feed) Add(d *db.DB) { f.sources[d.Name] = d }

const feedPage = 500

// ListEvents answers the events after a place.
func (f *Feed) ListEvents(ctx context.Context, r *eventv1.ListEventsRequest) (*eventv1.ListEventsResponse, error) {
	d, ok := f.sources[r.GetSource()]
	if !ok {
		return nil, errs.NotFound("event_source").With("source", r.GetSource())
	}
	size := int(r.GetPageSize())
	if size == 0 {
		size = feedPage
	}
	lines, err := After(ctx, d.Read(), r.GetAfter(), size)
	if err != nil {
		return nil, err
	}
	head, err := Head(ctx, d.Read())
	if err != nil {
		return nil, err
	}
	answer := &eventv1.ListEventsResponse{Head: head}
	for _, l := range lines {
		answer.Events = append(answer.Events, l.Event(d.Name))
	}
	return answer, nil
}

// TailContext sends the numbered events of a context above a place, and those that come, until the caller goes.
func (f *Feed) TailContext(r *eventv1.TailContextRequest, stream eventv1.EventFeedService_TailContextServer) error {
	d, ok := f.sources[r.GetSource()]
	if !ok {
		return errs.NotFound("event_source").With("source", r.GetSource())
	}
	return Tail(stream.Context(), d, r.GetTerritory(), r.GetContextId(), r.GetAfter(), func(l *Line) error {
		return stream.Send(l.Event(d.Name))
	})
}

// Tail calls told for each numbered line of a context above a place, and for those that come, until ctx ends or told
// answers an error.
func Tail(ctx context.Context, d *db.DB, territory, contextID string, after int64, told func(*Line) error) error {
	hints, stop := d.Wake()
	defer stop()
	for {
		lines, err := OfContext(ctx, d.Read(), territory, contextID, after, feedPage)
		if err != nil {
			return err
		}
		for _, l := range lines {
			if err := told(l); err != nil {
				return err
			}
			after = l.PubSeq
		}
		if len(lines) > 0 {
			continue
		}
		if err := await(ctx, hints); err != nil {
			return err
		}
	}
}

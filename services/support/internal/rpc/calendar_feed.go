package rpc

import (
	"context"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/page"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/app"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// CalendarFeeds answers CalendarFeedService.
type CalendarFeeds struct {
	supportv1.UnimplementedCalendarFeedServiceServer
	Store   *kit.Store
	Signer  *page.Signer
	Present *present.Presenter
	Keep    app.KeepFeeds
}

// CreateCalendarFeed makes an address. It is not kept with the idempotency key: it follows from the id.
func (s *CalendarFeeds) CreateCalendarFeed(ctx context.Context, r *supportv1.CreateCalendarFeedRequest) (*supportv1.CalendarFeed, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.CalendarFeed, error) { return s.Keep.Add(tx, r.GetCalendarFeed()) })
}

// RevokeCalendarFeed closes an address.
func (s *CalendarFeeds) RevokeCalendarFeed(ctx context.Context, r *supportv1.RevokeCalendarFeedRequest) (*supportv1.CalendarFeed, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.CalendarFeed, error) { return s.Keep.Revoke(tx, r.GetCalendarFeedId()) })
}

func (s *CalendarFeeds) do(ctx context.Context, use func(*kit.Tx) (*domain.CalendarFeed, error)) (*supportv1.CalendarFeed, error) {
	answer, err := kit.Write(ctx, s.Store, func(tx *kit.Tx) (*supportv1.CalendarFeed, error) {
		f, err := use(tx)
		if err != nil {
			return nil, err
		}
		return s.answer(ctx, &tx.View, f), nil
	})
	if err != nil {
		return nil, err
	}
	return s.addressed(s.Store.View(ctx), answer), nil
}

// GetCalendarFeed answers a feed with its address.
func (s *CalendarFeeds) GetCalendarFeed(ctx context.Context, r *supportv1.GetCalendarFeedRequest) (*supportv1.CalendarFeed, error) {
	view := s.Store.View(ctx)
	f, err := store.CalendarFeeds.Get(view, r.GetCalendarFeedId())
	if err != nil {
		return nil, err
	}
	if !f.Visible(view.Actor) {
		return nil, errs.NotFound("calendar_feed")
	}
	return s.addressed(view, s.answer(ctx, view, f)), nil
}

// ListCalendarFeeds lists the feeds that the caller may see.
func (s *CalendarFeeds) ListCalendarFeeds(ctx context.Context, r *supportv1.ListCalendarFeedsRequest) (*supportv1.ListCalendarFeedsResponse, error) {
	view := s.Store.View(ctx)
	found, next, err := store.ListCalendarFeeds(view, s.Signer, r)
	if err != nil {
		return nil, err
	}
	answer := &supportv1.ListCalendarFeedsResponse{NextPageToken: next}
	for _, f := range found {
		answer.CalendarFeeds = append(answer.CalendarFeeds, s.addressed(view, s.answer(ctx, view, f)))
	}
	return answer, page.Trim(answer.GetCalendarFeeds(), r.GetFields())
}

func (s *CalendarFeeds) answer(ctx context.Context, v *kit.View, f *domain.CalendarFeed) *supportv1.CalendarFeed {
	seen := present.Resource(ctx, s.Present, f.State, f.Version)
	if f.Visible(v.Actor) {
		seen.AllowedActions = domain.FeedMachine.Allowed(f.State.GetStatus(), v.Actor)
	}
	return seen
}

// addressed adds the address, while it opens something.
func (s *CalendarFeeds) addressed(v *kit.View, f *supportv1.CalendarFeed) *supportv1.CalendarFeed {
	if (&domain.CalendarFeed{State: f}).Opens(v.Now) {
		f.Url = s.Keep.Address(v.Actor.Territory, f.GetCalendarFeedId())
	}
	return f
}

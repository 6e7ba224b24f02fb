package domain

import (
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
	"hup.example/services/kit/machine"
)

// CalendarFeed is a secret address by which a calendar program reads appointments.
type CalendarFeed struct {
	aggregate.Root
	// State is what is known of the feed; its address follows from its id and is kept nowhere.
	State *supportv1.CalendarFeed
}

// The facts that a feed states.
type (
	// FeedCreated: an address was made.
	FeedCreated struct{ Feed *supportv1.CalendarFeed }
	// FeedChanged: the people of another company keep it.
	FeedChanged struct{ Feed *supportv1.CalendarFeed }
	// FeedMoved: it was opened, or closed.
	FeedMoved struct {
		Feed *supportv1.CalendarFeed
		From supportv1.CalendarFeedStatus
	}
)

const (
	feedActive  = supportv1.CalendarFeedStatus_CALENDAR_FEED_STATUS_ACTIVE
	feedRevoked = supportv1.CalendarFeedStatus_CALENDAR_FEED_STATUS_REVOKED
)

// FeedMachine is the state machine of a feed.
var FeedMachine = machine.Machine[supportv1.CalendarFeedStatus]{
	{Action: "revoke", From: []supportv1.CalendarFeedStatus{feedActive}, To: feedRevoked, By: everybody},
}

// feedDays is how long an address is good for.
const feedDays = 366

// NewCalendarFeed makes an address of one of a body, a permanence and an appointment.
func NewCalendarFeed(territory string, a actor.Actor, said *supportv1.CalendarFeed, now time.Time) (*CalendarFeed, error) {
	given := 0
	for _, id := range []string{said.GetBodyId(), said.GetPermanenceId(), said.GetAppointmentId()} {
		if id != "" {
			given++
		}
	}
	if given != 1 {
		return nil, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "calendarFeed", Reason: "calendar_feed.one"})
	}
	f := &CalendarFeed{Root: aggregate.Root{Territory: territory, ID: id.New("cal")}, State: said}
	said.CalendarFeedId, said.Status, said.AuthorPersonId = f.ID, feedActive, personOf(a)
	if a.Has(actor.CompanyUser) {
		said.AuthorCompanyId = a.CompanyID
	} else {
		said.AuthorBodyId = a.BodyID
	}
	said.ExpireDate = calendar.DayOf(now).AddDays(feedDays).String()
	said.CreatedTime, said.UpdatedTime = timestamppb.New(now), timestamppb.New(now)
	f.Record(FeedCreated{said})
	f.Record(FeedMoved{Feed: said})
	return f, nil
}

// Visible says whether the actor may know the address: the people of the body or company that made it, and the coordination.
func (f *CalendarFeed) Visible(a actor.Actor) bool {
	switch {
	case a.Kind == actor.System || a.Has(actor.HupCoordinator):
		return true
	case a.Has(actor.CompanyUser):
		return a.CompanyID != "" && a.CompanyID == f.State.GetAuthorCompanyId()
	}
	return a.Works() && a.BodyID != "" && a.BodyID == f.State.GetAuthorBodyId()
}

// Opens says whether the address answers on a day.
func (f *CalendarFeed) Opens(now time.Time) bool {
	return f.State.GetStatus() == feedActive && calendar.DayOf(now).String() <= f.State.GetExpireDate()
}

// BelongTo gives the address to the people of the company that theirs was merged into.
func (f *CalendarFeed) BelongTo(companyID string, now time.Time) {
	f.State.AuthorCompanyId, f.State.UpdatedTime = companyID, timestamppb.New(now)
	f.Record(FeedChanged{f.State})
}

// Revoke closes the address for ever.
func (f *CalendarFeed) Revoke(a actor.Actor, now time.Time) error {
	from := f.State.GetStatus()
	if err := FeedMachine.Check(from, "revoke", a); err != nil {
		return err
	}
	f.State.Status, f.State.UpdatedTime = feedRevoked, timestamppb.New(now)
	f.Record(FeedMoved{Feed: f.State, From: from})
	return nil
}

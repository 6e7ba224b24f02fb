package store

import (
	"time"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// CalendarFeeds is the table of feeds.
var CalendarFeeds = kit.Table[*domain.CalendarFeed, *supportv1.CalendarFeed]{
	Name: "calendar_feed", Kind: "calendar_feed", Taken: "ALREADY_EXISTS",
	Columns: []kit.Column[*domain.CalendarFeed]{
		{Name: "status", Value: func(f *domain.CalendarFeed) any { return f.State.GetStatus().String() }},
		{Name: "body_id", Value: func(f *domain.CalendarFeed) any { return f.State.GetBodyId() }},
		{Name: "permanence_id", Value: func(f *domain.CalendarFeed) any { return f.State.GetPermanenceId() }},
		{Name: "appointment_id", Value: func(f *domain.CalendarFeed) any { return f.State.GetAppointmentId() }},
		{Name: "author_person_id", Value: func(f *domain.CalendarFeed) any { return f.State.GetAuthorPersonId() }},
		{Name: "author_body_id", Value: func(f *domain.CalendarFeed) any { return f.State.GetAuthorBodyId() }},
		{Name: "author_company_id", Value: func(f *domain.CalendarFeed) any { return f.State.GetAuthorCompanyId() }},
		{Name: "created_us", Value: func(f *domain.CalendarFeed) any { return clock.Micros(timeOf(f.State.GetCreatedTime())) }},
		{Name: "updated_us", Value: func(f *domain.CalendarFeed) any { return clock.Micros(timeOf(f.State.GetUpdatedTime())) }},
	},
	Encode: func(f *domain.CalendarFeed) *supportv1.CalendarFeed { return f.State },
	Decode: func(m *supportv1.CalendarFeed) *domain.CalendarFeed { return &domain.CalendarFeed{State: m} },
}.Open()

var feedList = &page.List{
	Name: "calendar-feeds", Kind: "calendar_feed", From: "calendar_feed t",
	Fields: []page.Field{
		{Name: "status", Column: "t.status", Kind: page.Enum},
		{Name: "bodyId", Column: "t.body_id", Word: page.Mine},
		{Name: "permanenceId", Column: "t.permanence_id"},
		{Name: "appointmentId", Column: "t.appointment_id"},
		{Name: "authorPersonId", Column: "t.author_person_id", Word: page.Me},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	},
	Orders: []page.Order{
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	},
	Descending: true,
	// domain.CalendarFeed.Visible as a condition.
	Scope: func(a actor.Actor) page.Cond {
		switch {
		case a.Has(actor.HupCoordinator):
			return page.Cond{SQL: "TRUE"}
		case a.Has(actor.CompanyUser):
			return page.Cond{SQL: "t.author_company_id = ? AND t.author_company_id <> ''", Args: []any{a.CompanyID}}
		}
		return page.Cond{SQL: "t.author_body_id = ? AND t.author_body_id <> ''", Args: []any{a.BodyID}}
	},
}

// ListCalendarFeeds answers a page of the feeds that the actor may see.
func ListCalendarFeeds(v *kit.View, signer *page.Signer, r page.Request) ([]*domain.CalendarFeed, string, error) {
	return page.Of(v, CalendarFeeds, feedList, signer, r)
}

// What a feed shows: from 30 days back on, so that what was called off is taken out of calendars, too.
const (
	feedBack            = 30 * 24 * time.Hour
	selectFedBody       = `SELECT id FROM appointment WHERE territory = $1 AND $2 IN (body_id, host_body_id) AND start_us >= $3 ORDER BY start_us, id LIMIT 2000`
	selectFedPermanence = `SELECT id FROM appointment WHERE territory = $1 AND permanence_id = $2 AND start_us >= $3 ORDER BY start_us, id LIMIT 2000`
)

// AppointmentsFed are the appointments that a feed shows.
func AppointmentsFed(v *kit.View, f *domain.CalendarFeed) ([]*domain.Appointment, error) {
	ids, err := []string{f.State.GetAppointmentId()}, error(nil)
	switch since := clock.Micros(v.Now.Add(-feedBack)); {
	case f.State.GetBodyId() != "":
		ids, err = texts(v, selectFedBody, v.Actor.Territory, f.State.GetBodyId(), since)
	case f.State.GetPermanenceId() != "":
		ids, err = texts(v, selectFedPermanence, v.Actor.Territory, f.State.GetPermanenceId(), since)
	}
	if err != nil {
		return nil, err
	}
	found := make([]*domain.Appointment, len(ids))
	for i, id := range ids {
		if found[i], err = Appointments.Get(v, id); err != nil {
			return nil, err
		}
	}
	return found, nil
}

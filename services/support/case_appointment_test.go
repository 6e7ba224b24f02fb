package support_test

import (
	"context"
	"slices"
	"testing"

	"github.com/emersion/go-ical"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/kittest"
)

// endings are the ways in which a case ends, each by who does it.
var endings = map[string]func(b *bench, c *supportv1.Case, company context.Context) error{
	"closed": func(b *bench, c *supportv1.Case, _ context.Context) error {
		_, err := b.Cases.TakeChargeOfCase(b.as("myriapolis"), &supportv1.TakeChargeOfCaseRequest{CaseId: c.GetCaseId(), Outcome: supportv1.CaseOutcome_CASE_OUTCOME_HELPED})
		return err
	},
	"withdrawn": func(b *bench, c *supportv1.Case, company context.Context) error {
		_, err := b.Cases.WithdrawCase(company, &supportv1.WithdrawCaseRequest{CaseId: c.GetCaseId(), Reason: supportv1.CaseReason_CASE_REASON_NO_LONGER_WANTED})
		return err
	},
	"inadmissible": func(b *bench, c *supportv1.Case, _ context.Context) error {
		_, err := b.Cases.DeclareInadmissible(b.as("myriapolis"), &supportv1.DeclareInadmissibleRequest{
			CaseId: c.GetCaseId(), Reason: supportv1.CaseReason_CASE_REASON_OUT_OF_SCOPE, Orientation: "La mairie."})
		return err
	},
	"given up": func(b *bench, c *supportv1.Case, _ context.Context) error {
		_, err := b.Cases.RequestInfo(b.as("myriapolis"), &supportv1.RequestInfoRequest{CaseId: c.GetCaseId(), Reason: supportv1.CaseReason_CASE_REASON_DOCUMENT_MISSING})
		b.days(28)
		return err
	},
}

// TestCase_endsWithItsAppointments: however a case ends, who was to come is not expected, the seat is free, those who count on it
// are told once, calendars say so, and nobody is reminded; what has been stays as it was.
func TestCase_endsWithItsAppointments(t *testing.T) {
	for name, end := range endings {
		t.Run(name, func(t *testing.T) {
			kittest.Engines(t, func(t *testing.T, url string) {
				b := open(t, url)
				p := b.permanence(thursdays("initiative", "Salle 1")).GetPermanenceId()
				c, company := b.agreed()
				been := b.booked(company, &supportv1.Appointment{PermanenceId: p, StartTime: paris(t, "2026-11-26 09:00"), CaseId: c.GetCaseId()})
				b.clock.Set(paris(t, "2026-11-26 11:00").AsTime())
				said := &supportv1.Appointment{PermanenceId: p, StartTime: paris(t, "2027-01-14 09:30"), CaseId: c.GetCaseId()}
				coming := b.booked(b.as("myriapolis"), said)
				feed := b.feed(company, &supportv1.CalendarFeed{AppointmentId: coming.GetAppointmentId()})
				if err := end(b, c, company); err != nil {
					t.Fatal(err)
				}
				got := b.appointment(b.as("initiative"), coming.GetAppointmentId())
				if got.GetReason() != supportv1.AppointmentReason_APPOINTMENT_REASON_CASE_ENDED || got.GetReasonLabel() != "Dossier terminé" ||
					got.GetStatus() != supportv1.AppointmentStatus_APPOINTMENT_STATUS_REVOKED || len(got.GetAllowedActions()) != 0 {
					t.Errorf("it is %v", got)
				}
				if s := b.appointment(b.as("initiative"), been.GetAppointmentId()).GetStatus(); s != supportv1.AppointmentStatus_APPOINTMENT_STATUS_BOOKED {
					t.Errorf("the one that has been is %s", s)
				}
				if free := b.free(p, "2027-01-14"); !slices.Equal(free, []int32{1, 1}) {
					t.Errorf("free seats: %v", free)
				}
				byItself := map[string]int{"withdrawn": 1, "given up": 1}[name] // the body did not do it, and is told
				if b.count("appointment_case_ended", "contact:"+c.GetCaseId()) != 1 || b.count("appointment_case_ended_here", "body:initiative") != 1 ||
					b.count("appointment_case_ended", "person:per_myriapolis") != byItself {
					t.Errorf("told: %v", b.asked())
				}
				_, events := b.events(t, feed.GetUrl())
				if len(events) != 1 || prop(t, events[0], ical.PropStatus) != "CANCELLED" || prop(t, events[0], ical.PropSequence) != "1" {
					t.Errorf("the calendar says %v", events)
				}
				if b.days(60); b.count("appointment_reminder", "contact:"+c.GetCaseId()) != 0 {
					t.Errorf("reminded: %v", b.asked())
				}
				if _, err := b.book(company, said); !errs.Is(err, "ILLEGAL_TRANSITION") {
					t.Errorf("booked again: %v", err)
				}
			})
		})
	}
}

// TestMerge_calendarAddressesFollowAndComeBack: they answer all along; the people of the company that goes on see and close them.
func TestMerge_calendarAddressesFollowAndComeBack(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		p := b.permanence(thursdays("initiative", "Salle 1")).GetPermanenceId()
		from, into := b.named("Menuiserie Étoile").GetCompanyId(), b.named("Menuiserie de l'Etoile").GetCompanyId()
		a := b.booked(b.company(from), &supportv1.Appointment{PermanenceId: p, StartTime: paris(t, "2026-11-26 09:00")})
		feed := b.feed(b.company(from), &supportv1.CalendarFeed{AppointmentId: a.GetAppointmentId()})
		ofHost := b.feed(b.as("initiative"), &supportv1.CalendarFeed{PermanenceId: p})
		seen := func(company string) int {
			got, err := b.Feeds.ListCalendarFeeds(b.company(company), &supportv1.ListCalendarFeedsRequest{})
			if err != nil {
				t.Fatal(err)
			}
			return len(got.GetCalendarFeeds())
		}
		guest := func() string {
			if _, events := b.events(t, feed.GetUrl()); len(events) != 1 {
				t.Errorf("the address of the company: %v", events)
			}
			_, events := b.events(t, ofHost.GetUrl())
			return prop(t, events[0], ical.PropSummary)
		}
		merged, err := b.merge(from, into)
		if err != nil || !slices.ContainsFunc(merged.GetMerge().GetMoved(), func(m *supportv1.MovedPart) bool {
			return m.GetKind() == "calendarFeed" && m.GetKindLabel() == "Adresses de calendrier"
		}) {
			t.Fatalf("%v %v", merged, err)
		}
		if seen(from) != 0 || seen(into) != 1 || guest() != "Permanence de initiative : Menuiserie de l'Etoile" {
			t.Errorf("after the merge %d and %d, %s", seen(from), seen(into), guest())
		}
		if _, err := b.undo(from); err != nil || seen(from) != 1 || seen(into) != 0 || guest() != "Permanence de initiative : Menuiserie Étoile" {
			t.Errorf("after the undo %d and %d, %s, %v", seen(from), seen(into), guest(), err)
		}
		if _, err := b.Feeds.RevokeCalendarFeed(b.company(from), &supportv1.RevokeCalendarFeedRequest{CalendarFeedId: feed.GetCalendarFeedId()}); err != nil {
			t.Error(err)
		}
	})
}

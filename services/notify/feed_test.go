package notify_test

import (
	"fmt"
	"testing"
	"time"

	"google.golang.org/protobuf/encoding/protojson"

	eventv1 "hup.example/proto/gen/go/hup/event/v1"
	identityeventv1 "hup.example/proto/gen/go/hup/identity/event/v1"
	landeventv1 "hup.example/proto/gen/go/hup/land/event/v1"
	notifyv1 "hup.example/proto/gen/go/hup/notify/v1"
	supporteventv1 "hup.example/proto/gen/go/hup/support/event/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/inbox"
)

// types are the types of the events, in order.
func types(answer *notifyv1.ListFeedEventsResponse) string {
	text := ""
	for _, e := range answer.GetEvents() {
		text += e.GetType() + " "
	}
	return text
}

const (
	typeReceived = "hup.support.case_received.v1 "
	typeAccess   = "hup.support.case_access_changed.v1 "
	typeLand     = "hup.land.land_request_received.v1 "
)

func TestListFeedEvents_showsABodyItsCasesOnly(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		b.state(b.readers(caseA, 1, "cci", "agglo"), b.received(caseA), b.readers(caseB, 1, "cma"), b.received(caseB))
		if got := types(b.read(b.client("cci"), "")); got != typeAccess+typeReceived {
			t.Errorf("cci reads %s", got)
		}
		if got := types(b.read(b.manager("region"), "")); got != "" {
			t.Errorf("a body without a case reads %s", got)
		}
		if got := types(b.read(b.coordinator(), "")); got != typeAccess+typeReceived+typeAccess+typeReceived {
			t.Errorf("the coordinator reads %s", got)
		}
	})
}

func TestListFeedEvents_isACloudEventWithoutEmptyFields(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		e := b.received(caseA)
		b.state(b.readers(caseA, 1, "cci"), e)
		got := b.read(b.client("cci"), "", "hup.support.case_received.v1").GetEvents()
		if len(got) != 1 {
			t.Fatalf("%d events", len(got))
		}
		want := fmt.Sprintf(`{"specversion":"1.0","id":%q,"type":"hup.support.case_received.v1","source":"/ales/support","subject":%q,
 "time":"2026-11-23T08:00:00Z","territory":"ales","seq":"%d","traceparent":%q,"data":{"caseId":%q,"number":"HUP-2026-000001",
 "subjectCodes":["land.premises"],"communeCode":"30007","status":"CASE_STATUS_RECEIVED"}}`, e.GetId(), caseA, e.GetPubSeq(), e.GetTraceparent(), caseA)
		var parsed notifyv1.FeedEvent
		if err := protojson.Unmarshal([]byte(want), &parsed); err != nil {
			t.Fatal(err)
		}
		if a, b := protojson.Format(got[0]), protojson.Format(&parsed); a != b {
			t.Errorf("got %s\nwant %s", a, b)
		}
	})
}

func TestListFeedEvents_anAccessWithdrawnActsAtOnce(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		b.state(b.readers(caseA, 1, "cci", "agglo"), b.received(caseA))
		b.clock.Advance(time.Minute)
		b.state(b.readers(caseA, 2, "agglo"))
		if got := types(b.read(b.client("cci"), "")); got != "" {
			t.Errorf("cci still reads %s", got)
		}
		if got := types(b.read(b.client("agglo"), "")); got != typeAccess+typeReceived+typeAccess {
			t.Errorf("agglo reads %s", got)
		}
	})
}

// A fact may come before the one that grants access: of the same change, or of a service whose events are faster.
func TestListFeedEvents_whatCameBeforeTheGrantIsNotLost(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		b.state(b.received(caseB))
		b.clock.Advance(time.Hour)
		granted := b.readers(caseB, 1, "cci")
		b.clock.Advance(time.Second)
		b.state(b.event("land", "lrq_1", &landeventv1.LandRequestReceived{LandRequestId: "lrq_1", CaseId: caseB}))
		cursor := b.read(b.client("cci"), "").GetNextCursor()
		b.state(granted)
		if got := types(b.read(b.client("cci"), cursor)); got != typeLand+typeAccess {
			t.Errorf("after the grant cci reads %s", got)
		}
	})
}

func TestListFeedEvents_notesAreForTheirBody(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		note := func(visibility string) *eventv1.Event {
			return b.event("support", "msg_1", &supporteventv1.MessagePosted{MessageId: "msg_1", CaseId: caseA, Visibility: visibility, AuthorBodyId: "cci"})
		}
		b.state(b.readers(caseA, 1, "cci", "agglo"), note("MESSAGE_VISIBILITY_PERSONAL"), note("MESSAGE_VISIBILITY_BODY"), note("MESSAGE_VISIBILITY_PARTNERS"))
		b.state(b.readers(caseA, 2, "cci", "agglo", "cma")) // at the same instant: what was stated is told again
		const posted = "hup.support.message_posted.v1 "
		for who, want := range map[string]string{
			"cci": typeAccess + posted + posted + typeAccess, "agglo": typeAccess + posted + typeAccess, "cma": typeAccess + posted + typeAccess,
		} {
			if got := types(b.read(b.client(who), "")); got != want {
				t.Errorf("%s reads %s", who, got)
			}
		}
		if got := types(b.read(b.coordinator(), "")); got != typeAccess+posted+posted+typeAccess {
			t.Errorf("the coordinator reads %s", got)
		}
	})
}

func TestListFeedEvents_pagesAreStableUnderInserts(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		b.state(b.readers(caseA, 1, "cci"))
		seen := map[string]bool{}
		cursor, pages := b.read(b.client("cci"), "").GetNextCursor(), 0
		for i := range 25 {
			b.state(b.received(caseA))
			if i%5 != 4 {
				continue
			}
			for {
				answer, err := b.Feed.ListFeedEvents(b.client("cci"), &notifyv1.ListFeedEventsRequest{After: cursor, PageSize: 2})
				if err != nil {
					t.Fatal(err)
				}
				cursor = answer.GetNextCursor()
				for _, e := range answer.GetEvents() {
					if seen[e.GetId()] {
						t.Errorf("%s came twice", e.GetId())
					}
					seen[e.GetId()] = true
				}
				if pages++; len(answer.GetEvents()) < 2 {
					break
				}
			}
		}
		if len(seen) != 25 || pages < 13 {
			t.Errorf("%d events in %d pages", len(seen), pages)
		}
	})
}

func TestListFeedEvents_typesAndWildcards(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		b.state(b.readers(caseA, 1, "cci"), b.received(caseA),
			b.event("land", "lrq_1", &landeventv1.LandRequestReceived{LandRequestId: "lrq_1", CaseId: caseA}))
		for asked, want := range map[string]string{
			"hup.*":                        typeAccess + typeReceived + typeLand,
			"hup.support.*":                typeAccess + typeReceived,
			"hup.land.*":                   typeLand,
			"hup.support.case_received.v1": typeReceived,
			"hup.training.*":               "",
		} {
			if got := types(b.read(b.client("cci"), "", asked)); got != want {
				t.Errorf("%s reads %s", asked, got)
			}
		}
		if got := types(b.read(b.client("cci"), "", "hup.land.*", "hup.support.case_received.v1")); got != typeReceived+typeLand {
			t.Errorf("two types read %s", got)
		}
		for _, unknown := range []string{"hup.support.nothing.v1", "hup.support.case_received.v2", "hup.shop.*", "hup.support.notification_requested.v1", "hup.identity.auth_session_opened.v1"} {
			_, err := b.Feed.ListFeedEvents(b.client("cci"), &notifyv1.ListFeedEventsRequest{EventTypes: []string{unknown}})
			if !errs.Is(err, "EVENT_TYPE_UNKNOWN") {
				t.Errorf("%s: %v", unknown, err)
			}
		}
	})
}

func TestListFeedEvents_whatHasNoCaseGoesToItsBody(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		b.state(b.event("identity", "mem_1", &identityeventv1.MembershipCreated{MembershipId: "mem_1", BodyId: "cci"}),
			b.event("identity", "mem_1", &identityeventv1.MembershipStatusChanged{MembershipId: "mem_1"}), // names no body
			b.event("identity", "ses_1", &identityeventv1.AuthSessionOpened{AuthSessionId: "ses_1"}),
			b.event("identity", "per_1", &identityeventv1.PersonCreated{PersonId: "per_1"}))
		if got := types(b.read(b.client("cci"), "")); got != "hup.identity.membership_created.v1 hup.identity.membership_status_changed.v1 " {
			t.Errorf("cci reads %s", got)
		}
		if got := types(b.read(b.client("agglo"), "")); got != "" {
			t.Errorf("agglo reads %s", got)
		}
	})
}

func TestListFeedEvents_tellsFormerReadersOfADeletion(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		b.state(b.readers(caseA, 1, "cci"), b.event("support", caseA, &supporteventv1.CaseDeleted{CaseId: caseA}), b.readers(caseA, 2))
		got := b.read(b.client("cci"), "").GetEvents()
		if len(got) != 1 || got[0].GetType() != "hup.support.case_deleted.v1" || got[0].GetSubject() != caseA {
			t.Errorf("cci reads %v", got)
		}
	})
}

func TestListFeedEvents_keepsSevenDays(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		start := b.read(b.client("cci"), "").GetNextCursor()
		b.state(b.readers(caseA, 1, "cci"), b.received(caseA))
		b.clock.Advance(6 * 24 * time.Hour)
		b.state(b.received(caseA))
		cursor := b.read(b.client("cci"), start).GetNextCursor()
		b.clock.Advance(24*time.Hour + time.Minute)
		b.fire()
		if got := types(b.read(b.client("cci"), "")); got != typeReceived {
			t.Errorf("after a week cci reads %s", got)
		}
		if got := types(b.read(b.client("cci"), cursor)); got != "" {
			t.Errorf("after its last cursor cci reads %s", got)
		}
		if _, err := b.Feed.ListFeedEvents(b.client("cci"), &notifyv1.ListFeedEventsRequest{After: start}); !errs.Is(err, "CURSOR_EXPIRED") {
			t.Errorf("an old cursor: %v", err)
		}
		for _, made := range []string{"x", cursor + "A", "AAAAAAAAAAAAAAAAAAAAAA"} {
			if _, err := b.Feed.ListFeedEvents(b.client("cci"), &notifyv1.ListFeedEventsRequest{After: made}); !errs.Is(err, "CURSOR_INVALID") {
				t.Errorf("cursor %q: %v", made, err)
			}
		}
	})
}

func TestConsumes_parksATypeThatItDoesNotKnow(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		_, err := b.service.Consumes["land"][inbox.Every](t.Context(), &eventv1.Event{Type: "hup.land.castle_built.v1", Source: "land"})
		if err == nil {
			t.Error("an unknown fact was taken")
		}
	})
}

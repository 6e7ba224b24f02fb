package support_test

import (
	"log/slog"
	"slices"
	"testing"
	"time"

	commoneventv1 "hup.example/proto/gen/go/hup/common/event/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/schedule"
	"hup.example/services/kit/store"
)

// fire fires what is due until nothing is left, as a process does that has just started.
func (b *bench) fire() {
	b.t.Helper()
	timers := schedule.NewRunner(b.store, b.service.Timers, slog.New(slog.DiscardHandler))
	for {
		n, err := timers.Fire(b.t.Context())
		if err != nil {
			b.t.Fatal(err)
		}
		if n == 0 {
			return
		}
	}
}

// notices are the messages of a case, by template.
func (b *bench) notices(caseID string) map[string][]*commoneventv1.NotificationRequested {
	b.t.Helper()
	found := map[string][]*commoneventv1.NotificationRequested{}
	_, said := b.lines(caseID)
	for _, m := range said {
		if n, ok := m.(*commoneventv1.NotificationRequested); ok {
			found[n.GetTemplate()] = append(found[n.GetTemplate()], n)
		}
	}
	return found
}

// referral reads a referral as a body sees it.
func (b *bench) referral(body, id string) *supportv1.Referral {
	b.t.Helper()
	got, err := b.Referrals.GetReferral(b.as(body), &supportv1.GetReferralRequest{ReferralId: id})
	if err != nil {
		b.t.Fatal(err)
	}
	return got
}

// read reads a case as the body in charge sees it.
func (b *bench) read(caseID string) *supportv1.Case {
	b.t.Helper()
	got, err := b.Cases.GetCase(b.as("myriapolis"), &supportv1.GetCaseRequest{CaseId: caseID})
	if err != nil {
		b.t.Fatal(err)
	}
	return got
}

// TestTimers_fireOnceWhenTheClockGoesBackAnHour, also when somebody changes the case in the hour that comes twice.
func TestTimers_fireOnceWhenTheClockGoesBackAnHour(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		c := b.opened()
		r := b.refer(c.GetCaseId(), "cci")
		again := func() {
			b.fire()
			b.clock.Advance(-time.Hour)
			if _, err := b.Cases.AssignCase(b.as("myriapolis"), &supportv1.AssignCaseRequest{CaseId: c.GetCaseId(), PersonId: "me"}); err != nil {
				t.Fatal(err)
			}
			if _, err := b.Referrals.AssignReferral(b.as("cci"), &supportv1.AssignReferralRequest{ReferralId: r.GetReferralId(), PersonId: "me"}); err != nil {
				t.Fatal(err)
			}
			b.clock.Advance(time.Hour)
			b.fire()
		}
		for _, at := range []time.Time{
			time.Date(2026, time.November, 25, 7, 0, 0, 0, time.UTC), time.Date(2026, time.November, 27, 7, 0, 0, 0, time.UTC),
			time.Date(2026, time.November, 30, 23, 0, 0, 0, time.UTC), time.Date(2026, time.December, 7, 7, 0, 0, 0, time.UTC),
		} {
			b.clock.Set(at) // day 2 and day 4 in the morning, the midnight after day 5, day 10 in the morning
			again()
		}
		types, _ := b.lines(c.GetCaseId())
		if w, l, o := count(types, "case_sla_warning"), count(types, "case_sla_breached"), count(types, "case_reroute_offered"); w != 4 || l != 2 || o != 1 {
			t.Errorf("%d warnings, %d breaches, %d offers", w, l, o)
		}
		if late := b.notices(c.GetCaseId())["referral_late"]; len(late) != 1 {
			t.Errorf("told %v", late)
		}
	})
}

// TestTimers_areNotLostWhenTheProcessWasDown for a month: each happens once, in order, and who is late is told only that.
func TestTimers_areNotLostWhenTheProcessWasDown(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		c := b.opened()
		r := b.refer(c.GetCaseId(), "cci")
		b.clock.Advance(35 * 24 * time.Hour)
		b.fire()
		types, _ := b.lines(c.GetCaseId())
		for name, want := range map[string]int{"case_sla_warning": 4, "case_sla_breached": 2, "referral_expired": 1, "case_reroute_offered": 2} {
			if n := count(types, name); n != want {
				t.Errorf("%d %s, want %d", n, name, want)
			}
		}
		told := b.notices(c.GetCaseId())
		if len(told["case_due_soon"])+len(told["referral_due_soon"]) != 0 || len(told["referral_late"]) != 1 || len(told["referral_expired"]) != 1 {
			t.Errorf("%v", told)
		}
		if got := b.referral("cci", r.GetReferralId()); got.GetStatus() != supportv1.ReferralStatus_REFERRAL_STATUS_EXPIRED || got.GetRerouteOffered() != nil {
			t.Errorf("%v", got)
		}
		got := b.read(c.GetCaseId())
		if got.GetResponsibleBodyId() != "myriapolis" || got.GetResponsibility().GetReasonLabel() != "Doit trouver un autre organisme" || got.GetRerouteOffered().GetOfferedTime() == nil {
			t.Errorf("%v", got)
		}
	})
}

// TestTimers_doNothingForACaseThatEndedMeanwhile: a timer that is late finds the case as it is now.
func TestTimers_doNothingForACaseThatEndedMeanwhile(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		c := b.opened()
		r := b.refer(c.GetCaseId(), "cci")
		if _, err := b.Cases.WithdrawCase(b.as("myriapolis"), &supportv1.WithdrawCaseRequest{CaseId: c.GetCaseId(), Reason: supportv1.CaseReason_CASE_REASON_PROJECT_DROPPED}); err != nil {
			t.Fatal(err)
		}
		before, _ := b.lines(c.GetCaseId())
		err := b.store.Update(actor.With(t.Context(), actor.Of("ales", "support")), func(tx *store.Tx) error {
			for kind := range b.service.Timers {
				key := c.GetCaseId()
				if kind[:len("ref")] == "ref" {
					key = r.GetReferralId()
				}
				if kind == "case.archive" {
					continue // that one is for closed cases
				}
				if err := schedule.Set(tx, kind, key, tx.Now); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		b.fire()
		if after, _ := b.lines(c.GetCaseId()); !slices.Equal(before, after) {
			t.Errorf("%v happened to a closed case", after[len(before):])
		}
	})
}

// TestTimers_remindTheCompanyWhateverElseHappens: work on the case does not put the reminders off, and a process that was
// down reminds before it gives the case up.
func TestTimers_remindTheCompanyWhateverElseHappens(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		asked := func() string {
			c := b.opened()
			if _, err := b.Cases.RequestInfo(b.as("myriapolis"), &supportv1.RequestInfoRequest{CaseId: c.GetCaseId(), Reason: supportv1.CaseReason_CASE_REASON_DOCUMENT_MISSING}); err != nil {
				t.Fatal(err)
			}
			return c.GetCaseId()
		}
		worked, left := asked(), asked()
		for range 14 {
			b.clock.Advance(24 * time.Hour)
			if _, err := b.Cases.AssignCase(b.as("myriapolis"), &supportv1.AssignCaseRequest{CaseId: worked, PersonId: "me"}); err != nil {
				t.Fatal(err)
			}
			b.fire()
		}
		for _, id := range []string{worked, left} {
			if n := len(b.notices(id)["case_info_reminder"]); n != 2 {
				t.Errorf("reminded %d times in two weeks", n)
			}
		}
		down := asked()
		b.clock.Advance(40 * 24 * time.Hour)
		b.fire()
		if n := len(b.notices(down)["case_info_reminder"]); n != 1 || b.status(down) != supportv1.CaseStatus_CASE_STATUS_AWAITING_INFO {
			t.Errorf("after a month down: reminded %d times, %s", n, b.status(down))
		}
		if s := b.status(left); s != supportv1.CaseStatus_CASE_STATUS_WITHDRAWN {
			t.Errorf("reminded twice, and then: %s", s)
		}
	})
}

// TestReroute_isOfferedOnDay10AndSentInOneCall: the company is told once, and both bodies see who has it now.
func TestReroute_isOfferedOnDay10AndSentInOneCall(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		c := b.opened()
		r := b.refer(c.GetCaseId(), "cci")
		b.days(13)
		if got := b.referral("myriapolis", r.GetReferralId()); got.GetRerouteOffered() != nil {
			t.Fatalf("offered before day 10: %v", got.GetRerouteOffered())
		}
		b.days(1)
		offer := b.referral("myriapolis", r.GetReferralId()).GetRerouteOffered()
		if offer.GetBodyId() == "" || offer.GetBodyId() == "cci" || offer.GetSentence() == "" || !offer.GetConsentGiven() {
			t.Fatalf("%v", offer)
		}
		next, err := b.Referrals.CreateReferral(b.as("myriapolis"), &supportv1.CreateReferralRequest{
			CaseId: c.GetCaseId(), BodyId: offer.GetBodyId(), ReplacesReferralId: r.GetReferralId(), Note: "sans réponse de la CCI",
		})
		if err != nil || next.GetFollowsReferralId() != r.GetReferralId() || next.GetSentence() == "" {
			t.Fatalf("%v, %v", next, err)
		}
		left := b.referral("cci", r.GetReferralId())
		if left.GetCancelReason() != supportv1.CancelReason_CANCEL_REASON_REPLACED || left.GetHandedToBodyId() != offer.GetBodyId() || left.GetHandedToReferralId() != next.GetReferralId() {
			t.Errorf("the body that is left reads %v", left)
		}
		told := b.notices(c.GetCaseId())
		if len(told["case_referred"]) != 1 || len(told["case_handed_over"]) != 1 || told["case_handed_over"][0].GetParams()["leftBodyId"] != "cci" || len(told["case_reroute_offered"]) != 1 {
			t.Errorf("%v", told)
		}
		if _, err := b.Referrals.CreateReferral(b.as("myriapolis"), &supportv1.CreateReferralRequest{CaseId: b.opened().GetCaseId(), BodyId: "cma", ReplacesReferralId: next.GetReferralId()}); err == nil {
			t.Error("replaced the referral of another case")
		}
	})
}

// TestQueue_ofTheResponsibleBodyHasTheCase, whoever that is.
func TestQueue_ofTheResponsibleBodyHasTheCase(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		c := b.opened()
		queue := func(body string) int {
			got, err := b.Cases.ListCases(b.as(body), &supportv1.ListCasesRequest{Filter: `responsibleBodyId = "mine"`})
			if err != nil {
				t.Fatal(err)
			}
			return len(got.GetCases())
		}
		expect := func(when string, lead, cci, cma int) {
			t.Helper()
			if l, x, y := queue("myriapolis"), queue("cci"), queue("cma"); l != lead || x != cci || y != cma {
				t.Errorf("%s: myriapolis has %d, cci %d, cma %d", when, l, x, y)
			}
		}
		expect("received", 1, 0, 0)
		r := b.refer(c.GetCaseId(), "cci")
		expect("sent to cci", 0, 1, 0)
		if _, err := b.Referrals.RedirectReferral(b.as("cci"), &supportv1.RedirectReferralRequest{ReferralId: r.GetReferralId(), NextBodyId: "cma", Note: "une artisane"}); err != nil {
			t.Fatal(err)
		}
		expect("redirected to cma", 0, 0, 1)
		next := b.referral("cci", r.GetReferralId()).GetRedirectedToReferralId()
		if _, err := b.Referrals.DeclineReferral(b.as("cma"), &supportv1.DeclineReferralRequest{ReferralId: next, Reason: supportv1.DeclineReason_DECLINE_REASON_NO_CAPACITY, Nobody: true}); err != nil {
			t.Fatal(err)
		}
		expect("declined by cma", 1, 0, 0)
		if told := b.notices(c.GetCaseId()); len(told["case_referred"]) != 1 || len(told["case_handed_over"]) != 1 {
			t.Errorf("the company is told %v", told)
		}
	})
}

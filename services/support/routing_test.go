package support_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	commoneventv1 "hup.example/proto/gen/go/hup/common/event/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/kittest"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// rules writes a draft of the rules, as the coordinator.
func (b *bench) rules(rules ...*supportv1.RoutingRule) *supportv1.RoutingRuleSet {
	b.t.Helper()
	got, err := b.Rules.CreateRoutingRuleSet(b.as("hup", actor.HupCoordinator), &supportv1.CreateRoutingRuleSetRequest{
		RoutingRuleSet: &supportv1.RoutingRuleSet{Description: "Essai", Rules: rules}})
	if err != nil {
		b.t.Fatal(err)
	}
	return got
}

// publish puts a draft in force.
func (b *bench) publish(id string) (*supportv1.RoutingRuleSet, error) {
	return b.Rules.PublishRoutingRuleSet(b.as("hup", actor.HupCoordinator), &supportv1.PublishRoutingRuleSetRequest{RoutingRuleSetId: id})
}

func prefer(code, body string, subjects ...string) *supportv1.RoutingRule {
	return &supportv1.RoutingRule{
		RuleCode: code, Sentence: "Pour ces sujets, " + body + " passe avant.", Reason: "Un essai.", BodyId: body,
		Effect: supportv1.RoutingEffect_ROUTING_EFFECT_PREFER, When: &supportv1.RoutingCondition{SubjectCodes: subjects},
	}
}

func fallBack(code, body string, next ...string) *supportv1.RoutingRule {
	r := prefer(code, body)
	r.Effect, r.NextBodyIds = supportv1.RoutingEffect_ROUTING_EFFECT_FALL_BACK, next
	return r
}

// setBody changes the status of a body.
func (b *bench) setBody(id string, status supportv1.PartnerBodyStatus) {
	b.t.Helper()
	_, err := b.Bodies.UpdatePartnerBody(b.as("hup", actor.HupCoordinator), &supportv1.UpdatePartnerBodyRequest{
		PartnerBody: &supportv1.PartnerBody{PartnerBodyId: id, Status: status}})
	if err != nil {
		b.t.Fatal(err)
	}
}

// welcoming gives the chamber of trades an offer for every company.
func (b *bench) welcoming() *bench {
	b.t.Helper()
	_, err := b.Bodies.CreateServiceOffer(b.as("hup", actor.HupCoordinator), &supportv1.CreateServiceOfferRequest{PartnerBodyId: "cma", ServiceOffer: &supportv1.ServiceOffer{
		Name: "Pour tous", SubjectCodes: []string{"finance.investment"}}})
	if err != nil {
		b.t.Fatal(err)
	}
	return b
}

func (b *bench) proposals(caseID string) *supportv1.ListReferralProposalsResponse {
	b.t.Helper()
	got, err := b.Cases.ListReferralProposals(b.as("myriapolis"), &supportv1.ListReferralProposalsRequest{CaseId: caseID})
	if err != nil {
		b.t.Fatal(err)
	}
	return got
}

func TestRoutingRules_areVersionsThatNeverChange(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		first, err := b.Rules.GetRoutingRuleSet(b.company("com_x"), &supportv1.GetRoutingRuleSetRequest{RoutingRuleSetId: "current"})
		if err != nil || first.GetNumber() != 1 || len(first.GetFaults()) > 0 || first.GetStatusLabel() != "En vigueur" || !strings.Contains(first.GetNotice(), "L311-3-1") {
			t.Fatalf("the demo's rules: %v, %v", first, err)
		}
		public, err := b.Rules.GetPublicRoutingRules(t.Context(), &supportv1.GetPublicRoutingRulesRequest{Territory: "ales"})
		if err != nil || public.GetRoutingRuleSetId() != first.GetRoutingRuleSetId() {
			t.Errorf("%v, %v", public, err)
		}
		draft := b.rules(fallBack("circle", "cci", "cma", "cci"))
		if len(draft.GetFaults()) != 1 || draft.GetFaults()[0].GetFaultCode() != "ROUTES_IN_CIRCLE" || !slices.Equal(draft.GetAllowedActions(), []string{"update", "publish"}) {
			t.Errorf("%v", draft)
		}
		if _, err := b.publish(draft.GetRoutingRuleSetId()); !errs.Is(err, "ROUTING_FAULTS") {
			t.Errorf("a circle is published: %v", err)
		}
		if _, err := b.Rules.GetRoutingRuleSet(b.as("cci"), &supportv1.GetRoutingRuleSetRequest{RoutingRuleSetId: draft.GetRoutingRuleSetId()}); !errs.Is(err, "NOT_FOUND") {
			t.Errorf("an advisor reads a draft: %v", err)
		}
		change := &supportv1.UpdateRoutingRuleSetRequest{RoutingRuleSet: &supportv1.RoutingRuleSet{
			RoutingRuleSetId: draft.GetRoutingRuleSetId(), Rules: []*supportv1.RoutingRule{prefer("cma", "cma", "finance.investment")}}}
		if got, err := b.Rules.UpdateRoutingRuleSet(b.as("hup", actor.HupCoordinator), change); err != nil || len(got.GetFaults()) > 0 {
			t.Fatalf("%v, %v", got, err)
		}
		second, err := b.publish(draft.GetRoutingRuleSetId())
		if err != nil || second.GetNumber() != 2 || second.GetPublishedTime() == nil {
			t.Fatalf("%v, %v", second, err)
		}
		if _, err := b.Rules.UpdateRoutingRuleSet(b.as("hup", actor.HupCoordinator), change); !errs.Is(err, "ILLEGAL_TRANSITION") {
			t.Errorf("a published version changes: %v", err)
		}
		list, err := b.Rules.ListRoutingRuleSets(b.as("cci"), &supportv1.ListRoutingRuleSetsRequest{})
		if err != nil || len(list.GetRoutingRuleSets()) != 2 || list.GetRoutingRuleSets()[1].GetStatusLabel() != "Remplacée" {
			t.Errorf("%v, %v", list, err)
		}
	})
}

// TestRoutingRules_oneIsInForce: of drafts published at the same instant one comes after the other, and one is in force.
func TestRoutingRules_oneIsInForce(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		var group sync.WaitGroup
		for range 4 {
			draft := b.rules(prefer("cma", "cma", "finance.investment"))
			group.Go(func() {
				if _, err := b.publish(draft.GetRoutingRuleSetId()); err != nil && !errs.Is(err, "ROUTING_RULES_TAKEN") && !errs.Is(err, "ABORTED") && !errs.Is(err, "CONFLICT") {
					t.Error(err)
				}
			})
		}
		group.Wait()
		list, err := b.Rules.ListRoutingRuleSets(b.as("hup", actor.HupCoordinator), &supportv1.ListRoutingRuleSetsRequest{Filter: `status = "ROUTING_RULE_SET_STATUS_PUBLISHED"`})
		if err != nil || len(list.GetRoutingRuleSets()) != 1 {
			t.Errorf("%v, %v", list, err)
		}
	})
}

func TestReferral_keepsWhyAndByWhichRules(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url).welcoming()
		draft := b.rules(prefer("cma", "cma", "finance.investment"))
		if _, err := b.publish(draft.GetRoutingRuleSetId()); err != nil {
			t.Fatal(err)
		}
		c := b.opened()
		p := b.proposals(c.GetCaseId()).GetReferralProposals()
		i := slices.IndexFunc(p, func(p *supportv1.ReferralProposal) bool { return p.GetBodyId() == "cma" })
		if i < 0 || !slices.Contains(p[i].GetRulesFired(), "rule.cma") || p[i].GetExpectedDate() == "" || p[i].GetAlgorithmNotice().GetRulesPath() != "/regles?territoire=ales" || p[i].GetAlgorithmNotice().GetContactBodyId() != "myriapolis" {
			t.Fatalf("%v", p)
		}
		r := b.refer(c.GetCaseId(), "cma")
		if r.GetRoutingRulesNumber() != 2 || r.GetExpectedDate() != p[i].GetExpectedDate() || !slices.Contains(r.GetRulesFired(), "rule.cma") || r.GetAlgorithmNotice().GetText() == "" {
			t.Errorf("%v", r)
		}
		if _, err := b.publish(b.rules(prefer("cci", "cci")).GetRoutingRuleSetId()); err != nil {
			t.Fatal(err)
		}
		redirected, err := b.Referrals.RedirectReferral(b.as("cma"), &supportv1.RedirectReferralRequest{ReferralId: r.GetReferralId(), NextBodyId: "cci", Note: "Plutôt pour vous"})
		if err != nil || redirected.GetRoutingRulesNumber() != 2 {
			t.Fatalf("%v, %v", redirected, err)
		}
		next, err := b.Referrals.GetReferral(b.as("cci"), &supportv1.GetReferralRequest{ReferralId: redirected.GetRedirectedToReferralId()})
		if err != nil || next.GetRoutingRulesNumber() != 3 || !slices.Contains(next.GetRulesFired(), "rule.cci") || next.GetSentence() == "" {
			t.Errorf("handed over: %v, %v", next, err)
		}
		taken, err := b.Cases.TakeChargeOfCase(b.as("myriapolis"), &supportv1.TakeChargeOfCaseRequest{CaseId: c.GetCaseId()})
		if err != nil {
			t.Fatal(err)
		}
		own, err := b.Referrals.GetReferral(b.as("myriapolis"), &supportv1.GetReferralRequest{ReferralId: taken.GetReferrals()[2].GetReferralId()})
		if err != nil || own.GetBodyId() != "myriapolis" || own.GetSentence() == "" || own.GetRoutingRulesNumber() != 3 {
			t.Errorf("taken in charge: %v, %v", own, err)
		}
	})
}

// TestRouting_aBodyClosesAfterThePublication: the rules that name it are told to have a fault, its stand-in comes in its
// place, and where nobody is left the body in charge is named as responsible.
func TestRouting_aBodyClosesAfterThePublication(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url).welcoming()
		set, err := b.publish(b.rules(fallBack("cci-cma", "cci", "cma")).GetRoutingRuleSetId())
		if err != nil {
			t.Fatal(err)
		}
		c := b.opened()
		b.setBody("cci", supportv1.PartnerBodyStatus_PARTNER_BODY_STATUS_SUSPENDED)
		got := b.proposals(c.GetCaseId())
		i := slices.IndexFunc(got.GetReferralProposals(), func(p *supportv1.ReferralProposal) bool { return p.GetBodyId() == "cma" })
		if i < 0 || !strings.Contains(got.GetReferralProposals()[i].GetSentence(), "remplace Chambre de commerce et d’industrie du Gard, suspendu") {
			t.Errorf("%v", got)
		}
		seen, err := b.Rules.GetRoutingRuleSet(b.as("plie"), &supportv1.GetRoutingRuleSetRequest{RoutingRuleSetId: set.GetRoutingRuleSetId()})
		if err != nil || len(seen.GetFaults()) != 1 || seen.GetFaults()[0].GetFaultCode() != "BODY_CLOSED" {
			t.Errorf("%v, %v", seen, err)
		}
		for _, p := range got.GetReferralProposals() {
			b.setBody(p.GetBodyId(), supportv1.PartnerBodyStatus_PARTNER_BODY_STATUS_LEFT)
		}
		got = b.proposals(c.GetCaseId())
		if len(got.GetReferralProposals()) > 0 || len(got.GetNotes()) < 2 {
			t.Fatalf("%v", got)
		}
		for _, n := range got.GetNotes() {
			if n.GetResponsibleBodyId() != "myriapolis" || !strings.Contains(n.GetSentence(), "reste responsable") {
				t.Errorf("%v", n)
			}
		}
	})
}

func TestSimulate_tellsWhatWouldMoveAndWritesNothing(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url).welcoming()
		for range 3 {
			b.opened()
		}
		lines := b.journalLines()
		coordinator := b.as("hup", actor.HupCoordinator)
		same, err := b.Rules.SimulateRoutingRules(coordinator, &supportv1.SimulateRoutingRulesRequest{})
		if err != nil || same.GetCaseCount() != 3 || same.GetMovedCaseCount() != 0 || !same.GetComplete() || !strings.HasPrefix(same.GetSentence(), "Sur 3 dossiers reçus depuis le ") {
			t.Fatalf("the rules in force: %v, %v", same, err)
		}
		first := b.proposals(b.opened().GetCaseId()).GetReferralProposals()[0].GetBodyId()
		other := "cma"
		draft := b.rules(prefer("other", other, "finance.investment"))
		lines = b.journalLines()
		moved, err := b.Rules.SimulateRoutingRules(coordinator, &supportv1.SimulateRoutingRulesRequest{RoutingRuleSetId: draft.GetRoutingRuleSetId(), Days: 365})
		if err != nil || moved.GetCaseCount() != 4 || moved.GetMovedCaseCount() != 4 || moved.GetLostCaseCount() != 0 || len(moved.GetMoves()) != 4 {
			t.Fatalf("%v, %v (first was %s)", moved, err, first)
		}
		m := moved.GetMoves()[0]
		if m.GetToBodyId() != other || m.GetSubjectCode() != "finance.investment" || !slices.Contains(m.GetRulesFired(), "rule.other") || moved.GetFlows()[0].GetNeedCount() != 4 {
			t.Errorf("%v", moved)
		}
		gone, err := b.Rules.SimulateRoutingRules(coordinator, &supportv1.SimulateRoutingRulesRequest{PartnerBodyId: m.GetFromBodyId()})
		if err != nil || gone.GetMovedCaseCount() != 4 || gone.GetCurrentNumber() != 1 {
			t.Errorf("a body without offers: %v, %v", gone, err)
		}
		if _, err := b.Rules.SimulateRoutingRules(coordinator, &supportv1.SimulateRoutingRulesRequest{RoutingRuleSetId: b.rules(fallBack("x", "cci", "cci")).GetRoutingRuleSetId()}); !errs.Is(err, "ROUTING_FAULTS") {
			t.Errorf("a circle is simulated: %v", err)
		}
		if after := b.journalLines(); after != lines+2 { // the last draft: written, and its status
			t.Errorf("%d lines more: a simulation writes", after-lines)
		}
	})
}

func (b *bench) journalLines() (n int) {
	b.t.Helper()
	if err := b.store.DB().Read().QueryRow(b.t.Context(), `SELECT count(*) FROM journal`).Scan(&n); err != nil {
		b.t.Fatal(err)
	}
	return n
}

// TestReferral_goesToThePersonOfTheTeam: the one who is there and has the fewest; while that person is away, who stands in.
func TestReferral_goesToThePersonOfTheTeam(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		coordinator := b.as("hup", actor.HupCoordinator)
		offers, err := b.Bodies.ListServiceOffers(coordinator, &supportv1.ListServiceOffersRequest{PartnerBodyId: "cci", Filter: `subjectCode = "finance.investment"`})
		if err != nil {
			t.Fatal(err)
		}
		_, err = b.Bodies.UpdateServiceOffer(coordinator, &supportv1.UpdateServiceOfferRequest{ServiceOffer: &supportv1.ServiceOffer{
			PartnerBodyId: "cci", ServiceOfferId: offers.GetServiceOffers()[0].GetServiceOfferId(), PersonIds: []string{"ana", "bob"}}})
		if err != nil {
			t.Fatal(err)
		}
		if r := b.refer(b.opened().GetCaseId(), "cci"); r.GetAssignedPersonId() != "ana" {
			t.Errorf("the first: %v", r)
		}
		if r := b.refer(b.opened().GetCaseId(), "cci"); r.GetAssignedPersonId() != "bob" {
			t.Errorf("the second: %v", r)
		}
		_, err = b.Bodies.UpdatePartnerBody(coordinator, &supportv1.UpdatePartnerBodyRequest{PartnerBody: &supportv1.PartnerBody{PartnerBodyId: "cci", Absences: []*supportv1.Absence{
			{PersonId: "ana", FromDate: "2026-11-20", ToDate: "2026-12-03", ReplacementPersonId: "eve"}, {PersonId: "bob", FromDate: "2026-11-20", ToDate: "2026-12-03"}}}})
		if err != nil {
			t.Fatal(err)
		}
		if r := b.refer(b.opened().GetCaseId(), "cci"); r.GetAssignedPersonId() != "eve" || !strings.Contains(r.GetSentence(), "absente jusqu'au jeudi 3 décembre 2026, remplacée") {
			t.Errorf("away: %v", r)
		}
	})
}

// TestBodyLeft_givesBackWhatItHad: what it has not answered is cancelled, what it accepted is told, and the body in
// charge of each case is told once.
func TestBodyLeft_givesBackWhatItHad(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		waiting, taken, other := b.refer(b.opened().GetCaseId(), "cci"), b.refer(b.opened().GetCaseId(), "cci"), b.refer(b.opened().GetCaseId(), "cma")
		if _, err := b.Referrals.AcceptReferral(b.as("cci"), &supportv1.AcceptReferralRequest{ReferralId: taken.GetReferralId()}); err != nil {
			t.Fatal(err)
		}
		b.setBody("cci", supportv1.PartnerBodyStatus_PARTNER_BODY_STATUS_LEFT)
		b.days(1)
		for r, want := range map[*supportv1.Referral]supportv1.ReferralStatus{
			waiting: supportv1.ReferralStatus_REFERRAL_STATUS_CANCELLED, taken: supportv1.ReferralStatus_REFERRAL_STATUS_ACCEPTED, other: supportv1.ReferralStatus_REFERRAL_STATUS_SENT,
		} {
			got, err := b.Referrals.GetReferral(b.as("myriapolis"), &supportv1.GetReferralRequest{ReferralId: r.GetReferralId()})
			if err != nil || got.GetStatus() != want {
				t.Errorf("%v, %v; want %s", got, err, want)
			}
			told := 0
			for _, n := range said[*commoneventv1.NotificationRequested](b) {
				if n.GetSubjectId() == r.GetReferralId() && n.GetTemplate() == "referral_body_left" && n.GetRecipientRef() == "body:myriapolis" {
					told++
				}
			}
			if (told == 1) != (r != other) {
				t.Errorf("%s: told %d times", r.GetBodyId(), told)
			}
		}
	})
}

// TestReplayCases_goesOnWhereItStopped: a few cases a call, each once, those of one instant together.
func TestReplayCases_goesOnWhereItStopped(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		var want, got []string
		for i := range 7 {
			want = append(want, b.opened().GetCaseId())
			if i != 3 { // two at the same instant
				b.clock.Advance(time.Minute)
			}
		}
		view := b.store.View(b.as("hup", actor.HupCoordinator))
		var calls, after = 0, int64(0)
		for complete := false; !complete; calls++ {
			var err error
			after, complete, err = store.ReplayCases(view, after, 2, func(c *domain.Case) error {
				got = append(got, c.ID)
				return nil
			})
			if err != nil || calls > 10 {
				t.Fatal(calls, err)
			}
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) || calls < 3 {
			t.Errorf("%d calls: %v, want %v", calls, got, want)
		}
		stopped, cancel := context.WithCancel(b.as("hup", actor.HupCoordinator))
		cancel()
		if _, _, err := store.ReplayCases(b.store.View(stopped), 0, 100, func(*domain.Case) error { return nil }); err == nil {
			t.Error("goes on for a caller who is gone")
		}
	})
}

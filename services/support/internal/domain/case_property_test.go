package domain

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"
	"pgregory.net/rapid"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/calendar"
)

var (
	monday  = time.Date(2026, time.November, 23, 8, 0, 0, 0, time.UTC)
	lead    = person("advisor@myriapolis", "myriapolis", actor.HupAdvisor)
	cci     = person("advisor@cci", "cci", actor.HupAdvisor)
	cma     = person("expert@cma", "cma", actor.PartnerExpert)
	company = actor.Actor{Kind: actor.Person, ID: "company", Territory: "ales", CompanyID: "com_1", Roles: []actor.Role{actor.CompanyUser}}
	hup     = person("coordinator@hup", "hup", actor.HupCoordinator)
)

func person(id, body string, roles ...actor.Role) actor.Actor {
	return actor.Actor{Kind: actor.Person, ID: id, Territory: "ales", BodyID: body, Roles: roles}
}

// aForm asks for premises and for money; the chambers may see it.
func aForm() *supportv1.RequestForm {
	return &supportv1.RequestForm{
		Origin:   supportv1.CaseOrigin_CASE_ORIGIN_COUNTER,
		Contact:  &supportv1.Contact{Name: "Jeanne Roux", Phone: "+33466000000"},
		Consents: []*supportv1.Consent{{BodyId: "cci"}, {BodyId: "cma"}},
		Needs: []*supportv1.NeedForm{
			{SubjectCode: "land.premises", Land: &commonv1.LandNeed{MinAreaM2: 800}},
			{SubjectCode: "finance.investment"},
		},
	}
}

func anOpening(form *supportv1.RequestForm) Opening {
	return Opening{
		Form: form, LeadBodyID: "myriapolis", Company: &commonv1.CompanySnapshot{CompanyId: "com_1", Name: "Menuiserie Roux", CommuneCode: "30007"},
		Subjects: map[string]*supportv1.Subject{"land.premises": {}, "finance.investment": {}},
	}
}

// aCase is a case that has just been received and stored.
func aCase(t failer, now time.Time) *Case {
	c, err := NewCase("ales", lead, anOpening(aForm()), now)
	if err == nil {
		err = c.Receive(lead, "HUP-2026-000001", nil, now)
	}
	if err != nil {
		t.Fatal(err)
	}
	settle(&c.Root)
	return c
}

type failer interface{ Fatal(args ...any) }

// world is a case with its referrals, moved by random hands.
type world struct {
	c         *Case
	referrals []*Referral
	now       time.Time
}

// step is one random move, legal or not. Its error is only told to be one that callers can be told of.
func (w *world) step(t *rapid.T) error {
	a := rapid.SampledFrom([]actor.Actor{lead, cci, cma, company, hup, actor.Of("ales", "support")}).Draw(t, "actor")
	w.now = w.now.Add(time.Duration(rapid.IntRange(0, 72).Draw(t, "hours")) * time.Hour)
	action := rapid.SampledFrom([]string{
		"qualify", "assign", "refer", "takeCharge", "requestInfo", "provideInfo", "close", "withdraw", "inadmissible", "duplicate",
		"reopen", "archive", "consent", "link", "accept", "decline", "redirect", "replace", "cancel", "closeReferral", "reopenReferral", "expire",
	}).Draw(t, "action")
	if slices.Contains([]string{"accept", "decline", "redirect", "replace", "cancel", "closeReferral", "reopenReferral", "expire"}, action) {
		return w.referralStep(t, a, action)
	}
	return w.caseStep(t, a, action)
}

func (w *world) caseStep(t *rapid.T, a actor.Actor, action string) error {
	c, now := w.c, w.now
	switch action {
	case "qualify":
		return c.Qualify(a, supportv1.Urgency_URGENCY_HIGH, "", now)
	case "assign":
		return c.Assign(a, "me", rapid.SampledFrom([]string{"", "myriapolis", "agglo"}).Draw(t, "lead"), now)
	case "refer", "takeCharge":
		return w.send(t, a, action)
	case "requestInfo":
		return c.RequestInfo(a, supportv1.CaseReason_CASE_REASON_DOCUMENT_MISSING, "", now)
	case "provideInfo":
		return c.ProvideInfo(a, nil, nil, now)
	case "close":
		return c.Close(a, w.ending(t), now)
	case "withdraw":
		return w.ended(c.Withdraw(a, supportv1.CaseReason_CASE_REASON_PROJECT_DROPPED, "", now))
	case "inadmissible":
		return w.ended(c.DeclareInadmissible(a, supportv1.CaseReason_CASE_REASON_OUT_OF_SCOPE, "", "la mairie", now))
	case "duplicate":
		return w.ended(c.MarkDuplicate(a, aCase(t, monday), now))
	case "reopen":
		return c.Reopen(a, supportv1.CaseReason_CASE_REASON_NEW_ELEMENT, "", now)
	case "archive":
		return w.archive(a)
	case "consent":
		lost, err := c.SetConsents(a, []*supportv1.Consent{{BodyId: "cci", Withdrawn: rapid.Bool().Draw(t, "withdrawn")}}, now)
		if err == nil && len(lost) > 0 {
			w.cancelWaiting(supportv1.CancelReason_CANCEL_REASON_CONSENT_WITHDRAWN, lost...)
		}
		return err
	}
	need := rapid.SampledFrom(c.State.GetNeeds()).Draw(t, "need")
	c.Link(need.GetNeedId(), "link_"+need.GetNeedId(), rapid.SampledFrom([]string{"LAND_REQUEST_STATUS_RECEIVED", "LAND_REQUEST_STATUS_SIGNED"}).Draw(t, "status"),
		rapid.Bool().Draw(t, "terminal"), rapid.Int64Range(1, 9).Draw(t, "version"), now)
	return nil
}

// archive ends what is accepted before, as the use case does.
func (w *world) archive(a actor.Actor) error {
	if err := w.c.May(a, "archive"); err != nil {
		return err
	}
	for _, r := range w.referrals {
		if r.State.GetStatus() == accepted {
			if err := r.Close(actor.Of("ales", "support"), w.c, supportv1.ReferralOutcome_REFERRAL_OUTCOME_NO_HELP, "", w.now); err != nil {
				panic(err)
			}
		}
	}
	return w.c.Archive(a, w.now)
}

func (w *world) send(t *rapid.T, a actor.Actor, action string) error {
	if err := w.c.May(a, action); err != nil {
		return err
	}
	body := rapid.SampledFrom([]string{"cci", "cma", "myriapolis", "plie"}).Draw(t, "body")
	r, err := Send(a, w.c, Sending{BodyID: body}, w.now)
	if err != nil {
		return err
	}
	w.referrals = append(w.referrals, r)
	if action == "takeCharge" {
		return r.Accept(actor.Of("ales", "support"), w.c, "", "", w.now)
	}
	return nil
}

func (w *world) ending(t *rapid.T) Ending {
	return Ending{
		Outcome:    supportv1.CaseOutcome(rapid.IntRange(1, 3).Draw(t, "outcome")),
		NoneExists: rapid.Bool().Draw(t, "noneExists"),
		Attempts: []*supportv1.ContactAttempt{
			{Time: timestamppb.New(w.now.Add(-time.Duration(rapid.IntRange(0, 60).Draw(t, "ago")) * time.Hour)), Channel: supportv1.Channel_CHANNEL_PHONE},
		},
	}
}

// ended takes back what was sent, as the use cases do.
func (w *world) ended(err error) error {
	if err == nil {
		w.cancelWaiting(supportv1.CancelReason_CANCEL_REASON_CASE_ENDED)
	}
	return err
}

func (w *world) cancelWaiting(reason supportv1.CancelReason, bodies ...string) {
	for _, r := range w.referrals {
		if r.Waiting() && (len(bodies) == 0 || slices.Contains(bodies, r.State.GetBodyId())) {
			if err := r.Cancel(actor.Of("ales", "support"), w.c, reason, "", w.now); err != nil {
				panic(err)
			}
		}
	}
}

func (w *world) referralStep(t *rapid.T, a actor.Actor, action string) error {
	if len(w.referrals) == 0 {
		return nil
	}
	r := rapid.SampledFrom(w.referrals).Draw(t, "referral")
	switch action {
	case "accept":
		return r.Accept(a, w.c, "me", "", w.now)
	case "decline":
		next := rapid.SampledFrom([]string{"", "cci", "cma"}).Draw(t, "next")
		return r.Decline(a, w.c, Refusal{Reason: supportv1.DeclineReason_DECLINE_REASON_NOT_CONCERNED, NextBodyID: next, Nobody: next == ""}, w.now)
	case "redirect", "replace":
		move := r.Redirect
		if action == "replace" {
			move = r.Replace
		}
		next, err := move(a, w.c, Sending{BodyID: rapid.SampledFrom([]string{"cci", "cma", "region"}).Draw(t, "next"), Note: "à vous"}, w.now)
		if err == nil {
			w.referrals = append(w.referrals, next)
		}
		return err
	case "cancel":
		return r.Cancel(a, w.c, supportv1.CancelReason_CANCEL_REASON_SENT_BY_MISTAKE, "", w.now)
	case "closeReferral":
		return r.Close(a, w.c, supportv1.ReferralOutcome(rapid.IntRange(1, 3).Draw(t, "outcome")), "", w.now)
	case "reopenReferral":
		return r.Reopen(a, w.c, supportv1.ReopenReason_REOPEN_REASON_NEW_ELEMENT, "", w.now)
	}
	return r.Expire(w.c, w.now)
}

// snapshot is what a refused move must leave as it was.
func (w *world) snapshot() string {
	s := fmt.Sprint(w.c.State.GetStatus(), w.c.State.GetReferrals(), w.c.State.GetPauses(), w.c.State.GetConsents(), len(w.c.Facts()))
	for _, r := range w.referrals {
		s += fmt.Sprint(r.State.GetStatus(), len(r.Facts()))
	}
	return s
}

// TestCase_holdsItsInvariantsUnderAnyMoves walks both machines with moves that are legal and moves that are not.
func TestCase_holdsItsInvariantsUnderAnyMoves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := &world{c: aCase(t, monday), now: monday}
		w.c.State.Needs = append(w.c.State.Needs, &supportv1.Need{NeedId: "nee_t", LinkedKind: supportv1.LinkedKind_LINKED_KIND_TRAINING_NEED})
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			before, statuses, charge := w.snapshot(), w.statuses(), proto.CloneOf(w.c.State.GetResponsibility())
			body, was := w.c.State.GetResponsibleBodyId(), w.c.State.GetStatus()
			err := w.step(t)
			if err != nil && w.snapshot() != before {
				t.Fatalf("a refused move changed something: %v", err)
			}
			holdRefusal(t, err)
			w.hold(t, was)
			w.holdDesign(t, was, statuses)
			w.holdCharge(t, body, charge)
		}
	})
}

func (w *world) hold(t *rapid.T, was supportv1.CaseStatus) {
	c, s := w.c, w.c.State.GetStatus()
	paused := c.Pausing() != nil
	if (s == awaitingInfo) != paused || paused != (c.State.GetStatusBeforePause() != 0) {
		t.Fatalf("%s, pausing %v, before %s", s, paused, c.State.GetStatusBeforePause())
	}
	if was == archived && s != archived {
		t.Fatalf("left the archive for %s", s)
	}
	if s != was && (s == helped || s == noSolution || s == unreachable) && len(c.openReferrals())+len(c.openLinks()) > 0 {
		t.Fatalf("%s while parts are open", s)
	}
	if s == inadmissible || s == duplicate || s == withdrawn {
		for _, r := range c.State.GetReferrals() {
			if r.GetStatus() == sent {
				t.Fatalf("%s while a referral waits", s)
			}
		}
	}
	if s == inProgress && c.State.GetQualifiedTime() == nil {
		t.Fatal("in progress and never qualified")
	}
	if Ended(s) != (c.State.GetClosedTime() != nil) {
		t.Fatalf("%s, closed at %v", s, c.State.GetClosedTime())
	}
	w.holdReferrals(t)
	w.holdEnds(t)
	w.holdClock(t)
}

// holdEnds: nothing stays open for ever. What a body took charge of and may not work on any more, the body in charge and
// the coordination may end; an archived case has nothing open.
func (w *world) holdEnds(t *rapid.T) {
	s := w.c.State.GetStatus()
	for _, r := range w.referrals {
		if s == archived && pending(r.State.GetStatus()) {
			t.Fatalf("archived, and %s is %s", r.ID, r.State.GetStatus())
		}
		ends := r.State.GetStatus() == accepted && (s == withdrawn || s == inadmissible || s == duplicate || w.c.Consent(r.State.GetBodyId()).GetWithdrawn())
		leads := person("boss", w.c.State.GetLeadBodyId(), actor.HupAdvisor)
		if ends && (!slices.Contains(r.Actions(leads, w.c), "close") || !slices.Contains(r.Actions(hup, w.c), "close")) {
			t.Fatalf("%s with consent %v, and the body in charge may only %v", s, w.c.Consent(r.State.GetBodyId()), r.Actions(leads, w.c))
		}
		stranger := r.State.GetBodyId() != "cma" && w.c.State.GetLeadBodyId() != "cma"
		if acts := r.Actions(cma, w.c); stranger && slices.Contains(acts, "close") {
			t.Fatalf("another body may %v", acts)
		}
		if acts := r.Actions(hup, w.c); !ends && slices.Contains(acts, "close") {
			t.Fatalf("the coordination may %v of what goes on", acts)
		}
	}
}

// holdReferrals: the case knows each of its referrals as it is, and a body has one open referral at most.
func (w *world) holdReferrals(t *rapid.T) {
	open := map[string]int{}
	for i, r := range w.referrals {
		s := w.c.State.GetReferrals()[i]
		if s.GetReferralId() != r.ID || s.GetStatus() != r.State.GetStatus() || s.GetBodyId() != r.State.GetBodyId() {
			t.Fatalf("the case knows %v of %v", s, r.State)
		}
		if pending(s.GetStatus()) {
			open[s.GetBodyId()]++
		}
		if r.State.GetAnsweredTime() != nil && w.c.State.GetFirstAnswerTime() == nil {
			t.Fatal("a referral is answered and the case is not")
		}
	}
	for body, n := range open {
		if n > 1 {
			t.Fatalf("%s has %d open referrals", body, n)
		}
	}
}

// holdClock: the promise is 5 business days, later by the pauses and never earlier.
func (w *world) holdClock(t *rapid.T) {
	plain := calendar.Due(monday, PromiseDays)
	if due := w.c.State.GetDueTime().AsTime(); due.Before(plain.DueTime) || len(w.c.State.GetPauses()) == 0 && !due.Equal(plain.DueTime) {
		t.Fatalf("due %s, promised %s, pauses %v", due, plain.DueTime, w.c.State.GetPauses())
	}
}

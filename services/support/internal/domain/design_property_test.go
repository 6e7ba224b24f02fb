package domain

import (
	"fmt"
	"slices"
	"testing"

	"google.golang.org/protobuf/proto"
	"pgregory.net/rapid"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/machine"
)

// The moves of the design's tables, written down a second time: no walk may make another one, whatever the machines say.
var (
	caseDesign = map[supportv1.CaseStatus]caseStatuses{
		draft:        {received},
		received:     {qualified, inProgress, inadmissible, duplicate, awaitingInfo, withdrawn},
		qualified:    {inProgress, inadmissible, duplicate, noSolution, awaitingInfo, withdrawn},
		inProgress:   {helped, noSolution, unreachable, awaitingInfo, withdrawn},
		awaitingInfo: {received, qualified, inProgress, withdrawn},
		withdrawn:    {inProgress, archived},
		helped:       {inProgress, archived},
		noSolution:   {inProgress, archived},
		unreachable:  {inProgress, archived},
		inadmissible: {inProgress, archived},
		duplicate:    {inProgress, archived},
		archived:     {},
	}
	referralDesign = map[supportv1.ReferralStatus]referralStatuses{
		sent:                {accepted, declined, redirected, cancelled, expired},
		accepted:            {referralHelped, referralNoHelp, referralUnreachable, redirected},
		declined:            {},
		redirected:          {},
		expired:             {},
		cancelled:           {},
		referralHelped:      {accepted},
		referralNoHelp:      {accepted},
		referralUnreachable: {accepted},
	}
)

// TestMachines_areTheDesign: what a machine leads to is in the design, and the other way round.
func TestMachines_areTheDesign(t *testing.T) {
	for _, m := range CaseMachine {
		for _, from := range m.From {
			if m.To != from && !slices.Contains(caseDesign[from], m.To) {
				t.Errorf("%s: %s to %s is not in the design", m.Action, from, m.To)
			}
		}
	}
	for from, tos := range caseDesign {
		for _, to := range tos {
			if !slices.ContainsFunc(CaseMachine, func(m machine.Move[supportv1.CaseStatus]) bool { return m.To == to && slices.Contains(m.From, from) }) {
				t.Errorf("no move leads from %s to %s", from, to)
			}
		}
	}
	for _, m := range ReferralMachine {
		for _, from := range m.From {
			if m.To != from && !slices.Contains(referralDesign[from], m.To) {
				t.Errorf("%s: %s to %s is not in the design", m.Action, from, m.To)
			}
		}
	}
	for from, tos := range referralDesign {
		for _, to := range tos {
			if !slices.ContainsFunc(ReferralMachine, func(m machine.Move[supportv1.ReferralStatus]) bool {
				return m.To == to && slices.Contains(m.From, from)
			}) {
				t.Errorf("no move leads from %s to %s", from, to)
			}
		}
	}
}

// statuses are those of the referrals, in order.
func (w *world) statuses() referralStatuses {
	var found referralStatuses
	for _, r := range w.referrals {
		found = append(found, r.State.GetStatus())
	}
	return found
}

// holdDesign: each aggregate moved as the design says; what a helper ends is its own referral, and never the case.
func (w *world) holdDesign(t *rapid.T, was supportv1.CaseStatus, before referralStatuses) {
	s := w.c.State.GetStatus()
	if s != was && !slices.Contains(caseDesign[was], s) {
		t.Fatalf("the case went from %s to %s", was, s)
	}
	moved := 0
	for i, old := range before {
		now := w.referrals[i].State.GetStatus()
		if now == old {
			continue
		}
		if !slices.Contains(referralDesign[old], now) {
			t.Fatalf("a referral went from %s to %s", old, now)
		}
		if slices.Contains(ended, now) || now == accepted {
			moved++
		}
		if moved > 0 && s != was && Ended(s) && s != archived {
			t.Fatalf("the end of a referral closed the case: %s", s)
		}
	}
	if moved > 1 && s != archived { // the archive ends what is left of a case that was given up
		t.Fatalf("one helper moved %d referrals", moved)
	}
}

// holdCharge: an open case has a body with the next move, which sees it; since when is when that last changed.
func (w *world) holdCharge(t *rapid.T, wasBody string, was *supportv1.Responsibility) {
	body, why := w.c.State.GetResponsibleBodyId(), w.c.State.GetResponsibility()
	if !w.c.Open() {
		if body != "" || why != nil {
			t.Fatalf("%s, and %s has the next move", w.c.State.GetStatus(), body)
		}
		return
	}
	if body == "" || why.GetReason() == 0 || why.GetSinceTime() == nil || why.GetSinceTime().AsTime().After(w.now) {
		t.Fatalf("nobody is responsible: %q %v", body, why)
	}
	if w.c.Level(person("somebody", body, actor.HupAdvisor)) < AsPartner {
		t.Fatalf("%s is responsible and does not see the case", body)
	}
	same := body == wasBody && why.GetReason() == was.GetReason() && why.GetReferralId() == was.GetReferralId()
	if same && !proto.Equal(why, was) {
		t.Fatalf("responsible since %v, now since %v, for the same", was, why)
	}
	if why.GetReferralId() != "" && !pending(w.c.summary(why.GetReferralId()).GetStatus()) {
		t.Fatalf("responsible by a referral that has ended: %v", why)
	}
	if parts := w.c.OpenParts(hup); len(parts) != len(w.c.openReferrals())+len(w.c.openLinks()) {
		t.Fatalf("%d open parts are told", len(parts))
	}
}

// holdRefusal: who is refused a move is told the status, the legal moves, and who may make them.
func holdRefusal(t *rapid.T, err error) {
	if err == nil {
		return
	}
	e, told := errs.As(err)
	if !told {
		t.Fatalf("an error that callers can't be told of: %v", err)
	}
	if e.Reason != "ILLEGAL_TRANSITION" {
		return
	}
	status := e.Params["status"]
	want := fmt.Sprint(CaseMachine.Moves(supportv1.CaseStatus(supportv1.CaseStatus_value[status])))
	if n, ok := supportv1.ReferralStatus_value[status]; ok {
		want = fmt.Sprint(ReferralMachine.Moves(supportv1.ReferralStatus(n)))
	}
	if status == "" || e.Params["action"] == "" || fmt.Sprint(e.Moves) != want {
		t.Fatalf("refused with %v %v, want %s", e.Params, e.Moves, want)
	}
	for _, m := range e.Moves {
		if len(m.Actors) == 0 {
			t.Fatalf("nobody may %s", m.Action)
		}
	}
}

// TestCase_hasSomebodyResponsibleAfterEachEndWithoutHelp, one by one: who has the next move then, and why.
func TestCase_hasSomebodyResponsibleAfterEachEndWithoutHelp(t *testing.T) {
	ends := map[string]func(*Referral, *Case) error{
		"declined": func(r *Referral, c *Case) error {
			return r.Decline(cci, c, Refusal{Reason: supportv1.DeclineReason_DECLINE_REASON_NO_CAPACITY, Nobody: true}, monday)
		},
		"expired": func(r *Referral, c *Case) error { return r.Expire(c, monday) },
		"cancelled": func(r *Referral, c *Case) error {
			return r.Cancel(lead, c, supportv1.CancelReason_CANCEL_REASON_SENT_BY_MISTAKE, "", monday)
		},
	}
	for name, end := range ends {
		c, r := sentTo(t, "cci")
		if b, why := c.State.GetResponsibleBodyId(), c.State.GetResponsibility(); b != "cci" || why.GetReason() != toAnswer || why.GetReferralId() != r.ID {
			t.Fatalf("sent: %s, %v", b, why)
		}
		if err := end(r, c); err != nil {
			t.Fatal(name, err)
		}
		if b, why := c.State.GetResponsibleBodyId(), c.State.GetResponsibility(); b != "myriapolis" || why.GetReason() != toPassOn {
			t.Errorf("%s: %s, %v", name, b, why)
		}
	}
	c, r := sentTo(t, "cci")
	next, err := r.Redirect(cci, c, Sending{BodyID: "cma", Note: "une artisane"}, monday)
	if b, why := c.State.GetResponsibleBodyId(), c.State.GetResponsibility(); err != nil || b != "cma" || why.GetReferralId() != next.ID {
		t.Errorf("redirected: %s, %v, %v", b, why, err)
	}
	if _, err := c.SetConsents(company, []*supportv1.Consent{{BodyId: "cma", Withdrawn: true}}, monday); err != nil {
		t.Fatal(err)
	}
	if b := c.State.GetResponsibleBodyId(); b != "myriapolis" {
		t.Errorf("without the consent of the company: %s", b)
	}
}

// sentTo is a case and a referral of it that waits for the answer of a body.
func sentTo(t failer, body string) (*Case, *Referral) {
	c := aCase(t, monday)
	r, err := Send(lead, c, Sending{BodyID: body}, monday)
	if err != nil {
		t.Fatal(err)
	}
	return c, r
}

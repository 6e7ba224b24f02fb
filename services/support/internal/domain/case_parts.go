package domain

import (
	"slices"
	"strings"
	"time"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
)

// Follow keeps the new state of a referral of the case: its summary, the first answer, and what follows by itself.
func (c *Case) Follow(r *Referral, now time.Time) {
	before := c.Readers()
	s := &supportv1.ReferralSummary{ReferralId: r.ID, BodyId: r.State.GetBodyId(), Status: r.State.GetStatus()}
	if i := slices.IndexFunc(c.State.GetReferrals(), func(o *supportv1.ReferralSummary) bool { return o.GetReferralId() == r.ID }); i >= 0 {
		c.State.Referrals[i] = s
	} else {
		c.State.Referrals = append(c.State.Referrals, s)
	}
	if r.State.GetAnsweredTime() != nil && c.State.GetFirstAnswerTime() == nil {
		c.State.FirstAnswerTime = r.State.GetAnsweredTime()
	}
	if pending(s.GetStatus()) {
		c.progress(now)
	}
	c.touch(now)
	c.Record(ReferralFollowed{c.ID, s})
	c.tellAccess(before)
}

// Link keeps the request that a service opened for a need, or its new status. Older news than the known changes nothing,
// and it says so.
func (c *Case) Link(needID, linkedID, status string, terminal bool, version int64, now time.Time) bool {
	need := c.Need(needID)
	if need == nil || version < need.GetLinkedVersion() || need.GetLinkedId() != "" && need.GetLinkedId() != linkedID ||
		version == need.GetLinkedVersion() && status == need.GetLinkedStatus() && terminal == need.GetLinkedTerminal() {
		return false
	}
	need.LinkedId, need.LinkedStatus, need.LinkedTerminal, need.LinkedVersion = linkedID, status, terminal, version
	if s := c.State.GetStatus(); !terminal && (s == qualified || s == awaitingInfo && c.State.GetStatusBeforePause() == qualified) {
		c.progress(now)
	}
	c.touch(now)
	c.Record(NeedLinked{c.ID, need})
	return true
}

// openReferrals are those that a body has to answer or to end.
func (c *Case) openReferrals() []*supportv1.ReferralSummary {
	var found []*supportv1.ReferralSummary
	for _, r := range c.State.GetReferrals() {
		if pending(r.GetStatus()) {
			found = append(found, r)
		}
	}
	return found
}

// openLinks are the needs whose request in another service has not ended.
func (c *Case) openLinks() []*supportv1.Need {
	var found []*supportv1.Need
	for _, n := range c.State.GetNeeds() {
		if n.GetLinkedId() != "" && !n.GetLinkedTerminal() {
			found = append(found, n)
		}
	}
	return found
}

// The words for what is open, in the refusal to close.
var (
	openReferralWords = map[supportv1.ReferralStatus]string{sent: "l'orientation vers %, en attente de sa réponse", accepted: "l'orientation prise en charge par %"}
	openLinkWords     = map[supportv1.LinkedKind]string{
		supportv1.LinkedKind_LINKED_KIND_LAND_REQUEST:     "la demande de foncier ou de locaux %",
		supportv1.LinkedKind_LINKED_KIND_RECRUITMENT_NEED: "le besoin de recrutement %",
		supportv1.LinkedKind_LINKED_KIND_TRAINING_NEED:    "le besoin de formation %",
	}
)

// nothingOpen refuses to close a case of which something is open: it names the parts, the moves that end them, and who
// may make these.
func (c *Case) nothingOpen() error {
	var parts []string
	var moves []errs.Move
	for _, r := range c.openReferrals() {
		parts = append(parts, strings.ReplaceAll(openReferralWords[r.GetStatus()], "%", r.GetBodyId()))
		moves = append(moves, ReferralMachine.Moves(r.GetStatus())...)
	}
	for _, n := range c.openLinks() {
		parts = append(parts, strings.ReplaceAll(openLinkWords[n.GetLinkedKind()], "%", n.GetLinkedId()))
	}
	if len(parts) == 0 {
		return nil
	}
	return errs.State("OPEN_PARTS", distinct(moves)...).With("parts", strings.Join(parts, " ; "))
}

// distinct keeps each move once: two open referrals have the same.
func distinct(moves []errs.Move) []errs.Move {
	var kept []errs.Move
	for _, m := range moves {
		if !slices.ContainsFunc(kept, func(k errs.Move) bool { return k.Action == m.Action && k.To == m.To }) {
			kept = append(kept, m)
		}
	}
	return kept
}

// met are the statuses of linked requests that say that the company got what it asked for.
var met = []string{"LAND_REQUEST_STATUS_SIGNED", "RECRUITMENT_NEED_STATUS_FILLED", "TRAINING_NEED_STATUS_MET"}

// ProposedOutcome is what the referrals and linked requests suggest, once nothing is open; the advisor decides.
func (c *Case) ProposedOutcome() supportv1.CaseOutcome {
	if s := c.State.GetStatus(); s != inProgress || len(c.openReferrals()) > 0 || len(c.openLinks()) > 0 {
		return supportv1.CaseOutcome_CASE_OUTCOME_UNSPECIFIED
	}
	outcome := supportv1.CaseOutcome_CASE_OUTCOME_NO_SOLUTION
	for _, r := range c.State.GetReferrals() {
		switch r.GetStatus() {
		case referralHelped:
			return supportv1.CaseOutcome_CASE_OUTCOME_HELPED
		case referralUnreachable:
			outcome = supportv1.CaseOutcome_CASE_OUTCOME_UNREACHABLE
		}
	}
	if slices.ContainsFunc(c.State.GetNeeds(), func(n *supportv1.Need) bool { return slices.Contains(met, n.GetLinkedStatus()) }) {
		return supportv1.CaseOutcome_CASE_OUTCOME_HELPED
	}
	return outcome
}

package domain

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
)

// Follow keeps the new state of a referral of the case: its summary, the first answer, and what follows by itself.
func (c *Case) Follow(r *Referral, now time.Time) {
	before := c.Readers()
	s := c.summary(r.ID)
	if s == nil {
		s = &supportv1.ReferralSummary{ReferralId: r.ID, BodyId: r.State.GetBodyId(), SenderBodyId: r.State.GetSenderBodyId()}
		c.State.Referrals = append(c.State.Referrals, s)
	}
	if s.GetStatus() != r.State.GetStatus() {
		s.Status, s.SinceTime = r.State.GetStatus(), timestamppb.New(now)
	}
	s.NextBodyId = r.State.GetNextBodyId()
	if r.State.GetAnsweredTime() != nil && c.State.GetFirstAnswerTime() == nil {
		c.answered(now)
	}
	if pending(s.GetStatus()) {
		c.progress(now)
	}
	c.touch(now)
	c.Record(ReferralFollowed{c.ID, s})
	c.tellAccess(before)
}

// InStep says whether the case knows the referral as it is. One of another case is none of its.
func (c *Case) InStep(r *Referral) bool {
	s := c.summary(r.ID)
	return s == nil || s.GetStatus() == r.State.GetStatus()
}

// summary is what the case knows of one of its referrals; nil when it is none of its.
func (c *Case) summary(referralID string) *supportv1.ReferralSummary {
	for _, s := range c.State.GetReferrals() {
		if s.GetReferralId() == referralID {
			return s
		}
	}
	return nil
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

// part is a kind of open part and its words, in the case and in the refusal to close it; % is who or what it is.
type part struct {
	kind  supportv1.OpenPartKind
	words string
}

var (
	referralParts = map[supportv1.ReferralStatus]part{
		sent:     {supportv1.OpenPartKind_OPEN_PART_KIND_REFERRAL_SENT, "la mise en relation avec %, en attente de sa réponse"},
		accepted: {supportv1.OpenPartKind_OPEN_PART_KIND_REFERRAL_ACCEPTED, "la mise en relation prise en charge par %"},
	}
	linkParts = map[supportv1.LinkedKind]part{
		supportv1.LinkedKind_LINKED_KIND_LAND_REQUEST:     {supportv1.OpenPartKind_OPEN_PART_KIND_LAND_REQUEST, "la demande de foncier ou de locaux %"},
		supportv1.LinkedKind_LINKED_KIND_RECRUITMENT_NEED: {supportv1.OpenPartKind_OPEN_PART_KIND_RECRUITMENT_NEED, "le besoin de recrutement %"},
		supportv1.LinkedKind_LINKED_KIND_TRAINING_NEED:    {supportv1.OpenPartKind_OPEN_PART_KIND_TRAINING_NEED, "le besoin de formation %"},
	}
)

// OpenParts are what keeps the case from being closed, what ends each, who may, and what this actor may.
func (c *Case) OpenParts(a actor.Actor) []*supportv1.OpenPart {
	if c.State.GetStatus() == archived {
		return nil
	}
	var parts []*supportv1.OpenPart
	for _, s := range c.openReferrals() {
		r := c.sketch(s)
		p := referralParts[s.GetStatus()]
		parts = append(parts, &supportv1.OpenPart{
			Kind: p.kind, PartId: s.GetReferralId(), BodyId: s.GetBodyId(), Label: strings.ReplaceAll(p.words, "%", c.nameOf(s.GetBodyId())),
			Moves: r.moves(c), AllowedActions: r.Actions(a, c),
		})
	}
	for _, n := range c.openLinks() {
		p := linkParts[n.GetLinkedKind()]
		parts = append(parts, &supportv1.OpenPart{
			Kind: p.kind, PartId: n.GetLinkedId(), NeedId: n.GetNeedId(), Label: strings.ReplaceAll(p.words, "%", n.GetLinkedId()),
		})
	}
	return parts
}

// nameOf is how people call a body, where somebody said so; else its id.
func (c *Case) nameOf(bodyID string) string {
	if c.BodyName == nil {
		return bodyID
	}
	return cmp.Or(c.BodyName(bodyID), bodyID)
}

// sketch is as much of a referral as who may move it depends on.
func (c *Case) sketch(s *supportv1.ReferralSummary) *Referral {
	r := &Referral{State: &supportv1.Referral{
		ReferralId: s.GetReferralId(), CaseId: c.ID, Status: s.GetStatus(), BodyId: s.GetBodyId(), SenderBodyId: s.GetSenderBodyId(),
	}}
	r.ID, r.Territory = s.GetReferralId(), c.Territory
	return r
}

// moves are the legal moves of the referral, with the bodies that may make them.
func (r *Referral) moves(c *Case) []*supportv1.PartMove {
	var moves []*supportv1.PartMove
	for _, m := range ReferralMachine.Moves(r.State.GetStatus()) {
		bodies := []string{r.State.GetBodyId()}
		switch {
		case m.Action == "cancel":
			bodies = slices.Compact([]string{r.State.GetSenderBodyId(), c.State.GetLeadBodyId()})
		case m.Action != "assign" && r.bereft(c):
			bodies = slices.Compact([]string{r.State.GetBodyId(), c.State.GetLeadBodyId()})
		}
		moves = append(moves, &supportv1.PartMove{Action: m.Action, ToStatus: m.To, Roles: m.Actors, BodyIds: bodies})
	}
	return moves
}

// nothingOpen refuses to close a case of which something is open: it names the parts, the moves that end them, and who
// may make these.
func (c *Case) nothingOpen(a actor.Actor) error {
	open := c.OpenParts(a)
	if len(open) == 0 {
		return nil
	}
	var labels []string
	for _, p := range open {
		labels = append(labels, p.GetLabel())
	}
	said := "dernière partie ouverte : "
	if len(open) > 1 {
		said = strconv.Itoa(len(open)) + " parties ouvertes : "
	}
	var moves []errs.Move
	for _, s := range c.openReferrals() {
		moves = append(moves, ReferralMachine.Moves(s.GetStatus())...)
	}
	return errs.State("OPEN_PARTS", distinct(moves)...).With("parts", said+strings.Join(labels, " ; ")).With("status", c.State.GetStatus().String())
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

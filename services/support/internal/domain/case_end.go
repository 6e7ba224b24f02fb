package domain

import (
	"strings"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/errs"
)

// Ending is how an advisor ends a case.
type Ending struct {
	Outcome           supportv1.CaseOutcome
	Note, Orientation string
	// NoneExists: nobody offers what was asked; a gap, counted.
	NoneExists bool
	// Attempts to reach the company, added to those known.
	Attempts []*supportv1.ContactAttempt
	// Logged are the instants of exchanges of the case that did not reach the company: they count as attempts, too.
	Logged []time.Time
}

// endings are the statuses that the outcomes lead to.
var endings = map[supportv1.CaseOutcome]supportv1.CaseStatus{
	supportv1.CaseOutcome_CASE_OUTCOME_HELPED:      helped,
	supportv1.CaseOutcome_CASE_OUTCOME_NO_SOLUTION: noSolution,
	supportv1.CaseOutcome_CASE_OUTCOME_UNREACHABLE: unreachable,
}

// Close ends the case with the outcome that the advisor decides, when nothing of it is open.
func (c *Case) Close(a actor.Actor, e Ending, now time.Time) error {
	if err := c.check(a, "close"); err != nil {
		return err
	}
	to := endings[e.Outcome]
	if c.State.GetStatus() == qualified && to != noSolution {
		return CaseMachine.Refuse(qualified, "close")
	}
	if err := c.nothingOpen(a); err != nil {
		return err
	}
	attempts, err := c.attempts(a, e.Attempts, now)
	if err != nil {
		return err
	}
	switch {
	case to == noSolution && strings.TrimSpace(e.Orientation) == "" && !e.NoneExists:
		return errs.State("ORIENTATION_MISSING")
	case to == unreachable && days(attempts, e.Logged) < 2:
		return errs.State("CONTACT_ATTEMPTS_MISSING")
	}
	c.State.ContactAttempts = attempts
	c.State.Outcome, c.State.OutcomeNote, c.State.Orientation = e.Outcome, e.Note, e.Orientation
	c.State.GapRecorded = to == noSolution && e.NoneExists
	c.end(to, supportv1.CaseReason_CASE_REASON_UNSPECIFIED, "", now)
	c.askSatisfaction()
	return nil
}

// attempts adds what was tried to what is known.
func (c *Case) attempts(a actor.Actor, said []*supportv1.ContactAttempt, now time.Time) ([]*supportv1.ContactAttempt, error) {
	known := c.State.GetContactAttempts()
	for _, s := range said {
		if s.GetTime().AsTime().After(now) {
			return nil, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "contactAttempts", Reason: "CONTACT_ATTEMPT_TIME"})
		}
		known = append(known, &supportv1.ContactAttempt{Time: s.GetTime(), Channel: s.GetChannel(), PersonId: personOf(a), BodyId: a.BodyID})
	}
	return known, nil
}

// days counts the days in Paris on which somebody tried.
func days(attempts []*supportv1.ContactAttempt, logged []time.Time) int {
	seen := map[calendar.Day]bool{}
	for _, a := range attempts {
		seen[calendar.DayOf(a.GetTime().AsTime())] = true
	}
	for _, at := range logged {
		seen[calendar.DayOf(at)] = true
	}
	return len(seen)
}

// Withdraw ends the case on the company's word; the platform does it when the company did not answer.
func (c *Case) Withdraw(a actor.Actor, reason supportv1.CaseReason, note string, now time.Time) error {
	if err := c.check(a, "withdraw"); err != nil {
		return err
	}
	if err := checkReason("withdraw", reason, note); err != nil {
		return err
	}
	c.end(withdrawn, reason, note, now)
	return nil
}

// DeclareInadmissible ends a case that is out of scope, and says where to go.
func (c *Case) DeclareInadmissible(a actor.Actor, reason supportv1.CaseReason, note, orientation string, now time.Time) error {
	if err := c.check(a, "declareInadmissible"); err != nil {
		return err
	}
	if err := checkReason("declareInadmissible", reason, note); err != nil {
		return err
	}
	c.State.Orientation = orientation
	c.end(inadmissible, reason, note, now)
	return nil
}

// MarkDuplicate ends a case that another one treats.
func (c *Case) MarkDuplicate(a actor.Actor, of *Case, now time.Time) error {
	if err := c.check(a, "markDuplicate"); err != nil {
		return err
	}
	if s := of.State.GetStatus(); of.ID == c.ID || s == duplicate || s == draft || of.Level(a) == Nothing {
		return errs.State("DUPLICATE_TARGET")
	}
	c.State.DuplicateOfCaseId = of.ID
	c.end(duplicate, supportv1.CaseReason_CASE_REASON_UNSPECIFIED, "", now)
	return nil
}

// end closes the case; a pause ends with it.
func (c *Case) end(to supportv1.CaseStatus, reason supportv1.CaseReason, note string, now time.Time) {
	c.resume(now)
	c.State.ClosedTime = timestamppb.New(now)
	c.move(to, reason, note, now)
	c.tell(noticeEnded, c.toContact(), occasion("ended", c.Version+1), "status", to.String())
}

// Reopen puts a closed case back in progress; ReopenedWith says with which referral.
func (c *Case) Reopen(a actor.Actor, reason supportv1.CaseReason, note string, now time.Time) error {
	if err := c.check(a, "reopen"); err != nil {
		return err
	}
	if err := checkReason("reopen", reason, note); err != nil {
		return err
	}
	if c.State.GetQualifiedTime() == nil {
		c.State.QualifiedTime = timestamppb.New(now)
	}
	c.State.Outcome, c.State.OutcomeNote, c.State.GapRecorded = supportv1.CaseOutcome_CASE_OUTCOME_UNSPECIFIED, "", false
	c.stoodStill(reason, now)
	c.State.DuplicateOfCaseId, c.State.Orientation, c.State.ClosedTime = "", "", nil
	c.move(inProgress, reason, note, now)
	c.tell(noticeReopened, c.toContact(), occasion("reopened", c.Version+1), "bodyId", c.State.GetLeadBodyId())
	return nil
}

// ReopenedWith states the referral that goes on with the case.
func (c *Case) ReopenedWith(referralID string) {
	c.Record(CaseReopened{c.State, c.State.GetReason(), referralID})
}

// Archive makes a closed case read only. What is still accepted of it ends before: nobody could end it later.
func (c *Case) Archive(a actor.Actor, now time.Time) error {
	if err := c.check(a, "archive"); err != nil {
		return err
	}
	if len(c.openReferrals()) > 0 {
		return c.nothingOpen(a)
	}
	c.move(archived, supportv1.CaseReason_CASE_REASON_UNSPECIFIED, "", now)
	c.Record(CaseArchived{c.ID})
	return nil
}

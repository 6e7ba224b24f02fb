package domain

import (
	"slices"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
)

// may says whether the actor acts for the body that was asked or, for what the sender may do, for the body that asked or
// the one in charge of the case. What nobody may work on any more is in the hands of the body in charge (ADR 0017).
func (r *Referral) may(a actor.Actor, c *Case, action string) error {
	switch {
	case a.Kind == actor.System || a.Kind == actor.Service:
		return nil
	case a.BodyID != "" && a.BodyID == r.State.GetBodyId() && action != "cancel":
		return nil
	case action == "cancel" && a.BodyID != "" && (a.BodyID == r.State.GetSenderBodyId() || a.BodyID == c.State.GetLeadBodyId()):
		return nil
	case (action == "close" || action == "redirect") && r.bereft(c) && (a.Has(actor.HupCoordinator) || a.BodyID != "" && a.BodyID == c.State.GetLeadBodyId()):
		return nil
	case a.Has(actor.HupCoordinator) && (action == "cancel" || action == "redirect" || action == "reopen"):
		return nil
	}
	return errs.Denied("NOT_YOUR_REFERRAL").With("action", action).With("body", r.State.GetBodyId())
}

// bereft says whether the body took charge of what it may not work on any more: the company took its consent back, or the
// case ended without its outcome.
func (r *Referral) bereft(c *Case) bool {
	return r.State.GetStatus() == accepted && (slices.Contains(abandoned, c.State.GetStatus()) || c.Consent(r.State.GetBodyId()).GetWithdrawn())
}

func (r *Referral) check(a actor.Actor, c *Case, action string) error {
	if err := r.may(a, c, action); err != nil {
		return err
	}
	goesOn := action == "reopen" || action == "redirect"
	if s := c.State.GetStatus(); s == archived || goesOn && !c.Open() {
		return CaseMachine.Refuse(s, action)
	}
	return ReferralMachine.Check(r.State.GetStatus(), action, a)
}

// Actions are what the actor may do with the referral now.
func (r *Referral) Actions(a actor.Actor, c *Case) []string {
	var actions []string
	for _, action := range ReferralMachine.Allowed(r.State.GetStatus(), a) {
		if r.check(a, c, action) == nil {
			actions = append(actions, action)
		}
	}
	return actions
}

// ListedReferralActions are what the actor may do now with a referral of a list, whose case has a status and a body in
// charge, and whose body reads the case or does not.
func ListedReferralActions(s *supportv1.ListedReferral, a actor.Actor, caseStatus, leadBodyID string, reads bool) []string {
	r := &Referral{State: &supportv1.Referral{Status: s.GetStatus(), BodyId: s.GetBodyId(), SenderBodyId: s.GetSenderBodyId()}}
	c := &Case{State: &supportv1.Case{Status: supportv1.CaseStatus(supportv1.CaseStatus_value[caseStatus]), LeadBodyId: leadBodyID}}
	if !reads { // who helps reads, unless the company does not want it to
		c.State.Consents = []*supportv1.Consent{{BodyId: s.GetBodyId(), Withdrawn: true}}
	}
	return r.Actions(a, c)
}

// Visible says whether the actor sees the referral: the bodies that are part of it always do, the others as the case.
func (r *Referral) Visible(a actor.Actor, c *Case) bool {
	own := a.Works() && a.Territory == r.Territory && a.BodyID != "" && (a.BodyID == r.State.GetBodyId() || a.BodyID == r.State.GetSenderBodyId())
	return own || c.Level(a) != Nothing
}

// Lost says whether the body was asked, and lost the company's consent before it answered: it knows that it was asked, and
// nothing of the company.
func (r *Referral) Lost(a actor.Actor, c *Case) bool {
	return a.BodyID == r.State.GetBodyId() && c.Level(a) == Nothing && c.Consent(a.BodyID).GetWithdrawn() && r.State.GetAnsweredTime() == nil
}

// Assign gives the referral to a person of the body.
func (r *Referral) Assign(a actor.Actor, c *Case, personID string, now time.Time) error {
	if err := r.check(a, c, "assign"); err != nil {
		return err
	}
	r.State.AssignedPersonId = me(a, personID)
	r.touch(now)
	r.Record(ReferralAssigned{r.State})
	if person := r.State.GetAssignedPersonId(); person != "" && person != a.ID {
		r.tell(noticeReferralAssigned, toPerson(person, ""), occasion("assigned", r.Version+1), "dueDate", r.State.GetDueDate())
	}
	return nil
}

// Accept says that the body helps. The company and the body that asked are told.
func (r *Referral) Accept(a actor.Actor, c *Case, personID, reference string, now time.Time) error {
	if err := r.TakeCharge(a, c, personID, reference, now); err != nil {
		return err
	}
	r.tellBody(a, noticeReferralAccepted, r.State.GetSenderBodyId(), "accepted")
	r.TellCompanyTaken(c)
	return nil
}

// TakeCharge is Accept without a word: the answer at the desk, where everybody is.
func (r *Referral) TakeCharge(a actor.Actor, c *Case, personID, reference string, now time.Time) error {
	if err := r.check(a, c, "accept"); err != nil {
		return err
	}
	if personID != "" {
		r.State.AssignedPersonId = me(a, personID)
	}
	r.refersTo(a, reference)
	tooLate := r.answered(c, now)
	r.move(accepted, "", "", now)
	r.Record(ReferralAccepted{r.State, tooLate})
	c.Follow(r, now)
	return nil
}

// answered keeps when the body first answered, and says whether that was late. A delay that was broken is stated, if its
// timer did not do so before.
func (r *Referral) answered(c *Case, now time.Time) (tooLate bool) {
	if r.State.GetAnsweredTime() != nil {
		return false
	}
	r.reckon(c.Pauses(now)) // a pause that lasts counts up to now
	r.State.AnsweredTime = timestamppb.New(now)
	if r.late(now) && r.State.GetBreachedTime() == nil {
		r.State.BreachedTime = timestamppb.New(now)
		r.Record(ReferralLate{r.State})
	}
	return r.late(now)
}

// Refusal is why a body does not help, and who might.
type Refusal struct {
	Reason     supportv1.DeclineReason
	Note       string
	NextBodyID string
	Nobody     bool
}

// check says whether the refusal says why, and names another body or nobody.
func (f Refusal) check(own string) error {
	if f.Nobody == (f.NextBodyID != "") || f.NextBodyID == own {
		return errs.State("NEXT_BODY_MISSING")
	}
	if f.Reason <= supportv1.DeclineReason_DECLINE_REASON_OTHER {
		return needNote(f.Note)
	}
	return nil
}

// Decline says that the body does not help. The company is told when another body is asked, not before.
func (r *Referral) Decline(a actor.Actor, c *Case, f Refusal, now time.Time) error {
	if err := r.check(a, c, "decline"); err != nil {
		return err
	}
	if err := f.check(r.State.GetBodyId()); err != nil {
		return err
	}
	r.State.DeclineReason, r.State.NextBodyId, r.State.Nobody = f.Reason, f.NextBodyID, f.Nobody
	tooLate := r.answered(c, now)
	r.State.EndedTime = timestamppb.New(now)
	r.move(declined, f.Reason.String(), f.Note, now)
	r.Record(ReferralDeclined{r.State, tooLate})
	r.tellBody(a, noticeReferralDeclined, c.State.GetLeadBodyId(), "declined", "reason", f.Reason.String(), "nextBodyId", f.NextBodyID)
	c.Follow(r, now)
	return nil
}

// Cancel takes back a referral that has no answer yet.
func (r *Referral) Cancel(a actor.Actor, c *Case, reason supportv1.CancelReason, note string, now time.Time) error {
	if err := r.check(a, c, "cancel"); err != nil {
		return err
	}
	if reason == supportv1.CancelReason_CANCEL_REASON_OTHER {
		if err := needNote(note); err != nil {
			return err
		}
	}
	r.cancel(a, c, reason, note, now)
	return nil
}

// BodyLeft tells the body in charge that the body of the referral left; what was not answered is taken back.
func (r *Referral) BodyLeft(a actor.Actor, c *Case, now time.Time) error {
	if r.Waiting() {
		if err := r.Cancel(a, c, supportv1.CancelReason_CANCEL_REASON_BODY_LEFT, "", now); err != nil {
			return err
		}
	}
	r.tell(noticeBodyLeft, toBody(c.State.GetLeadBodyId()), "body_left")
	return nil
}

func (r *Referral) cancel(a actor.Actor, c *Case, reason supportv1.CancelReason, note string, now time.Time) {
	r.State.CancelReason, r.State.EndedTime = reason, timestamppb.New(now)
	r.move(cancelled, reason.String(), note, now)
	r.Record(ReferralCancelled{r.State})
	r.tellBody(a, noticeReferralCancelled, r.State.GetBodyId(), "cancelled", "reason", reason.String())
	c.Follow(r, now)
}

// outcomes are the statuses that the outcomes of a referral lead to.
var outcomes = map[supportv1.ReferralOutcome]supportv1.ReferralStatus{
	supportv1.ReferralOutcome_REFERRAL_OUTCOME_HELPED:      referralHelped,
	supportv1.ReferralOutcome_REFERRAL_OUTCOME_NO_HELP:     referralNoHelp,
	supportv1.ReferralOutcome_REFERRAL_OUTCOME_UNREACHABLE: referralUnreachable,
}

// Close ends an accepted referral with its outcome.
func (r *Referral) Close(a actor.Actor, c *Case, outcome supportv1.ReferralOutcome, note string, now time.Time) error {
	if err := r.check(a, c, "close"); err != nil {
		return err
	}
	r.State.Outcome, r.State.OutcomeNote, r.State.EndedTime = outcome, note, timestamppb.New(now)
	r.move(outcomes[outcome], "", "", now)
	r.Record(ReferralClosed{r.State})
	r.tellBody(a, noticeReferralClosed, c.State.GetLeadBodyId(), occasion("closed", r.Version+1), "outcome", outcome.String())
	if a.Kind == actor.Person && a.BodyID != r.State.GetBodyId() {
		r.tell(noticeReferralEnded, toBody(r.State.GetBodyId()), occasion("ended", r.Version+1))
	}
	c.Follow(r, now)
	return nil
}

// Reopen puts a closed referral back to accepted.
func (r *Referral) Reopen(a actor.Actor, c *Case, reason supportv1.ReopenReason, note string, now time.Time) error {
	if err := r.check(a, c, "reopen"); err != nil {
		return err
	}
	if open := c.OpenReferralOf(r.State.GetBodyId()); open != "" {
		return errs.State("REFERRAL_ALREADY_SENT").With("body", r.State.GetBodyId()).With("referral", open)
	}
	if reason == supportv1.ReopenReason_REOPEN_REASON_OTHER {
		if err := needNote(note); err != nil {
			return err
		}
	}
	r.State.ReopenReason, r.State.Outcome, r.State.OutcomeNote = reason, supportv1.ReferralOutcome_REFERRAL_OUTCOME_UNSPECIFIED, ""
	r.State.EndedTime = nil
	r.move(accepted, reason.String(), note, now)
	r.Record(ReferralReopened{r.State})
	r.tellBody(a, noticeReferralReopened, r.State.GetBodyId(), occasion("reopened", r.Version+1), "reason", reason.String())
	c.Follow(r, now)
	return nil
}

// Expire ends a referral that nobody answered.
func (r *Referral) Expire(c *Case, now time.Time) error {
	if err := ReferralMachine.Check(r.State.GetStatus(), "expire", actor.Of(r.Territory, "support")); err != nil {
		return err
	}
	r.State.EndedTime = timestamppb.New(now)
	r.move(expired, "", "", now)
	r.Record(ReferralExpired{r.State})
	r.tell(noticeReferralExpired, toBody(c.State.GetLeadBodyId()), "expired")
	c.Follow(r, now)
	return nil
}

// Warn states that a business day of the referral's clock has come: day 2 is for the person who has it, day 4 for the
// managers.
func (r *Referral) Warn(businessDay int32, now time.Time) {
	r.promise().RemindedBusinessDay = businessDay
	r.Record(ReferralNear{r.State, businessDay})
	to := toPerson(r.State.GetAssignedPersonId(), r.State.GetBodyId())
	if businessDay >= ManagerDay {
		to = toManagers(r.State.GetBodyId())
	}
	if !r.late(now) {
		r.tell(noticeReferralDueSoon, to, occasion("day", businessDay), "dueDate", r.State.GetDueDate())
	}
}

// Breach states that the body did not answer in time.
func (r *Referral) Breach(now time.Time) {
	r.State.BreachedTime = timestamppb.New(now)
	r.touch(now)
	r.Record(ReferralLate{r.State})
	r.tell(noticeReferralLate, toBody(r.State.GetBodyId()), "late", "dueDate", r.State.GetDueDate())
}

// OfferReroute proposes to the body in charge whom to ask instead.
func (r *Referral) OfferReroute(c *Case, p *supportv1.ReferralProposal, now time.Time) {
	r.State.RerouteOffered = offer(p, now)
	r.touch(now)
	r.Record(RerouteOffered{CaseID: c.ID, ReferralID: r.ID, BodyID: r.State.GetBodyId(), ProposedBodyID: p.GetBodyId()})
	r.tell(noticeReroute, toBody(c.State.GetLeadBodyId()), "reroute", "nextBodyId", p.GetBodyId())
}

package domain

import (
	"fmt"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
)

// may says whether the actor acts for the body that was asked or, for what the sender may do, for the body that asked or
// the one in charge of the case.
func (r *Referral) may(a actor.Actor, c *Case, action string) error {
	switch {
	case a.Kind == actor.System || a.Kind == actor.Service:
		return nil
	case a.BodyID != "" && a.BodyID == r.State.GetBodyId() && action != "cancel":
		return nil
	case action == "cancel" && a.BodyID != "" && (a.BodyID == r.State.GetSenderBodyId() || a.BodyID == c.State.GetLeadBodyId()):
		return nil
	case a.Has(actor.HupCoordinator) && (action == "cancel" || action == "redirect" || action == "reopen"):
		return nil
	}
	return errs.Denied("NOT_YOUR_REFERRAL").With("action", action).With("body", r.State.GetBodyId())
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

// Visible says whether the actor sees the referral: the bodies that are part of it always do, the others as the case.
func (r *Referral) Visible(a actor.Actor, c *Case) bool {
	own := a.Works() && a.Territory == r.Territory && a.BodyID != "" && (a.BodyID == r.State.GetBodyId() || a.BodyID == r.State.GetSenderBodyId())
	return own || c.Level(a) != Nothing
}

// Assign gives the referral to a person of the body.
func (r *Referral) Assign(a actor.Actor, c *Case, personID string, now time.Time) error {
	if err := r.check(a, c, "assign"); err != nil {
		return err
	}
	r.State.AssignedPersonId = me(a, personID)
	r.touch(now)
	r.Record(ReferralAssigned{r.State})
	return nil
}

// Accept says that the body helps.
func (r *Referral) Accept(a actor.Actor, c *Case, personID, reference string, now time.Time) error {
	if err := r.check(a, c, "accept"); err != nil {
		return err
	}
	if personID != "" {
		r.State.AssignedPersonId = me(a, personID)
	}
	r.refersTo(a, reference)
	r.State.AnsweredTime = timestamppb.New(now)
	r.move(accepted, "", "", now)
	r.Record(ReferralAccepted{r.State, r.late(now)})
	c.Follow(r, now)
	return nil
}

// Refusal is why a body does not help, and who might.
type Refusal struct {
	Reason     supportv1.DeclineReason
	Note       string
	NextBodyID string
	Nobody     bool
}

// Decline says that the body does not help.
func (r *Referral) Decline(a actor.Actor, c *Case, f Refusal, now time.Time) error {
	if err := r.check(a, c, "decline"); err != nil {
		return err
	}
	if f.Reason == supportv1.DeclineReason_DECLINE_REASON_OTHER {
		if err := needNote(f.Note); err != nil {
			return err
		}
	}
	r.State.DeclineReason, r.State.NextBodyId, r.State.Nobody = f.Reason, f.NextBodyID, f.Nobody
	r.State.AnsweredTime, r.State.EndedTime = timestamppb.New(now), timestamppb.New(now)
	r.move(declined, f.Reason.String(), f.Note, now)
	r.Record(ReferralDeclined{r.State, r.late(now)})
	r.tell("referral_declined", c.State.GetLeadBodyId(), "declined")
	c.Follow(r, now)
	return nil
}

// Redirect hands the referral over to another body: this one ends, and the one answered is sent.
func (r *Referral) Redirect(a actor.Actor, c *Case, s Sending, now time.Time) (*Referral, error) {
	if err := r.check(a, c, "redirect"); err != nil {
		return nil, err
	}
	if s.BodyID == r.State.GetBodyId() {
		return nil, errs.State("REFERRAL_ALREADY_SENT").With("body", s.BodyID).With("referral", r.ID)
	}
	s.NeedIDs, s.RedirectedFrom = r.State.GetNeedIds(), r.ID
	next, err := Send(a, c, s, now)
	if err != nil {
		return nil, err
	}
	late := r.State.GetAnsweredTime() == nil && r.late(now)
	if r.State.GetAnsweredTime() == nil {
		r.State.AnsweredTime = timestamppb.New(now)
	}
	r.State.NextBodyId, r.State.RedirectedToReferralId, r.State.EndedTime = s.BodyID, next.ID, timestamppb.New(now)
	r.move(redirected, "", s.Note, now)
	r.Record(ReferralRedirected{r.State, late})
	c.Follow(r, now)
	return next, nil
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
	r.State.CancelReason, r.State.EndedTime = reason, timestamppb.New(now)
	r.move(cancelled, reason.String(), note, now)
	r.Record(ReferralCancelled{r.State})
	c.Follow(r, now)
	return nil
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
	c.Follow(r, now)
	return nil
}

// Reopen puts a closed referral back to accepted.
func (r *Referral) Reopen(a actor.Actor, c *Case, reason supportv1.ReopenReason, note string, now time.Time) error {
	if err := r.check(a, c, "reopen"); err != nil {
		return err
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
	r.tell("referral_expired", c.State.GetLeadBodyId(), "expired")
	c.Follow(r, now)
	return nil
}

// Warn states that a business day of the referral's clock has come.
func (r *Referral) Warn(businessDay int32) {
	r.Record(ReferralNear{r.State, businessDay})
	r.tell("referral_due_soon", r.State.GetBodyId(), fmt.Sprintf("day:%d:%s", businessDay, r.State.GetDueDate()))
}

// Breach states that the body did not answer in time.
func (r *Referral) Breach(now time.Time) {
	r.State.BreachedTime = timestamppb.New(now)
	r.touch(now)
	r.Record(ReferralLate{r.State})
	r.tell("referral_late", r.State.GetBodyId(), "late")
}

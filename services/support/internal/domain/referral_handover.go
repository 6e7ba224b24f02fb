package domain

import (
	"slices"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
)

// Redirect hands the referral over to another body: this one ends, and the one answered is sent. The company is told once.
func (r *Referral) Redirect(a actor.Actor, c *Case, s Sending, now time.Time) (*Referral, error) {
	if err := r.check(a, c, "redirect"); err != nil {
		return nil, err
	}
	if err := needNote(s.Note); err != nil {
		return nil, err
	}
	s.RedirectedFrom = r.ID
	next, err := r.handOver(a, c, s, now)
	if err != nil {
		return nil, err
	}
	tooLate := r.answered(c, now)
	r.State.RedirectedToReferralId, r.State.EndedTime = next.ID, timestamppb.New(now)
	r.move(redirected, "", s.Note, now)
	r.Record(ReferralRedirected{r.State, tooLate})
	for _, body := range slices.Compact([]string{c.State.GetLeadBodyId(), r.State.GetBodyId()}) {
		r.tellBody(a, noticeReferralMoved, body, "redirected:"+body, "nextBodyId", s.BodyID)
	}
	c.Follow(r, now)
	return next, nil
}

// Replace takes back a referral that has no answer and asks another body instead. The company is told once.
func (r *Referral) Replace(a actor.Actor, c *Case, s Sending, now time.Time) (*Referral, error) {
	if r.State.GetCaseId() != c.ID {
		return nil, errs.State("UNKNOWN_REFERRAL").With("referral", r.ID)
	}
	if err := r.check(a, c, "cancel"); err != nil {
		return nil, err
	}
	next, err := r.handOver(a, c, s, now)
	if err != nil {
		return nil, err
	}
	r.cancel(a, c, supportv1.CancelReason_CANCEL_REASON_REPLACED, "", now)
	return next, nil
}

// handOver sends the needs of the referral to another body.
func (r *Referral) handOver(a actor.Actor, c *Case, s Sending, now time.Time) (*Referral, error) {
	if s.BodyID == r.State.GetBodyId() {
		return nil, errs.State("REFERRAL_ALREADY_SENT").With("body", s.BodyID).With("referral", r.ID)
	}
	s.Follows = r.ID
	if len(s.NeedIDs) == 0 {
		s.NeedIDs = r.State.GetNeedIds()
	}
	next, err := Send(a, c, s, now)
	if err == nil {
		r.State.NextBodyId = s.BodyID
	}
	return next, err
}

// withoutHelp says whether a referral with the status ended before anybody helped.
func withoutHelp(s supportv1.ReferralStatus) bool {
	return s == declined || s == redirected || s == expired || s == cancelled
}

// leaving is the referral that the one sent follows: the one it names, else the last that was declined or expired and
// that nobody follows, first of all one that named the body. Nil when the body is asked beside others.
func (c *Case) leaving(s Sending) *supportv1.ReferralSummary {
	if s.Follows != "" {
		return c.summary(s.Follows)
	}
	var found *supportv1.ReferralSummary
	for _, r := range c.State.GetReferrals() {
		if (r.GetStatus() == declined || r.GetStatus() == expired) && r.GetHandedToReferralId() == "" &&
			(found == nil || found.GetNextBodyId() != s.BodyID || r.GetNextBodyId() == s.BodyID) {
			found = r
		}
	}
	return found
}

// handedTo keeps who was asked after a referral that ended without help, so that both bodies see it.
func (c *Case) handedTo(left *supportv1.ReferralSummary, next *Referral) {
	if left != nil {
		left.HandedToReferralId, left.HandedToBodyId = next.ID, next.State.GetBodyId()
	}
}

// HandedTo is the referral, and its body, that the case says was asked after this one.
func (r *Referral) HandedTo(c *Case) (referralID, bodyID string) {
	s := c.summary(r.ID)
	return s.GetHandedToReferralId(), s.GetHandedToBodyId()
}

// tellCompanySent tells the company that a body is asked: one message for a hand-over, whatever ended before.
func (r *Referral) tellCompanySent(left *supportv1.ReferralSummary) {
	template := noticeReferred
	if left != nil {
		template = noticeHandedOver
	}
	r.tell(template, "contact:"+r.State.GetCaseId(), "referred", "leftBodyId", left.GetBodyId(), "dueDate", r.State.GetDueDate())
}

// TellCompanyTaken tells the company that the body helps.
func (r *Referral) TellCompanyTaken(c *Case) { r.tell(noticeTaken, c.toContact(), "taken") }

package domain

import (
	"fmt"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/errs"
)

// The promise: a first answer within 5 business days; day 2 reminds, day 4 tells the manager. Day 10 offers to ask another
// body, or to close. A referral that nobody answered by day 15 expires.
const (
	PromiseDays = 5
	RemindDay   = 2
	ManagerDay  = 4
	RerouteDay  = 10
	ExpiryDay   = 15
)

// backdating is how far back an advisor may enter a visit.
const backdating = 30 * 24 * time.Hour

// checkReceived says whether the caller may say that the case was received then.
func checkReceived(a actor.Actor, at *timestamppb.Timestamp, now time.Time) error {
	if at == nil {
		return nil
	}
	said := at.AsTime()
	if said.After(now) || tooOld(said, now) || !a.Works() && a.Kind != actor.System {
		return errs.Invalid("RECEIVED_TIME", errs.Field{Path: "receivedTime", Reason: "RECEIVED_TIME"})
	}
	return nil
}

func tooOld(said, now time.Time) bool { return now.Sub(said) > backdating }

// Pauses are the times during which the clock stood still; one that lasts ends now, for the count.
func (c *Case) Pauses(now time.Time) []calendar.Pause {
	var pauses []calendar.Pause
	for _, p := range c.State.GetPauses() {
		to := now
		if p.GetToTime() != nil {
			to = p.GetToTime().AsTime()
		}
		pauses = append(pauses, calendar.Pause{From: p.GetFromTime().AsTime(), To: to})
	}
	return pauses
}

// DueIn is the deadline of so many business days of the case's clock.
func (c *Case) DueIn(businessDays int, now time.Time) calendar.Deadline {
	return calendar.Due(c.State.GetReceivedTime().AsTime(), businessDays, c.Pauses(now)...)
}

// reckon sets the due day, and how much of it the pauses added.
func (c *Case) reckon(now time.Time) {
	due := c.DueIn(PromiseDays, now)
	c.State.DueTime, c.State.DueDate = timestamppb.New(due.DueTime), due.DueDate.String()
	c.promise().PausedBusinessDays = pausedDays(c.State.GetReceivedTime(), due)
}

// pausedDays are the business days that pauses added to a promise.
func pausedDays(from *timestamppb.Timestamp, due calendar.Deadline) int32 {
	return int32(calendar.BusinessDaysBetween(calendar.Due(from.AsTime(), PromiseDays).DueDate, due.DueDate))
}

// promise is what became of the case's clock.
func (c *Case) promise() *supportv1.PromiseState {
	if c.State.GetPromise() == nil {
		c.State.Promise = &supportv1.PromiseState{}
	}
	return c.State.GetPromise()
}

// pause stops the clock.
func (c *Case) pause(reason supportv1.CaseReason, now time.Time) {
	c.State.StatusBeforePause = c.State.GetStatus()
	c.State.Pauses = append(c.State.Pauses, &supportv1.Pause{FromTime: timestamppb.New(now), Reason: reason})
}

// resume lets the clock run again; it does nothing when no pause lasts.
func (c *Case) resume(now time.Time) {
	if p := c.Pausing(); p != nil {
		p.ToTime = timestamppb.New(now)
		c.State.StatusBeforePause = supportv1.CaseStatus_CASE_STATUS_UNSPECIFIED
		c.reckon(now)
	}
}

// stoodStill counts the time that the case was closed as a pause, when it goes on without ever having been answered.
func (c *Case) stoodStill(reason supportv1.CaseReason, now time.Time) {
	if c.State.GetFirstAnswerTime() == nil {
		c.State.Pauses = append(c.State.Pauses, &supportv1.Pause{FromTime: c.State.GetClosedTime(), ToTime: timestamppb.New(now), Reason: reason})
		c.reckon(now)
	}
}

// Pausing is the pause that lasts, nil when the clock runs.
func (c *Case) Pausing() *supportv1.Pause {
	if n := len(c.State.GetPauses()); n > 0 && c.State.GetPauses()[n-1].GetToTime() == nil {
		return c.State.GetPauses()[n-1]
	}
	return nil
}

// answered stops the clock. A promise that was broken is stated, if its timer did not do so before.
func (c *Case) answered(now time.Time) {
	c.reckon(now) // a pause that lasts counts up to now
	c.State.FirstAnswerTime = timestamppb.New(now)
	if late(now, c.State.GetDueTime()) && c.State.GetBreachedTime() == nil {
		c.State.BreachedTime = timestamppb.New(now)
		c.Record(PromiseBroken{c.State})
	}
}

// Unanswered says whether the company waits for the first answer of a body.
func (c *Case) Unanswered() bool { return c.Open() && c.State.GetFirstAnswerTime() == nil }

// Ticking says whether the clock of the case runs.
func (c *Case) Ticking() bool { return c.Unanswered() && c.Pausing() == nil }

// Warn states that a business day of the clock has come: day 2 is for the person who has the case, day 4 for the managers.
// Who is late already is told that, and nothing else.
func (c *Case) Warn(businessDay int32, now time.Time) {
	c.promise().RemindedBusinessDay = businessDay
	c.Record(PromiseNear{c.State, businessDay})
	to := toPerson(c.State.GetAssignedPersonId(), c.State.GetLeadBodyId())
	if businessDay >= ManagerDay {
		to = toManagers(c.State.GetLeadBodyId())
	}
	if !late(now, c.State.GetDueTime()) {
		c.tell(noticeDueSoon, to, occasion("day", businessDay), "dueDate", c.State.GetDueDate(), "bodyId", c.State.GetLeadBodyId())
	}
}

// Breach states that the promise was broken.
func (c *Case) Breach(now time.Time) {
	c.State.BreachedTime = timestamppb.New(now)
	c.touch(now)
	c.Record(PromiseBroken{c.State})
	c.tell(noticeLate, toBody(c.State.GetLeadBodyId()), "late", "dueDate", c.State.GetDueDate(), "bodyId", c.State.GetLeadBodyId())
}

// OfferReroute proposes whom to ask in a case that nobody has answered; a referral that waits makes its own offer.
func (c *Case) OfferReroute(p *supportv1.ReferralProposal, now time.Time) {
	c.State.RerouteOffered = offer(p, now)
	c.touch(now)
	c.Record(RerouteOffered{CaseID: c.ID, BodyID: c.State.GetLeadBodyId(), ProposedBodyID: p.GetBodyId()})
	c.tell(noticeReroute, toBody(c.State.GetLeadBodyId()), "reroute", "bodyId", c.State.GetLeadBodyId(), "nextBodyId", p.GetBodyId())
}

// RemindDraft asks that the author be told of what lies unfinished, once each time.
func (c *Case) RemindDraft(days int) {
	c.tell(noticeDraftReminder, toPerson(c.State.GetCreatedByPersonId(), c.State.GetCreatedByBodyId()), occasion("draft", days))
}

// inCharge is whom to tell what happens to the case: its advisor, else the body.
func (c *Case) inCharge() string {
	return toPerson(c.State.GetAssignedPersonId(), c.State.GetLeadBodyId())
}

// WantsReroute says whether what was offered on business day 10 still stands: nobody has answered, and nobody is asked.
func (c *Case) WantsReroute() bool {
	return c.State.GetRerouteOffered() != nil && c.Unanswered() && len(c.openReferrals()) == 0
}

// offer is what is offered on business day 10; nobody to propose leaves closing.
func offer(p *supportv1.ReferralProposal, now time.Time) *supportv1.RerouteOffer {
	return &supportv1.RerouteOffer{
		OfferedTime: timestamppb.New(now), BodyId: p.GetBodyId(), Sentence: p.GetSentence(), RulesFired: p.GetRulesFired(), ConsentGiven: p.GetConsentGiven(),
	}
}

// Remind asks that the company be told again what is awaited, and counts it.
func (c *Case) Remind(now time.Time) {
	p := c.Pausing()
	p.ReminderCount, p.RemindedTime = p.GetReminderCount()+1, timestamppb.New(now)
	c.tell(noticeInfoReminder, c.toContact(), fmt.Sprintf("info:%d:%d", len(c.State.GetPauses()), p.GetReminderCount()), "reason", p.GetReason().String())
}

// late says whether the due second is over.
func late(at time.Time, due *timestamppb.Timestamp) bool { return at.Unix() > due.AsTime().Unix() }

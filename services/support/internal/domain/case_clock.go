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

// The promise: a first answer within 5 business days; day 2 reminds, day 4 tells the manager. A referral that nobody
// answered by day 15 expires.
const (
	PromiseDays = 5
	RemindDay   = 2
	ManagerDay  = 4
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

// reckon sets the due day.
func (c *Case) reckon(now time.Time) {
	due := c.DueIn(PromiseDays, now)
	c.State.DueTime, c.State.DueDate = timestamppb.New(due.DueTime), due.DueDate.String()
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

// Pausing is the pause that lasts, nil when the clock runs.
func (c *Case) Pausing() *supportv1.Pause {
	if n := len(c.State.GetPauses()); n > 0 && c.State.GetPauses()[n-1].GetToTime() == nil {
		return c.State.GetPauses()[n-1]
	}
	return nil
}

// Unanswered says whether the company waits for the first answer of a body.
func (c *Case) Unanswered() bool { return c.Open() && c.State.GetFirstAnswerTime() == nil }

// Ticking says whether the clock of the case runs.
func (c *Case) Ticking() bool { return c.Unanswered() && c.Pausing() == nil }

// Warn states that a business day of the clock has come.
func (c *Case) Warn(businessDay int32) {
	c.Record(PromiseNear{c.State, businessDay})
	c.tell("case_due_soon", "body:"+c.State.GetLeadBodyId(), fmt.Sprintf("day:%d:%s", businessDay, c.State.GetDueDate()))
}

// Breach states that the promise was broken.
func (c *Case) Breach(now time.Time) {
	c.State.BreachedTime = timestamppb.New(now)
	c.touch(now)
	c.Record(PromiseBroken{c.State})
	c.tell("case_late", "body:"+c.State.GetLeadBodyId(), "late")
}

// Remind asks that the company be told again what is awaited, once each time.
func (c *Case) Remind(businessDays int) {
	c.tell("case_info_reminder", "contact:"+c.ID, fmt.Sprintf("info:%d:%d", len(c.State.GetPauses()), businessDays))
}

// RemindDraft asks that the author be told of what lies unfinished, once each time.
func (c *Case) RemindDraft(days int) {
	author := "person:" + c.State.GetCreatedByPersonId()
	if c.State.GetCreatedByPersonId() == "" {
		author = "body:" + c.State.GetCreatedByBodyId()
	}
	c.tell("case_draft_reminder", author, fmt.Sprintf("draft:%d", days))
}

// inCharge is whom to tell what happens to the case: its advisor, else the body.
func (c *Case) inCharge() string {
	if person := c.State.GetAssignedPersonId(); person != "" {
		return "person:" + person
	}
	return "body:" + c.State.GetLeadBodyId()
}

// tell asks that somebody be told something of the case, once an occasion.
func (c *Case) tell(template, recipient, occasion string) {
	c.Record(Told{Template: template, Recipient: recipient, Key: c.ID + ":" + occasion, SubjectID: c.ID, CaseID: c.ID})
}

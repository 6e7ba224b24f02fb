package domain

import (
	"slices"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	"hup.example/services/kit/actor"
	"hup.example/services/kit/calendar"
)

// unfilledAfter is how long a publication may stay unfilled before the partners are told.
const unfilledAfter = 45 * 24 * time.Hour

// reminderHour is when a day's reminders leave, in Paris.
const reminderHour = 8 * time.Hour

// reminderDays are the days before the last one on which the company and the body in charge are reminded.
var reminderDays = []int{7, 1}

// ExpiresAt is the instant after the last day of a need whose time runs.
func (n *RecruitmentNeed) ExpiresAt() (at time.Time, runs bool) {
	day, err := calendar.ParseDay(n.State.GetExpiryDate())
	if err != nil || !slices.Contains(running, n.State.GetStatus()) {
		return time.Time{}, false
	}
	return day.AddDays(1).Start(), true
}

// Expire ends the need when its last day is over. Before that, and for a need that ended, it changes nothing.
func (n *RecruitmentNeed) Expire(a actor.Actor, now time.Time) error {
	if at, runs := n.ExpiresAt(); !runs || at.After(now) {
		return nil
	}
	if err := n.move(a, "expire", expired, "", "", now); err != nil {
		return err
	}
	n.State.ClosedTime = timestamppb.New(now)
	n.Record(NeedExpired{n.State})
	return nil
}

// NextReminder is the first reminder after an instant.
func (n *RecruitmentNeed) NextReminder(after time.Time) (at time.Time, due bool) {
	for _, days := range reminderDays {
		if at, ok := n.reminder(days); ok && at.After(after) {
			return at, true
		}
	}
	return time.Time{}, false
}

func (n *RecruitmentNeed) reminder(days int) (at time.Time, ok bool) {
	day, err := calendar.ParseDay(n.State.GetExpiryDate())
	if err != nil || !n.Shown() {
		return time.Time{}, false
	}
	return day.AddDays(-days).Start().Add(reminderHour), true
}

// Remind tells the body in charge and the contact of the case that the need expires, once for each of the days: a late
// timer tells the nearest one only.
func (n *RecruitmentNeed) Remind(_ actor.Actor, now time.Time) error {
	for _, days := range slices.Backward(reminderDays) {
		at, ok := n.reminder(days)
		if !ok || at.After(now) {
			continue
		}
		if last := n.State.GetExpiryRemindedTime(); last != nil && !last.AsTime().Before(at) {
			return nil
		}
		for _, recipient := range n.followers() {
			n.Record(ExpiryNear{Need: n.State, Recipient: recipient, Days: days})
		}
		if len(n.Facts()) > 0 {
			n.State.ExpiryRemindedTime = timestamppb.New(now)
		}
		return nil
	}
	return nil
}

// followers are the body in charge and the contact of the case, as notifications name them.
func (n *RecruitmentNeed) followers() (recipients []string) {
	if body := n.State.GetBodyId(); body != "" {
		recipients = append(recipients, "body:"+body)
	}
	if caseID := n.State.GetCaseLink().GetCaseId(); caseID != "" {
		recipients = append(recipients, "contact:"+caseID)
	}
	return recipients
}

// UnfilledAt is the instant from which the need counts as unfilled.
func (n *RecruitmentNeed) UnfilledAt() (at time.Time, due bool) {
	if !n.Shown() || n.State.GetUnfilledDetectedTime() != nil {
		return time.Time{}, false
	}
	return n.State.GetPublishedTime().AsTime().Add(unfilledAfter), true
}

// DetectUnfilled states that the need is still unfilled, once a publication.
func (n *RecruitmentNeed) DetectUnfilled(_ actor.Actor, now time.Time) error {
	if at, due := n.UnfilledAt(); !due || at.After(now) {
		return nil
	}
	n.State.UnfilledDetectedTime = timestamppb.New(now)
	n.Record(UnfilledDetected{n.State})
	return nil
}

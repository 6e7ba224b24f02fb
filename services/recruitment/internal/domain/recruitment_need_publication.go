package domain

import (
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	recruitmentv1 "hup.example/proto/gen/go/hup/recruitment/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/errs"
)

// The time of a publication, in days. Source: design of the domain, section 5.
const (
	publicationDays = 60
	longestDays     = 365
)

// Publish shows the need until its last day: the one given, else its own, else 60 days from today.
func (n *RecruitmentNeed) Publish(a actor.Actor, expiry string, now time.Time) error {
	if err := n.move(a, "publish", published, "", "", now); err != nil {
		return err
	}
	if expiry == "" {
		expiry = n.State.GetExpiryDate()
	}
	return n.show(expiry, now)
}

// Suspend takes the need back for a while.
func (n *RecruitmentNeed) Suspend(a actor.Actor, reason recruitmentv1.SuspensionReason, note string, now time.Time) error {
	if err := n.move(a, "suspend", suspended, reason.String(), note, now); err != nil {
		return err
	}
	n.State.SuspensionReason, n.State.ReasonNote = reason, note
	n.Record(NeedSuspended{n.State})
	return nil
}

// Resume shows a suspended need again, until its last day or a new one.
func (n *RecruitmentNeed) Resume(a actor.Actor, expiry string, now time.Time) error {
	if err := n.move(a, "resume", n.shownStatus(), "", "", now); err != nil {
		return err
	}
	if expiry == "" {
		expiry = n.State.GetExpiryDate()
	}
	return n.show(expiry, now)
}

// Reopen shows an expired need again, until a new last day or 60 days from today.
func (n *RecruitmentNeed) Reopen(a actor.Actor, asked *recruitmentv1.ReopenRecruitmentNeedRequest, now time.Time) error {
	if err := n.move(a, "reopen", n.shownStatus(), asked.GetReason().String(), asked.GetReasonNote(), now); err != nil {
		return err
	}
	n.State.ReopeningReason, n.State.ReasonNote, n.State.ClosedTime = asked.GetReason(), asked.GetReasonNote(), nil
	return n.show(asked.GetExpiryDate(), now)
}

// shownStatus is where a need that is shown again stands.
func (n *RecruitmentNeed) shownStatus() recruitmentv1.RecruitmentNeedStatus {
	if n.State.GetHiredCount() > 0 {
		return partiallyFilled
	}
	return published
}

// show starts a publication: the delays count from here again.
func (n *RecruitmentNeed) show(expiry string, now time.Time) error {
	if expiry == "" {
		expiry = calendar.DayOf(now).AddDays(publicationDays).String()
	}
	if err := checkExpiry(expiry, now); err != nil {
		return err
	}
	s := n.State
	s.ExpiryDate, s.PublishedTime = expiry, timestamppb.New(now)
	s.SuspensionReason, s.UnfilledDetectedTime, s.ExpiryRemindedTime = 0, nil, nil
	n.Record(NeedPublished{s})
	return nil
}

// checkExpiry refuses a last day that is not to come, or more than a year away.
func checkExpiry(expiry string, now time.Time) error {
	today := calendar.DayOf(now)
	day, err := calendar.ParseDay(expiry)
	if err != nil || !day.After(today) || day.After(today.AddDays(longestDays)) {
		refused := errs.Invalid("EXPIRY_DATE_OUT_OF_RANGE", errs.Field{Path: "expiryDate", Reason: "EXPIRY_DATE_OUT_OF_RANGE"})
		return refused.Because(err)
	}
	return nil
}

// RecordHires counts people hired; the need is filled when no position is left.
func (n *RecruitmentNeed) RecordHires(a actor.Actor, said *recruitmentv1.RecordHiresRequest, now time.Time) error {
	if err := NeedMachine.Check(n.State.GetStatus(), "recordHires", a); err != nil {
		return err
	}
	if said.GetCount() > n.Left() {
		return errs.State("TOO_MANY_HIRES")
	}
	hire := &recruitmentv1.Hire{
		Count: said.GetCount(), HireDate: said.GetHireDate(), Channel: said.GetChannel(),
		RecordedTime: timestamppb.New(now), RecordedByBodyId: a.BodyID,
	}
	if hire.GetHireDate() == "" {
		hire.HireDate = calendar.DayOf(now).String()
	}
	n.State.Hires = append(n.State.Hires, hire)
	n.State.HiredCount += hire.GetCount()
	n.Record(HireDeclared{Need: n.State, Hire: hire})
	return n.settle(a, now)
}

// settle takes the need where its hires say it stands.
func (n *RecruitmentNeed) settle(a actor.Actor, now time.Time) error {
	if n.Left() > 0 {
		return n.move(a, "recordHires", partiallyFilled, "", "", now)
	}
	if err := n.move(a, "recordHires", filled, "", "", now); err != nil {
		return err
	}
	n.State.SuspensionReason, n.State.ClosedTime = 0, timestamppb.New(now)
	n.Record(NeedFilled{n.State})
	return nil
}

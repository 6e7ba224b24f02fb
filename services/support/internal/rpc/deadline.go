package rpc

import (
	"context"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// Deadlines answers DeadlineService.
type Deadlines struct {
	supportv1.UnimplementedDeadlineServiceServer
	Store   *kit.Store
	Present *present.Presenter
}

// ExplainDeadline answers when something received then is due, day by day; or a case, or a referral, with its pauses.
func (s *Deadlines) ExplainDeadline(ctx context.Context, r *supportv1.ExplainDeadlineRequest) (*supportv1.ExplainDeadlineResponse, error) {
	days := domain.PromiseDays
	if r.BusinessDays != nil {
		days = int(r.GetBusinessDays())
	}
	received, count, err := s.asked(ctx, r)
	if err != nil {
		return nil, err
	}
	due, w := count(days), wordsOf(ctx, s.Present)
	plain := calendar.Due(received, days)
	answer := &supportv1.ExplainDeadlineResponse{
		ReceivedTime: timestamppb.New(received), CountedFromDate: due.CountedFrom.String(), DueDate: due.DueDate.String(), DueTime: timestamppb.New(due.DueTime),
		Days: dayByDay(w, received, due), PausedBusinessDays: int32(calendar.BusinessDaysBetween(plain.DueDate, due.DueDate)),
	}
	for _, k := range due.Skipped {
		answer.Skipped = append(answer.Skipped, &supportv1.SkippedDay{Date: k.Date.String(), Reason: skipReasons[k.Reason], Label: skipLabel(w, k)})
	}
	return answer, nil
}

// asked is when the clock began that the call is about, and how it counts: that of a time, a case or a referral.
func (s *Deadlines) asked(ctx context.Context, r *supportv1.ExplainDeadlineRequest) (time.Time, func(int) calendar.Deadline, error) {
	given := 0
	for _, is := range []bool{r.GetReceivedTime() != nil, r.GetCaseId() != "", r.GetReferralId() != ""} {
		if is {
			given++
		}
	}
	if given != 1 {
		return time.Time{}, nil, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "receivedTime", Reason: "deadline.one_of"})
	}
	view := s.Store.View(ctx)
	switch {
	case r.GetCaseId() != "":
		return ofCase(view, r.GetCaseId())
	case r.GetReferralId() != "":
		f, c, err := referralOf(view, r.GetReferralId())
		if err != nil {
			return time.Time{}, nil, err
		}
		return f.State.GetSentTime().AsTime(), func(n int) calendar.Deadline { return f.DueIn(n, c.Pauses(view.Now)) }, nil
	}
	received := r.GetReceivedTime().AsTime()
	return received, func(n int) calendar.Deadline { return calendar.Due(received, n) }, nil
}

// ofCase is the clock of a case; a draft has none.
func ofCase(v *kit.View, id string) (time.Time, func(int) calendar.Deadline, error) {
	c, err := seen(v, id)
	if err == nil && c.State.GetReceivedTime() == nil {
		err = domain.CaseMachine.Refuse(c.State.GetStatus(), "explainDeadline")
	}
	if err != nil {
		return time.Time{}, nil, err
	}
	return c.State.GetReceivedTime().AsTime(), func(n int) calendar.Deadline { return c.DueIn(n, v.Now) }, nil
}

// referralOf is a referral that the view's actor may see, with its case.
func referralOf(v *kit.View, id string) (*domain.Referral, *domain.Case, error) {
	f, err := store.Referrals.Get(v, id)
	if err != nil {
		return nil, nil, err
	}
	c, err := store.Cases.Get(v, f.State.GetCaseId())
	if err == nil && !f.Visible(v.Actor, c) {
		err = errs.NotFound("referral")
	}
	return f, c, err
}

// dayByDay is every day from receipt to the due day: which business day of the delay it is, or why it is none.
func dayByDay(w domain.Words, received time.Time, due calendar.Deadline) []*supportv1.DeadlineDay {
	skipped := map[calendar.Day]calendar.Skip{}
	for _, k := range due.Skipped {
		skipped[k.Date] = k
	}
	var days []*supportv1.DeadlineDay
	n := int32(0)
	for day := calendar.DayOf(received); !day.After(due.DueDate); day = day.AddDays(1) {
		told := &supportv1.DeadlineDay{Date: day.String(), Label: w.Day(day)}
		k, off := skipped[day]
		switch {
		case off:
			told.SkipReason, told.SkipLabel = skipReasons[k.Reason], skipLabel(w, k)
		case day.Before(due.CountedFrom):
			told.SkipReason, told.SkipLabel = supportv1.SkipReason_SKIP_REASON_AFTER_CLOSING, w.Say("skip.after_closing", nil)
		case day.After(due.CountedFrom):
			n++
			told.BusinessDay = n
		}
		days = append(days, told)
	}
	return days
}

// skipLabel says why a day does not count; a holiday keeps its French name.
func skipLabel(w domain.Words, k calendar.Skip) string {
	return w.Say("skip."+string(k.Reason), map[string]string{"kind": k.Date.Weekday().String(), "name": k.Label})
}

var skipReasons = map[calendar.SkipReason]supportv1.SkipReason{
	calendar.SkipWeekend: supportv1.SkipReason_SKIP_REASON_WEEKEND,
	calendar.SkipHoliday: supportv1.SkipReason_SKIP_REASON_HOLIDAY,
	calendar.SkipPause:   supportv1.SkipReason_SKIP_REASON_PAUSE,
}

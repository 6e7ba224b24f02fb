package rpc

import (
	"context"

	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/calendar"
	"hup.example/services/support/internal/domain"
)

// Deadlines answers DeadlineService.
type Deadlines struct {
	supportv1.UnimplementedDeadlineServiceServer
}

// ExplainDeadline answers when something received then is due, and the days that do not count.
func (Deadlines) ExplainDeadline(_ context.Context, r *supportv1.ExplainDeadlineRequest) (*supportv1.ExplainDeadlineResponse, error) {
	days := domain.PromiseDays
	if r.BusinessDays != nil {
		days = int(r.GetBusinessDays())
	}
	due := calendar.Due(r.GetReceivedTime().AsTime(), days)
	answer := &supportv1.ExplainDeadlineResponse{
		ReceivedTime: r.GetReceivedTime(), CountedFromDate: due.CountedFrom.String(), DueDate: due.DueDate.String(), DueTime: timestamppb.New(due.DueTime),
	}
	for _, s := range due.Skipped {
		answer.Skipped = append(answer.Skipped, &supportv1.SkippedDay{Date: s.Date.String(), Reason: skipReasons[s.Reason], Label: s.Label})
	}
	return answer, nil
}

var skipReasons = map[calendar.SkipReason]supportv1.SkipReason{
	calendar.SkipWeekend: supportv1.SkipReason_SKIP_REASON_WEEKEND,
	calendar.SkipHoliday: supportv1.SkipReason_SKIP_REASON_HOLIDAY,
}

package domain

import (
	"fmt"
	"time"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/calendar"
)

// RecentDays is how long an exchange is told to the other bodies.
const RecentDays = 90

// Recent is the exchange as it is told to other bodies: who, how and when, never what was said.
func (e *Exchange) Recent(w Words, bodyName string, now time.Time) *supportv1.RecentContact {
	held := calendar.DayOf(e.State.GetHeldTime().AsTime())
	r := &supportv1.RecentContact{
		BodyId: e.State.GetAuthorBodyId(), BodyName: bodyName, Kind: e.State.GetKind(), HeldDate: held.String(), HeldTime: e.State.GetHeldTime(),
		DaysAgo: int32(calendar.DayOf(now).Start().Sub(held.Start()).Round(24*time.Hour) / (24 * time.Hour)),
	}
	key := "recent." + r.GetKind().String()
	if e.State.GetOutcome() == supportv1.ExchangeOutcome_EXCHANGE_OUTCOME_NO_ANSWER {
		key = "recent.no_answer"
	}
	r.Sentence = w.Say(key, facts{"body": bodyName, "when": w.Say("recent.when", facts{"count": fmt.Sprint(r.GetDaysAgo())})})
	return r
}

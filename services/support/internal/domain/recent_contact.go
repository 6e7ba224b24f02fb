package domain

import (
	"fmt"
	"time"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/calendar"
)

// RecentDays is how long an exchange is told to the other bodies.
const RecentDays = 90

// contactWords are how a body was in touch, by kind; noAnswer when nobody answered.
var contactWords = map[supportv1.ExchangeKind]string{
	supportv1.ExchangeKind_EXCHANGE_KIND_CALL:  "a eu cette entreprise au téléphone",
	supportv1.ExchangeKind_EXCHANGE_KIND_MAIL:  "a échangé par courriel avec cette entreprise",
	supportv1.ExchangeKind_EXCHANGE_KIND_VISIT: "a rencontré cette entreprise",
	supportv1.ExchangeKind_EXCHANGE_KIND_EVENT: "a vu cette entreprise à un événement",
	supportv1.ExchangeKind_EXCHANGE_KIND_OTHER: "a été en contact avec cette entreprise",
}

const noAnswer = "a cherché à joindre cette entreprise, sans réponse,"

// Recent is the exchange as it is told to other bodies: who, how and when, never what was said.
func (e *Exchange) Recent(bodyName string, now time.Time) *supportv1.RecentContact {
	held := calendar.DayOf(e.State.GetHeldTime().AsTime())
	r := &supportv1.RecentContact{
		BodyId: e.State.GetAuthorBodyId(), BodyName: bodyName, Kind: e.State.GetKind(), HeldDate: held.String(), HeldTime: e.State.GetHeldTime(),
		DaysAgo: int32(calendar.DayOf(now).Start().Sub(held.Start()).Round(24*time.Hour) / (24 * time.Hour)),
	}
	words := contactWords[r.GetKind()]
	if e.State.GetOutcome() == supportv1.ExchangeOutcome_EXCHANGE_OUTCOME_NO_ANSWER {
		words = noAnswer
	}
	r.Sentence = fmt.Sprintf("%s %s %s.", bodyName, words, daysAgo(r.GetDaysAgo()))
	return r
}

func daysAgo(n int32) string {
	switch n {
	case 0:
		return "aujourd'hui"
	case 1:
		return "hier"
	}
	return fmt.Sprintf("il y a %d jours", n)
}

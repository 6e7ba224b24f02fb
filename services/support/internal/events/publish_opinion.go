package events

import (
	supporteventv1 "hup.example/proto/gen/go/hup/support/event/v1"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// opinionFact is the journal entry of a fact about an opinion.
func opinionFact(fact any) (store.Entry, bool) {
	switch f := fact.(type) {
	case domain.OpinionAsked:
		o := f.Opinion
		e := &supporteventv1.OpinionAsked{
			OpinionId: o.GetOpinionId(), CaseId: o.GetCaseId(), PersonId: o.GetPersonId(), AskedBodyId: o.GetBodyId(),
			ExpireDate: calendar.DayOf(o.GetExpireTime().AsTime()).String(), Visibility: o.GetVisibility().String(), AuthorBodyId: o.GetAuthorBodyId(),
		}
		for _, part := range o.GetSharedParts() {
			e.SharedParts = append(e.SharedParts, part.String())
		}
		return of(o.GetCaseId(), e), true
	case domain.OpinionMoved:
		o := f.Opinion
		return of(o.GetCaseId(), &supporteventv1.OpinionStatusChanged{
			OpinionId: o.GetOpinionId(), CaseId: o.GetCaseId(), OldStatus: code(f.From), NewStatus: f.To.String(),
			Terminal: domain.OpinionMachine.Terminal(f.To), AnswerMessageId: o.GetAnswerMessageId(),
			Visibility: o.GetVisibility().String(), AuthorBodyId: o.GetAuthorBodyId(),
		}), true
	}
	return store.Entry{}, false
}

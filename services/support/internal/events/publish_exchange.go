package events

import (
	supporteventv1 "hup.example/proto/gen/go/hup/support/event/v1"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// exchangeFact is the journal entry of a fact about an exchange. Its context is its case, if it has one.
func exchangeFact(fact any) (store.Entry, bool) {
	switch f := fact.(type) {
	case domain.ExchangeLogged:
		e := f.Exchange
		return of(e.GetCaseId(), &supporteventv1.ExchangeLogged{
			ExchangeId: e.GetExchangeId(), CaseId: e.GetCaseId(), CompanyId: e.GetCompanyId(), ProjectLeaderId: e.GetProjectLeaderId(),
			Kind: e.GetKind().String(), Outcome: code(e.GetOutcome()), HeldDate: calendar.DayOf(e.GetHeldTime().AsTime()).String(),
			Minutes: e.GetMinutes(), SubjectCodes: e.GetSubjectCodes(), Visibility: e.GetVisibility().String(), AuthorBodyId: e.GetAuthorBodyId(),
		}), true
	case domain.ExchangeChanged:
		e := f.Exchange
		return of(e.GetCaseId(), &supporteventv1.ExchangeChanged{
			ExchangeId: e.GetExchangeId(), CaseId: e.GetCaseId(), ChangedFields: f.Fields, Visibility: e.GetVisibility().String(),
			AuthorBodyId: e.GetAuthorBodyId(),
		}), true
	}
	return store.Entry{}, false
}

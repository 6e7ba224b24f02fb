package events

import (
	supporteventv1 "hup.example/proto/gen/go/hup/support/event/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// messageFact is the journal entry of a fact about a message.
func messageFact(fact any) (store.Entry, bool) {
	switch f := fact.(type) {
	case domain.MessagePosted:
		return messagePosted(f.Message), true
	case domain.MessageEdited:
		m := f.Message
		return of(m.GetCaseId(), &supporteventv1.MessageEdited{
			MessageId: m.GetMessageId(), CaseId: m.GetCaseId(), Visibility: m.GetVisibility().String(), AuthorBodyId: m.GetAuthorBodyId(),
		}), true
	case domain.MessageDeleted:
		m := f.Message
		return of(m.GetCaseId(), &supporteventv1.MessageDeleted{
			MessageId: m.GetMessageId(), CaseId: m.GetCaseId(), Visibility: m.GetVisibility().String(), AuthorBodyId: m.GetAuthorBodyId(),
		}), true
	}
	return store.Entry{}, false
}

func messagePosted(m *supportv1.Message) store.Entry {
	e := &supporteventv1.MessagePosted{
		MessageId: m.GetMessageId(), CaseId: m.GetCaseId(), Visibility: m.GetVisibility().String(), AuthorBodyId: m.GetAuthorBodyId(),
	}
	e.MentionedPersonIds, e.MentionedBodyIds = m.GetMentionedPersonIds(), m.GetMentionedBodyIds()
	return of(m.GetCaseId(), e)
}

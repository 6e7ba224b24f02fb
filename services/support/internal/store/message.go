package store

import (
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// Messages is the table of the threads' messages.
var Messages = kit.Table[*domain.Message, *supportv1.Message]{
	Name: "message", Kind: "message",
	Columns: []kit.Column[*domain.Message]{
		{Name: "case_id", Value: func(m *domain.Message) any { return m.State.GetCaseId() }},
		{Name: "visibility", Value: func(m *domain.Message) any { return m.State.GetVisibility().String() }},
		{Name: "author_body_id", Value: func(m *domain.Message) any { return m.State.GetAuthorBodyId() }},
		{Name: "author_person_id", Value: func(m *domain.Message) any { return m.State.GetAuthorPersonId() }},
		{Name: "created_us", Value: func(m *domain.Message) any { return clock.Micros(timeOf(m.State.GetCreatedTime())) }},
	},
	Encode: func(m *domain.Message) *supportv1.Message { return m.State },
	Decode: func(m *supportv1.Message) *domain.Message { return &domain.Message{State: m} },
}.Open()

var messageList = &page.List{
	Name: "messages", Kind: "message", From: "message t",
	Fields: []page.Field{
		{Name: "visibility", Column: "t.visibility", Kind: page.Enum},
		{Name: "authorBodyId", Column: "t.author_body_id", Word: page.Mine},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
	},
	Orders:     []page.Order{{Name: "createdTime", Column: "t.created_us", Kind: page.Time}},
	Descending: true,
}

// ListMessages answers a page of the messages of a case that the actor, who sees the case, may read: Message.Visible as
// a condition.
func ListMessages(v *kit.View, signer *page.Signer, r page.Request, caseID string) ([]*domain.Message, string, error) {
	return page.Of(v, Messages, messageList, signer, r, page.Cond{SQL: "t.case_id = ?", Args: []any{caseID}}, legible(v.Actor))
}

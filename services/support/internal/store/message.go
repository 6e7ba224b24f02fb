package store

import (
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
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
		{Name: "deleted", Value: func(m *domain.Message) any { return m.State.GetDeletedTime() != nil }},
		{Name: "created_us", Value: func(m *domain.Message) any { return clock.Micros(timeOf(m.State.GetCreatedTime())) }},
	},
	Encode:  func(m *domain.Message) *supportv1.Message { return m.State },
	Decode:  func(m *supportv1.Message) *domain.Message { return &domain.Message{State: m} },
	Project: projectMessage,
}.Open()

// The kinds of keywords of messages.
const (
	mentionKeyword     = "mention:"
	mentionBodyKeyword = "mention-body:"
)

func projectMessage(tx *kit.Tx, m *domain.Message) error {
	words := []string{}
	people := append([]string{m.State.GetAuthorPersonId()}, m.State.GetMentionedPersonIds()...)
	if err := takePart(tx, m.State.GetCaseId(), people...); err != nil {
		return err
	}
	for _, person := range m.State.GetMentionedPersonIds() {
		words = append(words, mentionKeyword+person)
	}
	for _, body := range m.State.GetMentionedBodyIds() {
		words = append(words, mentionBodyKeyword+body)
	}
	return setKeywords(tx, m.ID, words)
}

// messageList goes through the messages by time; narrowMessages through the few that a filter finds first: the plus keeps
// the planner from the index of the order.
var (
	messageList = &page.List{
		Name: "messages", Kind: "message", From: "message t", Fields: messageFields, Descending: true, Narrow: narrowMessages,
		Orders: []page.Order{{Name: "createdTime", Column: "t.created_us", Kind: page.Time}},
	}
	narrowMessages = &page.List{
		Name: "messages", Kind: "message", From: "message t", Fields: messageFields, Descending: true,
		Orders: []page.Order{{Name: "createdTime", Column: "+t.created_us", Kind: page.Time}},
	}
)

var messageFields = []page.Field{
	{Name: "caseId", Column: "t.case_id"},
	{Name: "visibility", Column: "t.visibility", Kind: page.Enum},
	{Name: "authorBodyId", Column: "t.author_body_id", Word: page.Mine},
	{Name: "authorPersonId", Column: "t.author_person_id", Word: page.Me},
	{Name: "mentioned", Where: ofKeyword, Few: true, Word: func(a actor.Actor, value string) string { return mentionKeyword + page.Me(a, value) }},
	{Name: "mentionedBodyId", Where: ofKeyword, Few: true, Word: func(a actor.Actor, value string) string { return mentionBodyKeyword + page.Mine(a, value) }},
	{Name: "unread", Where: isUnread, Few: true, Word: func(a actor.Actor, _ string) string { return personOf(a) }},
	{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
}

// ListMessages answers a page of the messages that the actor may read, of all cases or of one that it sees:
// Message.Visible as a condition.
func ListMessages(v *kit.View, signer *page.Signer, r page.Request, caseID string) ([]*domain.Message, string, error) {
	scope := []page.Cond{legible(v.Actor)}
	if caseID != "" {
		scope = append(scope, page.Cond{SQL: "t.case_id = ?", Args: []any{caseID}})
	}
	return page.Of(v, Messages, messageList, signer, r, scope...)
}

// CountMessages counts them.
func CountMessages(v *kit.View, filter string) (n int, more bool, err error) {
	return messageList.Count(v, filter, legible(v.Actor))
}

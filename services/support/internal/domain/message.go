package domain

import (
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
)

// editWindow is how long an author may change what it wrote.
const editWindow = 24 * time.Hour

// Message is one message of a case's thread.
type Message struct {
	aggregate.Root
	// State is what is known of the message.
	State *supportv1.Message
}

// The facts that a message states.
type (
	// MessagePosted: somebody wrote into the thread of a case.
	MessagePosted struct{ Message *supportv1.Message }
	// MessageEdited: its author changed the text.
	MessageEdited struct{ Message *supportv1.Message }
	// MessageDeleted: its author took the text away.
	MessageDeleted struct{ Message *supportv1.Message }
)

// Post writes into the thread of the case, and tells those who are mentioned. People are those mentioned, as identity knows
// them.
func Post(a actor.Actor, c *Case, r *supportv1.PostMessageRequest, people Roster, now time.Time) (*Message, error) {
	if err := c.mayPost(a, r.GetVisibility()); err != nil {
		return nil, err
	}
	m := newMessage(a, c, r.GetVisibility(), r.GetText(), now)
	m.State.MentionedPersonIds, m.State.MentionedBodyIds = r.GetMentionedPersonIds(), r.GetMentionedBodyIds()
	m.State.ClientRequestId = r.GetClientRequestId()
	if c.Level(a) == AsCompany {
		m.State.FromCompany, m.State.AuthorBodyId = true, ""
	}
	if err := m.checkMentions(a, c, people); err != nil {
		return nil, err
	}
	m.Record(MessagePosted{m.State})
	m.tellReaders(a, c)
	return m, nil
}

func newMessage(a actor.Actor, c *Case, v supportv1.MessageVisibility, text string, now time.Time) *Message {
	m := &Message{Root: aggregate.Root{Territory: c.Territory, ID: id.New("msg")}}
	m.State = &supportv1.Message{
		MessageId: m.ID, CaseId: c.ID, Visibility: v, Text: text, AuthorPersonId: personOf(a), AuthorBodyId: a.BodyID,
		CreatedTime: timestamppb.New(now), UpdatedTime: timestamppb.New(now),
	}
	return m
}

// mayPost: an archived case is read only.
func (c *Case) mayPost(a actor.Actor, v supportv1.MessageVisibility) error {
	switch {
	case c.Level(a) == Nothing:
		return errs.NotFound("case")
	case c.State.GetStatus() == archived:
		return CaseMachine.Refuse(archived, "postMessage")
	}
	return mayWrite(a, v)
}

// Edit replaces the text; the one before is kept.
func (m *Message) Edit(a actor.Actor, text string, now time.Time) error {
	switch {
	case !m.author(a):
		return errs.Denied("NOT_THE_AUTHOR")
	case m.State.GetDeletedTime() != nil:
		return errs.State("MESSAGE_DELETED")
	case !m.fresh(now):
		return errs.State("MESSAGE_TOO_OLD")
	case text == "":
		return errs.Invalid("INVALID_FIELDS", errs.Field{Path: "message.text", Reason: "required"})
	}
	m.State.Edits = append(m.State.Edits, &supportv1.MessageEdit{Time: timestamppb.New(now), Text: m.State.GetText()})
	m.State.Text, m.State.UpdatedTime = text, timestamppb.New(now)
	m.Record(MessageEdited{m.State})
	return nil
}

// Delete takes the text away, with those that it had before: that there was a message stays.
func (m *Message) Delete(a actor.Actor, now time.Time) error {
	switch {
	case !m.author(a):
		return errs.Denied("NOT_THE_AUTHOR")
	case m.State.GetDeletedTime() != nil:
		return errs.State("MESSAGE_DELETED")
	}
	m.State.Text, m.State.Edits, m.State.MentionedPersonIds, m.State.MentionedBodyIds = "", nil, nil, nil
	m.State.DeletedTime, m.State.UpdatedTime = timestamppb.New(now), timestamppb.New(now)
	m.Record(MessageDeleted{m.State})
	return nil
}

// Actions are what the actor may do with the message now.
func (m *Message) Actions(a actor.Actor, now time.Time) []string {
	switch {
	case !m.author(a) || m.State.GetDeletedTime() != nil:
		return nil
	case m.fresh(now):
		return []string{"update", "delete"}
	}
	return []string{"delete"}
}

func (m *Message) fresh(now time.Time) bool {
	return now.Sub(m.State.GetCreatedTime().AsTime()) <= editWindow
}

// author says whether the actor wrote the message: the person, or a client of the body for what a client wrote. An opinion
// that was asked is in the words of somebody else.
func (m *Message) author(a actor.Actor) bool {
	s := m.State
	return s.GetOpinionId() == "" && s.GetFromCompany() == a.Has(actor.CompanyUser) && s.GetAuthorPersonId() == personOf(a) &&
		(s.GetFromCompany() || s.GetAuthorBodyId() == a.BodyID)
}

// Visible says whether the actor may read the message.
func (m *Message) Visible(a actor.Actor, c *Case) bool { return m.written().Legible(a, c) }

func (m *Message) written() Written {
	return Written{m.State.GetVisibility(), m.State.GetAuthorPersonId(), m.State.GetAuthorBodyId()}
}

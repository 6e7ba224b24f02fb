package domain

import (
	"slices"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
)

// The visibilities of a message, as short names.
const (
	personalNote = supportv1.MessageVisibility_MESSAGE_VISIBILITY_PERSONAL
	ownBody      = supportv1.MessageVisibility_MESSAGE_VISIBILITY_BODY
	partners     = supportv1.MessageVisibility_MESSAGE_VISIBILITY_PARTNERS
	withCompany  = supportv1.MessageVisibility_MESSAGE_VISIBILITY_COMPANY
)

// Message is one message of a case's thread.
type Message struct {
	aggregate.Root
	// State is what is known of the message.
	State *supportv1.Message
}

// MessagePosted: somebody wrote into the thread of a case.
type MessagePosted struct{ Message *supportv1.Message }

// Post writes into the thread of the case.
func Post(a actor.Actor, c *Case, r *supportv1.PostMessageRequest, now time.Time) (*Message, error) {
	if err := c.mayPost(a, r.GetVisibility()); err != nil {
		return nil, err
	}
	bodies := c.Bodies()
	for _, m := range r.GetMentions() {
		if m.GetBodyId() != "" && !slices.Contains(bodies, m.GetBodyId()) {
			return nil, errs.State("MENTION_NOT_IN_CASE").With("body", m.GetBodyId())
		}
	}
	m := &Message{Root: aggregate.Root{Territory: c.Territory, ID: id.New("msg")}}
	m.State = &supportv1.Message{
		MessageId: m.ID, CaseId: c.ID, Visibility: r.GetVisibility(), Text: r.GetText(), Mentions: r.GetMentions(),
		AuthorPersonId: personOf(a), AuthorBodyId: a.BodyID, FromCompany: c.Level(a) == AsCompany, ClientRequestId: r.GetClientRequestId(),
		CreatedTime: timestamppb.New(now), UpdatedTime: timestamppb.New(now),
	}
	if m.State.GetFromCompany() {
		m.State.AuthorBodyId = ""
	}
	m.Record(MessagePosted{m.State})
	return m, nil
}

// mayPost: a company writes with itself only, a client has no personal notes, an archived case is read only.
func (c *Case) mayPost(a actor.Actor, v supportv1.MessageVisibility) error {
	level := c.Level(a)
	switch {
	case level == Nothing:
		return errs.NotFound("case")
	case c.State.GetStatus() == archived:
		return CaseMachine.Refuse(archived, "postMessage")
	case level == AsCompany && v != withCompany, v == personalNote && personOf(a) == "":
		return errs.Denied("VISIBILITY_NOT_ALLOWED")
	}
	return nil
}

// Visible says whether the actor may read the message. Nobody but the author reads a personal note.
func (m *Message) Visible(a actor.Actor, c *Case) bool {
	level := c.Level(a)
	switch m.State.GetVisibility() {
	case personalNote:
		return level != Nothing && personOf(a) != "" && personOf(a) == m.State.GetAuthorPersonId()
	case ownBody:
		return level == AsCoordinator || level != Nothing && level != AsCompany && a.BodyID == m.State.GetAuthorBodyId()
	case partners:
		return level == AsPartner || level == AsOwner || level == AsCoordinator
	case withCompany:
		return level != Nothing
	}
	return false
}

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

// Visible says whether the actor may read the message.
func (m *Message) Visible(a actor.Actor, c *Case) bool {
	return Written{m.State.GetVisibility(), m.State.GetAuthorPersonId(), m.State.GetAuthorBodyId()}.Legible(a, c)
}

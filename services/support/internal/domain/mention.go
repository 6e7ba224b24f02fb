package domain

import (
	"slices"
	"strings"

	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
)

// checkMentions refuses a mention of a body that does not see the case, and of people who may not read the message at its
// visibility: all of them are named.
func (m *Message) checkMentions(a actor.Actor, c *Case, people Roster) error {
	bodies := c.Bodies()
	for _, body := range m.State.GetMentionedBodyIds() {
		if !slices.Contains(bodies, body) {
			return errs.State("MENTION_NOT_IN_CASE").With("body", body)
		}
	}
	if err := people.Check(a, m.State.GetMentionedPersonIds()...); err != nil {
		return err
	}
	var may []string
	for _, person := range m.State.GetMentionedPersonIds() {
		reads := func(who actor.Actor) bool { return m.Visible(who, c) }
		if person == personOf(a) || people.Where(person, reads) != nil {
			continue
		}
		name := people.Name(person)
		if a.Has(actor.CompanyUser) {
			name = person // a company learns no names by trying ids
		}
		may = append(may, name)
	}
	for _, body := range m.State.GetMentionedBodyIds() {
		if v := m.State.GetVisibility(); v == personalNote || v == ownBody && body != a.BodyID {
			may = append(may, body)
		}
	}
	if len(may) > 0 {
		return errs.State("MENTION_MAY_NOT_READ").With("who", strings.Join(may, ", "))
	}
	return nil
}

// tellReaders has those mentioned told, and the company of what a body writes to it.
func (m *Message) tellReaders(a actor.Actor, c *Case) {
	for _, person := range m.State.GetMentionedPersonIds() {
		if person != personOf(a) {
			m.tell(c, noticeMentioned, "person:"+person)
		}
	}
	for _, body := range m.State.GetMentionedBodyIds() {
		m.tell(c, noticeMentioned, toBody(body))
	}
	if m.State.GetVisibility() == withCompany && !m.State.GetFromCompany() {
		m.tell(c, noticeMessage, c.toContact())
	}
}

func (m *Message) tell(c *Case, template, recipient string) {
	m.Record(Told{
		Template: template, Recipient: recipient, Key: m.ID + ":" + template + ":" + recipient, SubjectID: m.ID, CaseID: c.ID,
		Params: pairs(nil, "caseNumber", c.State.GetNumber(), "bodyId", m.State.GetAuthorBodyId()),
	})
}

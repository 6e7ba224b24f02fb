package domain

import (
	"slices"
	"strings"
	"time"

	"google.golang.org/protobuf/proto"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
)

// mostContacts is how many people of a company are kept.
const mostContacts = 50

// NameContacts gives an id to each person who has none of this company. Said again without it, a person who is reached the
// same way keeps its own.
func (c *Company) NameContacts(said []*supportv1.Contact) {
	before, used := c.State.GetContacts(), map[string]bool{}
	for _, s := range said {
		if known(before, s.GetContactId()) < 0 {
			s.ContactId = ""
			if i := slices.IndexFunc(before, func(k *supportv1.Contact) bool { return sameWay(k, s) != "" }); i >= 0 {
				s.ContactId = before[i].GetContactId()
			}
		}
		if s.GetContactId() == "" || used[s.GetContactId()] {
			s.ContactId = id.New("ctc")
		}
		used[s.GetContactId()] = true
	}
}

func known(contacts []*supportv1.Contact, contactID string) int {
	return slices.IndexFunc(contacts, func(c *supportv1.Contact) bool { return contactID != "" && c.GetContactId() == contactID })
}

// Meet adds a person, unless somebody with the same name is reached the same way already.
func (c *Company) Meet(person *supportv1.Contact, now time.Time) (added bool, err error) {
	same := func(k *supportv1.Contact) bool {
		return sameWay(k, person) != "" && strings.EqualFold(k.GetName(), person.GetName())
	}
	if slices.ContainsFunc(c.State.GetContacts(), same) {
		return false, nil
	}
	if len(c.State.GetContacts()) >= mostContacts {
		return false, errs.State("TOO_MANY_CONTACTS")
	}
	person = proto.CloneOf(person)
	person.ContactId = id.New("ctc")
	c.State.Contacts = append(c.State.Contacts, person)
	c.Updated([]string{"contacts"}, now)
	return true, nil
}

// Contact is a person of the company, to be changed.
func (c *Company) Contact(contactID string) (*supportv1.Contact, error) {
	i := known(c.State.GetContacts(), contactID)
	if i < 0 {
		return nil, errs.NotFound("contact")
	}
	return c.State.GetContacts()[i], nil
}

// Part takes a person out of the company.
func (c *Company) Part(contactID string, now time.Time) error {
	i := known(c.State.GetContacts(), contactID)
	if i < 0 {
		return errs.NotFound("contact")
	}
	c.State.Contacts = slices.Delete(c.State.GetContacts(), i, i+1)
	c.Updated([]string{"contacts"}, now)
	return nil
}

// Assign says which person of the body follows the company; nobody when it is empty. It answers whether that is new.
func (c *Company) Assign(bodyID, personID string, now time.Time) bool {
	var owners []*supportv1.PortfolioOwner
	var was string
	for _, o := range c.State.GetPortfolioOwners() {
		if o.GetBodyId() != bodyID {
			owners = append(owners, o)
			continue
		}
		was = o.GetPersonId()
	}
	if was == personID {
		return false
	}
	if personID != "" {
		owners = append(owners, &supportv1.PortfolioOwner{BodyId: bodyID, PersonId: personID})
	}
	c.State.PortfolioOwners = owners
	c.Updated([]string{"portfolioOwners"}, now)
	return true
}

// Join puts what is kept of lists that all bodies share beside what one of them sends of its own: nobody's contacts are lost.
func (c *Company) Join(said *supportv1.Company) {
	if len(said.GetContacts()) > 0 {
		c.NameContacts(said.GetContacts())
		contacts := slices.Clone(c.State.GetContacts())
		for _, one := range said.GetContacts() {
			if i := known(contacts, one.GetContactId()); i >= 0 {
				contacts[i] = one
			} else {
				contacts = append(contacts, one)
			}
		}
		said.Contacts = contacts
	}
	if len(said.GetGroups()) > 0 {
		groups := slices.Clone(c.State.GetGroups())
		for _, g := range said.GetGroups() {
			if !slices.Contains(groups, g) {
				groups = append(groups, g)
			}
		}
		said.Groups = groups
	}
}

package app

import (
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/patch"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// KeepContacts keeps the people of a company, one at a time.
type KeepContacts struct{ UpdateCompany }

// contactFields are what may be changed of a person.
var contactFields = []string{"name", "email", "phone", "role", "preferred_channel", "roles", "refused_channels", "best_time"}

// Add adds a person; somebody with that name who is reached the same way is there already.
func (u KeepContacts) Add(tx *kit.Tx, companyID string, said *supportv1.Contact) (*domain.Company, error) {
	return u.with(tx, companyID, func(c *domain.Company) error {
		normalizePhones([]*supportv1.Contact{said})
		_, err := c.Meet(said, tx.Now)
		return err
	})
}

// Change changes fields of a person.
func (u KeepContacts) Change(tx *kit.Tx, companyID string, said *supportv1.Contact, mask *fieldmaskpb.FieldMask) (*domain.Company, error) {
	return u.with(tx, companyID, func(c *domain.Company) error {
		person, err := c.Contact(said.GetContactId())
		if err != nil {
			return err
		}
		normalizePhones([]*supportv1.Contact{said})
		fields, err := patch.Apply(person, said, mask, "contact_id", contactFields...)
		if err == nil && len(fields) > 0 {
			c.Updated([]string{"contacts"}, tx.Now)
		}
		return err
	})
}

// Remove takes a person out.
func (u KeepContacts) Remove(tx *kit.Tx, companyID, contactID string) (*domain.Company, error) {
	return u.with(tx, companyID, func(c *domain.Company) error { return c.Part(contactID, tx.Now) })
}

// with changes a company that the caller may change, and puts it when it did.
func (u KeepContacts) with(tx *kit.Tx, companyID string, do func(*domain.Company) error) (*domain.Company, error) {
	c, err := u.target(tx, companyID)
	if err != nil {
		return nil, err
	}
	if err := do(c); err != nil || len(c.Facts()) == 0 {
		return c, err
	}
	return c, store.Companies.Put(tx, c)
}

package app

import (
	"slices"

	"google.golang.org/protobuf/types/known/fieldmaskpb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/patch"
	"hup.example/services/kit/reference"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// UpdateCompany changes what people know of a company.
type UpdateCompany struct{}

// Do answers the company as it is then; nothing is written when nothing differs.
func (u UpdateCompany) Do(tx *kit.Tx, said *supportv1.Company, mask *fieldmaskpb.FieldMask) (*domain.Company, error) {
	c, err := store.Companies.Target(tx, said.GetCompanyId())
	if err == nil && !domain.SeesCompany(tx.Actor, c.ID) {
		err = errs.NotFound("company")
	}
	if err == nil && c.State.GetMergedIntoCompanyId() != "" {
		err = c.Usable()
	}
	if err != nil {
		return nil, err
	}
	normalizePhones(said.GetContacts())
	domain.KeepOthers(tx.Actor, c.State, said, func(field string) bool { return patch.Means(said, mask, field) })
	changeable, fields := domain.ChangeableOfCompany(tx.Actor, c.State), []string(nil)
	err = c.Change(func(whole *supportv1.Company) (err error) {
		fields, err = patch.Apply(whole, said, mask, "company_id", changeable...)
		return err
	})
	if err != nil || len(fields) == 0 {
		return c, err
	}
	if slices.Contains(fields, "siret") && c.State.GetSiret() != "" {
		if err := u.identify(tx, c); err != nil {
			return nil, err
		}
	}
	c.Updated(fields, tx.Now)
	return c, store.Companies.Put(tx, c)
}

// identify takes over what the register says of the SIRET that the company has now.
func (u UpdateCompany) identify(tx *kit.Tx, c *domain.Company) (err error) {
	if c.State.Siret, err = reference.SIRET(c.State.GetSiret()); err != nil {
		return refused("company.siret", err)
	}
	known, err := store.Establishment(&tx.View, c.State.GetSiret())
	if err == nil && known != nil {
		c.Learn(known, tx.Now)
	}
	return err
}

// normalizePhones puts numbers into the one form that is kept; the edge has refused those that have none.
func normalizePhones(contacts []*supportv1.Contact) {
	for _, contact := range contacts {
		if phone, err := reference.Phone(contact.GetPhone()); err == nil {
			contact.Phone = phone
		}
	}
}

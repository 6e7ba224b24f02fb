package app

import (
	"slices"

	"google.golang.org/protobuf/types/known/fieldmaskpb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
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
	c, err := u.target(tx, said.GetCompanyId())
	if err != nil {
		return nil, err
	}
	if err := u.parent(tx, c, said.GetParentCompanyId()); err != nil {
		return nil, err
	}
	normalizePhones(said.GetContacts())
	c.NameContacts(said.GetContacts())
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

// target is the company that the call names, if the caller may change it.
func (u UpdateCompany) target(tx *kit.Tx, companyID string) (*domain.Company, error) {
	c, err := store.Companies.Target(tx, companyID)
	if err == nil && !domain.SeesCompany(tx.Actor, c.ID) {
		err = errs.NotFound("company")
	}
	if err == nil && c.State.GetMergedIntoCompanyId() != "" {
		err = c.Usable()
	}
	return c, err
}

// parent refuses a group that goes in a circle, and a parent that is not there.
func (u UpdateCompany) parent(tx *kit.Tx, c *domain.Company, parentID string) error {
	for above := parentID; above != ""; {
		p, err := store.Companies.Get(tx, above)
		if errs.Is(err, "NOT_FOUND") && above == parentID {
			return errs.Invalid("INVALID_FIELDS", errs.Field{Path: "company.parentCompanyId", Reason: "company.parent_unknown"})
		}
		if err != nil {
			return err
		}
		if p.ID == c.ID {
			return errs.Invalid("INVALID_FIELDS", errs.Field{Path: "company.parentCompanyId", Reason: "company.parent_circle"})
		}
		above = p.State.GetParentCompanyId()
	}
	return nil
}

// Assign gives the company to a person of the caller's body, to nobody when it is empty.
func (u UpdateCompany) Assign(tx *kit.Tx, companyID, personID string) (*domain.Company, error) {
	c, err := u.target(tx, companyID)
	if err != nil || !c.Assign(tx.Actor.BodyID, personID, tx.Now) {
		return c, err
	}
	return c, store.Companies.Put(tx, c)
}

// mostHandedOver bounds one unit of work.
const mostHandedOver = 500

// HandOver gives what one person of the caller's body follows to another, and says how many and whether there are more.
func (u UpdateCompany) HandOver(tx *kit.Tx, fromID, toID string) (n int, more bool, err error) {
	if fromID != tx.Actor.ID && !tx.Actor.Has(actor.BodyManager, actor.HupCoordinator) && tx.Actor.Kind == actor.Person {
		return 0, false, errs.Denied("NOT_YOUR_PORTFOLIO")
	}
	ids, err := store.Portfolio(tx, fromID, tx.Actor.BodyID, mostHandedOver+1)
	if err != nil {
		return 0, false, err
	}
	for i, id := range ids {
		if i == mostHandedOver {
			return n, true, nil
		}
		c, err := store.Companies.Get(tx, id)
		if err != nil {
			return n, false, err
		}
		if c.Assign(tx.Actor.BodyID, toID, tx.Now) {
			n++
			if err := store.Companies.Put(tx, c); err != nil {
				return n, false, err
			}
		}
	}
	return n, false, nil
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

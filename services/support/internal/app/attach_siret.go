package app

import (
	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// AttachSiret ties a project to the company that it became.
type AttachSiret struct{ Records Records }

// Do finds or writes down the company, gives it the person as a contact, and lets the cases follow.
func (u AttachSiret) Do(tx *kit.Tx, leaderID, siret string) (*domain.ProjectLeader, error) {
	l, err := store.ProjectLeaders.Target(tx, leaderID)
	if err != nil {
		return nil, err
	}
	c, err := u.Records.MeetSIRET(tx, siret)
	if err == nil {
		c, err = store.GoingOn(tx, c)
	}
	if err == nil {
		err = c.Usable()
	}
	if err != nil {
		return nil, err
	}
	cases, err := u.follow(tx, l.ID, c.Snapshot())
	if err != nil {
		return nil, err
	}
	if err := l.Attach(tx.Actor, c.ID, cases, tx.Now); err != nil {
		return nil, err
	}
	if err := u.follows(tx, l.ID, c); err != nil {
		return nil, err
	}
	if err := u.introduce(tx, l.State.GetContact(), c); err != nil {
		return nil, err
	}
	return l, store.ProjectLeaders.Put(tx, l)
}

// follow makes the cases of the project those of the company, and answers their ids.
func (u AttachSiret) follow(tx *kit.Tx, leaderID string, company *commonv1.CompanySnapshot) ([]string, error) {
	ids, err := store.CasesOfProjectLeader(tx, leaderID)
	if err != nil {
		return nil, err
	}
	for _, caseID := range ids {
		c, err := store.Cases.Get(tx, caseID)
		if err != nil {
			return nil, err
		}
		c.BelongTo(company, tx.Now)
		if err := putNamed(tx, c); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

// follows makes what bodies did with the person, and its appointments, the company's, too.
func (u AttachSiret) follows(tx *kit.Tx, leaderID string, c *domain.Company) error {
	exchanges, err := store.Hanging(tx, "exchangeOfLeader", leaderID)
	if err != nil {
		return err
	}
	if _, err := move(tx, "exchange", moveExchange, exchanges, "", c); err != nil {
		return err
	}
	appointments, err := store.Hanging(tx, "appointmentOfLeader", leaderID)
	if err != nil {
		return err
	}
	_, err = move(tx, "appointment", moveAppointment, appointments, "", c)
	return err
}

// introduce makes the person a contact of the company, once; a company with too many stays as it is.
func (u AttachSiret) introduce(tx *kit.Tx, person *supportv1.Contact, c *domain.Company) error {
	added, err := c.Meet(person, tx.Now)
	switch {
	case errs.Is(err, "TOO_MANY_CONTACTS"):
		return nil
	case err != nil || !added:
		return err
	}
	return store.Companies.Put(tx, c)
}

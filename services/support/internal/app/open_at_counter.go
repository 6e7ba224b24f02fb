package app

import (
	"cmp"

	"google.golang.org/protobuf/proto"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// OpenAtCounter opens a case from the least that an advisor types with somebody at the counter, and may end it at once.
type OpenAtCounter struct {
	Open OpenCase
	End  EndCase
}

// Do answers the case made before when the sender's own request id is known.
func (u OpenAtCounter) Do(tx *store.Tx, f *supportv1.CounterForm) (*domain.Case, error) {
	known, err := tx.Once(f.GetClientRequestId())
	if err != nil {
		return nil, err
	}
	if known != "" {
		return u.Open.Cases.Get(tx, known)
	}
	form := &supportv1.RequestForm{
		Company: f.GetCompany(), Contact: f.GetContact(), ClientRequestId: f.GetClientRequestId(),
		Origin: cmp.Or(f.GetOrigin(), supportv1.CaseOrigin_CASE_ORIGIN_COUNTER),
		Needs:  []*supportv1.NeedForm{{SubjectCode: f.GetSubjectCode(), Description: f.GetDescription(), Answers: f.GetAnswers()}},
	}
	if form.Contact == nil {
		if form.Contact, err = u.contact(tx, form); err != nil {
			return nil, err
		}
	}
	c, err := u.Open.Do(tx, form, AtCounter)
	if err != nil || f.GetOutcome() == supportv1.CaseOutcome_CASE_OUTCOME_UNSPECIFIED {
		return c, err
	}
	return u.End.TakeCharge(tx, &supportv1.TakeChargeOfCaseRequest{
		CaseId: c.ID, Outcome: f.GetOutcome(), OutcomeNote: f.GetOutcomeNote(), Orientation: f.GetOrientation(), NoneExists: f.GetNoneExists(),
		ContactAttempts: f.GetContactAttempts(),
	})
}

// contact is whom the company is known by: its first contact, else that of its last case that the advisor may see.
func (u OpenAtCounter) contact(tx *store.Tx, form *supportv1.RequestForm) (*supportv1.Contact, error) {
	missing := errs.Invalid("INVALID_FIELDS", errs.Field{Path: "contact", Reason: "CONTACT_UNKNOWN"})
	if form.GetCompany().GetProjectLeader() != nil {
		return nil, missing
	}
	asking, err := u.Open.Directory.Requester(tx, form)
	if err != nil {
		return nil, err
	}
	company, err := u.Open.Directory.Company(tx, asking.Company.GetCompanyId())
	if err != nil {
		return nil, err
	}
	if known := company.GetContacts(); len(known) > 0 {
		return proto.CloneOf(known[0]), nil
	}
	last, err := u.Open.Register.LastOf(tx, company.GetCompanyId())
	if err != nil {
		return nil, err
	}
	for _, c := range last {
		if c.State.GetContact() != nil && c.Level(tx.Actor) != domain.Nothing {
			return proto.CloneOf(c.State.GetContact()), nil
		}
	}
	return nil, missing
}

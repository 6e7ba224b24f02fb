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

// exchangeBack is how far back an exchange may be logged.
const exchangeBack = 2 * 366 * 24 * time.Hour

// Exchange is a call, a mail, a visit: what a body and a company said to each other.
type Exchange struct {
	aggregate.Root
	// State is what is known of the exchange.
	State *supportv1.Exchange
}

// The facts that an exchange states.
type (
	// ExchangeLogged: a body was in touch with a company.
	ExchangeLogged struct{ Exchange *supportv1.Exchange }
	// ExchangeChanged: its author corrected the fields, named as in the JSON.
	ExchangeChanged struct {
		Exchange *supportv1.Exchange
		Fields   []string
	}
)

// ExchangeFields are the fields of an exchange that its author may change.
var ExchangeFields = []string{
	"kind", "held_time", "minutes", "outcome", "person_ids", "body_ids", "contact_name", "subject_codes", "note", "visibility",
}

// NewExchange logs an exchange; c is its case, nil for none.
func NewExchange(territory string, a actor.Actor, c *Case, said *supportv1.Exchange, now time.Time) (*Exchange, error) {
	if c != nil {
		company, leader := c.State.GetCompany().GetCompanyId(), c.State.GetProjectLeaderId()
		if said.GetCompanyId() != "" && said.GetCompanyId() != company || said.GetProjectLeaderId() != "" && said.GetProjectLeaderId() != leader {
			return nil, errs.State("EXCHANGE_OTHER_COMPANY")
		}
		said.CompanyId, said.ProjectLeaderId = company, leader
	}
	e := &Exchange{Root: aggregate.Root{Territory: territory, ID: id.New("exc")}, State: said}
	said.ExchangeId, said.AuthorPersonId, said.AuthorBodyId = e.ID, personOf(a), a.BodyID
	said.CreatedTime = timestamppb.New(now)
	if said.GetHeldTime() == nil {
		said.HeldTime = timestamppb.New(now)
	}
	if said.GetVisibility() == supportv1.MessageVisibility_MESSAGE_VISIBILITY_UNSPECIFIED {
		said.Visibility = ownBody
	}
	if err := e.tidy(a, now); err != nil {
		return nil, err
	}
	e.Record(ExchangeLogged{said})
	return e, nil
}

// Changed checks and states the new values of the fields.
func (e *Exchange) Changed(a actor.Actor, fields []string, now time.Time) error {
	if err := e.tidy(a, now); err != nil {
		return err
	}
	e.Record(ExchangeChanged{e.State, fields})
	return nil
}

// tidy refuses what can't be, all at once, and writes the rest in its one form.
func (e *Exchange) tidy(a actor.Actor, now time.Time) error {
	s := e.State
	var bad []errs.Field
	if s.GetKind() == supportv1.ExchangeKind_EXCHANGE_KIND_UNSPECIFIED {
		bad = append(bad, errs.Field{Path: "exchange.kind", Reason: "required"})
	}
	if s.GetCaseId() == "" && s.GetCompanyId() == "" && s.GetProjectLeaderId() == "" {
		bad = append(bad, errs.Field{Path: "exchange.companyId", Reason: "exchange.with_whom"})
	}
	if at := s.GetHeldTime().AsTime(); at.After(now) || at.Before(now.Add(-exchangeBack)) {
		bad = append(bad, errs.Field{Path: "exchange.heldTime", Reason: "exchange.held_time"})
	}
	if len(bad) > 0 {
		return errs.Invalid("INVALID_FIELDS", bad...)
	}
	if err := mayWrite(a, s.GetVisibility()); err != nil {
		return err
	}
	if len(s.GetPersonIds()) == 0 && s.GetAuthorPersonId() != "" {
		s.PersonIds = []string{s.GetAuthorPersonId()}
	}
	if !slices.Contains(s.GetBodyIds(), s.GetAuthorBodyId()) {
		s.BodyIds = append([]string{s.GetAuthorBodyId()}, s.GetBodyIds()...)
	}
	s.UpdatedTime = timestamppb.New(now)
	return nil
}

// Visible says whether the actor may read the exchange. One without a case is also for the bodies that took part and,
// with the company, for its people.
func (e *Exchange) Visible(a actor.Actor, c *Case) bool {
	s := e.State
	if (Written{s.GetVisibility(), s.GetAuthorPersonId(), s.GetAuthorBodyId()}).Legible(a, c) {
		return true
	}
	if c != nil || s.GetVisibility() < partners {
		return false
	}
	if a.Has(actor.CompanyUser) {
		return s.GetVisibility() == withCompany && a.CompanyID != "" && a.CompanyID == s.GetCompanyId()
	}
	return a.Works() && slices.Contains(s.GetBodyIds(), a.BodyID)
}

// MayChange: only who logged an exchange corrects it; a client those of its body's clients.
func (e *Exchange) MayChange(a actor.Actor) bool {
	return a.BodyID == e.State.GetAuthorBodyId() && personOf(a) == e.State.GetAuthorPersonId()
}

// Attempt says whether somebody tried to reach the company, and may not have.
func (e *Exchange) Attempt() bool {
	tried := []supportv1.ExchangeKind{
		supportv1.ExchangeKind_EXCHANGE_KIND_CALL, supportv1.ExchangeKind_EXCHANGE_KIND_MAIL, supportv1.ExchangeKind_EXCHANGE_KIND_VISIT,
	}
	return e.State.GetCaseId() != "" && e.State.GetOutcome() != supportv1.ExchangeOutcome_EXCHANGE_OUTCOME_REACHED && slices.Contains(tried, e.State.GetKind())
}

// BelongTo makes the exchange one with another company: two records were one, or are two again.
func (e *Exchange) BelongTo(companyID string, now time.Time) {
	e.State.CompanyId, e.State.UpdatedTime = companyID, timestamppb.New(now)
	e.Record(ExchangeChanged{e.State, []string{"companyId"}})
}

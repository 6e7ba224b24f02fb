package app

import (
	"fmt"
	"strings"

	"google.golang.org/protobuf/types/known/fieldmaskpb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/patch"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// LogExchange keeps what bodies and companies said to each other.
type LogExchange struct {
	File
	Directory Directory
}

// Do logs one; sent again with its own request id, it answers the one that was logged.
func (u LogExchange) Do(tx *kit.Tx, said *supportv1.Exchange, people domain.Roster) (*domain.Exchange, error) {
	known, err := tx.Once(said.GetClientRequestId())
	if err != nil {
		return nil, err
	}
	if known != "" {
		return store.Exchanges.Get(tx, known)
	}
	c, err := u.with(tx, said)
	if err != nil {
		return nil, err
	}
	e, err := domain.NewExchange(tx.Actor.Territory, tx.Actor, c, said, tx.Now)
	if err != nil {
		return nil, err
	}
	if err := u.put(tx, e, people); err != nil {
		return nil, err
	}
	return e, tx.Made(said.GetClientRequestId(), e.ID)
}

// All logs several, or none: what is wrong with one is told with its place.
func (u LogExchange) All(tx *kit.Tx, said []*supportv1.Exchange, people domain.Roster) ([]*domain.Exchange, error) {
	logged := make([]*domain.Exchange, len(said))
	var bad []errs.Field
	for i, one := range said {
		e, err := u.Do(tx, one, people)
		if refused, ok := errs.As(err); ok {
			bad = append(bad, within(fmt.Sprintf("exchanges[%d].", i), "exchange.", refused)...)
			continue
		}
		if err != nil {
			return nil, err
		}
		logged[i] = e
	}
	if len(bad) > 0 {
		return nil, errs.Invalid("INVALID_FIELDS", bad...)
	}
	return logged, nil
}

// within are the bad fields of one of several; the refusal of the whole stands at its place.
func within(place, name string, refused *errs.Error) []errs.Field {
	if len(refused.Fields) == 0 {
		return []errs.Field{{Path: place[:len(place)-1], Reason: refused.Reason, Params: refused.Params}}
	}
	fields := make([]errs.Field, len(refused.Fields))
	for i, f := range refused.Fields {
		f.Path = strings.TrimSuffix(place+strings.TrimPrefix(f.Path+".", name), ".")
		fields[i] = f
	}
	return fields
}

// Change changes fields of an exchange that the caller logged.
func (u LogExchange) Change(tx *kit.Tx, said *supportv1.Exchange, mask *fieldmaskpb.FieldMask, people domain.Roster) (*domain.Exchange, error) {
	e, err := u.visible(tx, said.GetExchangeId())
	if err != nil {
		return nil, err
	}
	if !e.MayChange(tx.Actor) {
		return nil, errs.Denied("NOT_THE_AUTHOR")
	}
	if e, err = store.Exchanges.Target(tx, e.ID); err != nil {
		return nil, err
	}
	fields, err := patch.Apply(e.State, said, mask, "exchange_id", domain.ExchangeFields...)
	if err != nil || len(fields) == 0 {
		return e, err
	}
	if err := e.Changed(tx.Actor, fields, tx.Now); err != nil {
		return nil, err
	}
	return e, u.put(tx, e, people)
}

// visible is an exchange that the actor may see.
func (u LogExchange) visible(tx *kit.Tx, id string) (*domain.Exchange, error) {
	e, err := store.Exchanges.Get(tx, id)
	if err != nil {
		return nil, err
	}
	c, err := u.caseOf(tx, e.State.GetCaseId())
	if err == nil && !e.Visible(tx.Actor, c) {
		err = errs.NotFound("exchange")
	}
	return e, err
}

// with finds whom the exchange is with: its case, that the caller sees, or the company or project leader.
func (u LogExchange) with(tx *kit.Tx, said *supportv1.Exchange) (*domain.Case, error) {
	if said.GetCaseId() != "" {
		return u.File.visible(tx, said.GetCaseId())
	}
	if said.GetCompanyId() != "" {
		if _, err := u.Directory.Company(tx, said.GetCompanyId()); err != nil {
			return nil, err
		}
	}
	if said.GetProjectLeaderId() != "" {
		if _, err := store.ProjectLeaders.Get(tx, said.GetProjectLeaderId()); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// put refuses an exchange that names a subject, a body or a person that nobody knows.
func (u LogExchange) put(tx *kit.Tx, e *domain.Exchange, people domain.Roster) error {
	for _, code := range e.State.GetSubjectCodes() {
		if _, err := u.Directory.Subject(tx, code); err != nil {
			return err
		}
	}
	for _, body := range e.State.GetBodyIds() {
		if _, err := u.Directory.Body(tx, body); err != nil && body != e.State.GetAuthorBodyId() {
			return err
		}
	}
	if err := people.Check(tx.Actor, e.State.GetPersonIds()...); err != nil {
		return err
	}
	return store.Exchanges.Put(tx, e)
}

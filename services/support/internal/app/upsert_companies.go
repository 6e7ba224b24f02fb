package app

import (
	"fmt"
	"slices"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// UpsertCompanies takes over what a body's own system knows of companies.
type UpsertCompanies struct{ Records Records }

// Upserted is what was done with one.
type Upserted struct {
	Company *domain.Company
	Outcome supportv1.UpsertOutcome
	Ignored []string
}

// Do takes over all, or none: what is wrong with each is told with its place.
func (u UpsertCompanies) Do(tx *kit.Tx, said []*supportv1.Company) ([]Upserted, error) {
	done := make([]Upserted, len(said))
	var bad []errs.Field
	for i, one := range said {
		was, err := u.one(tx, one)
		if refused, ok := errs.As(err); ok {
			bad = append(bad, within(fmt.Sprintf("companies[%d].", i), "company.", refused)...)
			continue
		}
		if err != nil {
			return nil, err
		}
		done[i] = was
	}
	if len(bad) > 0 {
		return nil, errs.Invalid("INVALID_FIELDS", bad...)
	}
	return done, nil
}

func (u UpsertCompanies) one(tx *kit.Tx, said *supportv1.Company) (Upserted, error) {
	c, err := u.known(tx, said)
	created := err == nil && c == nil
	if created {
		c, err = u.Records.meet(tx, named(said))
	}
	if err == nil {
		c, err = store.GoingOn(tx, c) // a partner's system does not know of merges
	}
	if err != nil {
		return Upserted{}, err
	}
	version := c.Version
	said.CompanyId = c.ID
	normalizePhones(said.GetContacts()) // a person is known by the number as it is kept
	c.Join(said)
	done := Upserted{Outcome: supportv1.UpsertOutcome_UPSERT_OUTCOME_SAME, Ignored: leaveOut(said, c.Seen(domain.Viewer{Actor: tx.Actor}), domain.ChangeableOfCompany(tx.Actor, c.State))}
	done.Company, err = UpdateCompany{}.Do(tx, said, nil)
	switch {
	case created:
		done.Outcome = supportv1.UpsertOutcome_UPSERT_OUTCOME_CREATED
	case err == nil && done.Company.Version != version:
		done.Outcome = supportv1.UpsertOutcome_UPSERT_OUTCOME_UPDATED
	}
	return done, err
}

// known is the company that is meant, nil when nobody met it.
func (u UpsertCompanies) known(tx *kit.Tx, said *supportv1.Company) (*domain.Company, error) {
	if said.GetSiret() != "" || said.GetRna() != "" {
		c, err := store.CompanyOfSIRET(&tx.View, said.GetSiret())
		if err != nil || c != nil || said.GetRna() == "" {
			return c, err
		}
		return store.CompanyOfRNA(&tx.View, said.GetRna())
	}
	for _, r := range said.GetExternalReferences() {
		if r.GetBodyId() != "" && r.GetBodyId() != tx.Actor.BodyID {
			continue
		}
		c, err := store.CompanyOfReference(&tx.View, tx.Actor.BodyID, r.GetValue())
		if err != nil || c != nil {
			return c, err
		}
	}
	if domain.CompanyName(said) == "" || said.GetCommuneCode() == "" {
		return nil, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "company", Reason: "company.who"})
	}
	return store.CompanyNamed(&tx.View, domain.CompanyName(said), said.GetCommuneCode())
}

// named names a company as a request does: in one way.
func named(said *supportv1.Company) *supportv1.CompanyForm {
	switch {
	case said.GetSiret() != "":
		return &supportv1.CompanyForm{Siret: said.GetSiret()}
	case said.GetRna() != "":
		return &supportv1.CompanyForm{Rna: said.GetRna()}
	}
	return &supportv1.CompanyForm{Name: domain.CompanyName(said), CommuneCode: said.GetCommuneCode()}
}

// leaveOut clears what the caller may not change, and names what of it differs.
func leaveOut(said, kept *supportv1.Company, changeable []string) (ignored []string) {
	from, to := kept.ProtoReflect(), said.ProtoReflect()
	to.Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		behaviours, _ := proto.GetExtension(f.Options(), annotations.E_FieldBehavior).([]annotations.FieldBehavior)
		output := slices.Contains(behaviours, annotations.FieldBehavior_OUTPUT_ONLY)
		if f.Name() == "company_id" || output || slices.Contains(changeable, string(f.Name())) {
			return true
		}
		if !v.Equal(from.Get(f)) {
			ignored = append(ignored, f.JSONName())
		}
		to.Clear(f)
		return true
	})
	slices.Sort(ignored)
	return ignored
}

package support_test

import (
	"slices"
	"strings"
	"testing"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/kittest"
)

const (
	created = supportv1.UpsertOutcome_UPSERT_OUTCOME_CREATED
	updated = supportv1.UpsertOutcome_UPSERT_OUTCOME_UPDATED
	same    = supportv1.UpsertOutcome_UPSERT_OUTCOME_SAME
)

// crm is what a chamber's own system knows of three companies: by SIRET, by its own reference, by name.
func crm() *supportv1.BatchUpsertCompaniesRequest {
	ours := func(value string) []*commonv1.ExternalReference { return []*commonv1.ExternalReference{{Value: value}} }
	return &supportv1.BatchUpsertCompaniesRequest{Companies: []*supportv1.Company{
		{Siret: "90948492500013", ExternalReferences: ours("CRM-1"), Contacts: []*supportv1.Contact{{Name: "Camille Exemple", Email: "camille@example.org"}}},
		{LegalName: "Menuiserie Inventée", CommuneCode: "30007", ExternalReferences: ours("CRM-2")},
		{TradeName: "Atelier Fictif", CommuneCode: "30007", Groups: []string{"Groupe Fictif"}},
	}}
}

func outcomes(r *supportv1.BatchUpsertCompaniesResponse) (all []supportv1.UpsertOutcome) {
	for _, u := range r.GetResults() {
		all = append(all, u.GetOutcome())
	}
	return all
}

func TestBatchUpsertCompanies_takesOverWhatASystemKnows(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		upsert := func(body string, r *supportv1.BatchUpsertCompaniesRequest) *supportv1.BatchUpsertCompaniesResponse {
			got, err := b.Companies.BatchUpsertCompanies(b.as(body), r)
			if err != nil {
				t.Fatal(err)
			}
			return got
		}
		dry := crm()
		dry.DryRun = true
		if got := outcomes(upsert("cci", dry)); !slices.Equal(got, []supportv1.UpsertOutcome{created, created, created}) {
			t.Errorf("a dry run would %v", got)
		}
		first := upsert("cci", crm())
		if got := outcomes(first); !slices.Equal(got, []supportv1.UpsertOutcome{created, created, created}) {
			t.Errorf("after a dry run: %v", got)
		}
		if got := outcomes(upsert("cci", crm())); !slices.Equal(got, []supportv1.UpsertOutcome{same, same, same}) {
			t.Errorf("sent again: %v", got)
		}
		renamed := crm()
		renamed.Companies[1].LegalName = "Menuiserie Renommée"
		got := upsert("cci", renamed)
		if !slices.Equal(outcomes(got), []supportv1.UpsertOutcome{same, updated, same}) || got.GetResults()[1].GetCompany().GetCompanyId() != first.GetResults()[1].GetCompany().GetCompanyId() {
			t.Errorf("known by the body's own reference: %v", got)
		}
		// another chamber knows of another person, and calls the company otherwise
		chamber := func() *supportv1.BatchUpsertCompaniesRequest {
			return &supportv1.BatchUpsertCompaniesRequest{Companies: []*supportv1.Company{{
				Siret: "90948492500013", LegalName: "Ce que dit la chambre", ExternalReferences: []*commonv1.ExternalReference{{Value: "CRM-1"}},
				Contacts: []*supportv1.Contact{{Name: "Dominique Exemple", Phone: "04 66 00 00 00"}},
			}}}
		}
		other := upsert("cma", chamber()).GetResults()[0]
		c := other.GetCompany()
		if other.GetOutcome() != updated || len(c.GetContacts()) != 2 || len(c.GetExternalReferences()) != 2 || !slices.Equal(other.GetIgnoredFields(), []string{"legalName"}) || c.GetLegalName() == "Ce que dit la chambre" {
			t.Errorf("%v", other)
		}
		if again := upsert("cma", chamber()).GetResults()[0]; again.GetOutcome() != same || len(again.GetCompany().GetContacts()) != 2 {
			t.Errorf("the other chamber sends it again: %v", again)
		}
	})
}

func TestBatchUpsertCompanies_isAllOrNone(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	said := crm()
	said.Companies[0].ParentCompanyId = "com_00000000000000000000000000"
	said.Companies = append(said.Companies, &supportv1.Company{LegalName: "Sans commune"})
	_, err := b.Companies.BatchUpsertCompanies(b.as("cci"), said)
	refused, ok := errs.As(err)
	var places []string
	if ok {
		for _, f := range refused.Fields {
			places = append(places, f.Path)
		}
	}
	if strings.Join(places, " ") != "companies[0].parentCompanyId companies[3]" {
		t.Errorf("refused at %v: %v", places, err)
	}
	got, err := b.Companies.BatchUpsertCompanies(b.as("cci"), crm())
	if err != nil || outcomes(got)[1] != created {
		t.Errorf("after a refusal: %v, %v", got, err)
	}
}

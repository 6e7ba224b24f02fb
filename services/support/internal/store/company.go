package store

import (
	"database/sql"
	"errors"
	"strconv"
	"strings"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/page"
	"hup.example/services/kit/reference"
	kit "hup.example/services/kit/store"
	"hup.example/services/kit/text"
	"hup.example/services/support/internal/domain"
)

// Companies is the table of companies.
var Companies = kit.Table[*domain.Company, *supportv1.Company]{
	Name: "company", Kind: "company", Taken: "ALREADY_EXISTS",
	Columns: []kit.Column[*domain.Company]{
		{Name: "status", Value: func(c *domain.Company) any { return c.State.GetStatus().String() }},
		{Name: "verification", Value: func(c *domain.Company) any { return c.State.GetVerification().String() }},
		{Name: "siret", Value: func(c *domain.Company) any { return orNull(c.State.GetSiret()) }},
		{Name: "siren", Value: func(c *domain.Company) any { return c.State.GetSiren() }},
		{Name: "rna", Value: func(c *domain.Company) any { return c.State.GetRna() }},
		{Name: "name_key", Value: func(c *domain.Company) any { return text.Fold(c.Kept().GetName()) }},
		{Name: "commune_code", Value: func(c *domain.Company) any { return c.State.GetCommuneCode() }},
		{Name: "qpv_code", Value: func(c *domain.Company) any { return c.State.GetQpvCode() }},
		{Name: "naf_rev2", Value: func(c *domain.Company) any {
			return naf(c.State, commonv1.NafNomenclature_NAF_NOMENCLATURE_NAF_REV2)
		}},
		{Name: "naf_2025", Value: func(c *domain.Company) any {
			return naf(c.State, commonv1.NafNomenclature_NAF_NOMENCLATURE_NAF_2025)
		}},
		{Name: "merged_into", Value: func(c *domain.Company) any { return c.State.GetMergedIntoCompanyId() }},
		{Name: "parent_id", Value: func(c *domain.Company) any { return c.State.GetParentCompanyId() }},
		{Name: "masked", Value: func(c *domain.Company) any { return domain.MasksName(c.State) }},
		{Name: "legal_form", Value: func(c *domain.Company) any { return c.State.GetLegalForm() }},
		{Name: "epci_siren", Value: func(c *domain.Company) any { return epciOf(c.State) }},
		{Name: "zone_id", Value: func(c *domain.Company) any { return c.State.GetZoneId() }},
		{Name: "headcount_rank", Value: func(c *domain.Company) any { return headcountRank(c.State) }},
		{Name: "created_us", Value: func(c *domain.Company) any { return clock.Micros(c.State.GetCreatedTime().AsTime()) }},
		{Name: "updated_us", Value: func(c *domain.Company) any { return clock.Micros(c.State.GetUpdatedTime().AsTime()) }},
	},
	Encode:  (*domain.Company).Kept,
	Decode:  domain.CompanyOf,
	Project: projectCompany,
}.Open()

// CompanyList is how companies are listed.
var CompanyList = &page.List{
	Name: "companies", Kind: "company", From: "company t",
	Fields: []page.Field{
		{Name: "text", Kind: page.Search},
		{Name: "siret", Column: "t.siret"},
		{Name: "siren", Column: "t.siren"},
		{Name: "rna", Column: "t.rna"},
		{Name: "communeCode", Column: "t.commune_code"},
		{Name: "qpvCode", Column: "t.qpv_code"},
		{Name: "nafCode", Where: "? IN (t.naf_rev2, t.naf_2025)"},
		{Name: "legalForm", Column: "t.legal_form"},
		{Name: "epciSiren", Column: "t.epci_siren"},
		{Name: "zoneId", Column: "t.zone_id"},
		{Name: "headcountRank", Column: "t.headcount_rank", Kind: page.Number},
		{Name: "status", Column: "t.status", Kind: page.Enum},
		{Name: "verification", Column: "t.verification", Kind: page.Enum},
		{Name: "portfolioPersonId", Word: page.Me,
			Where: "t.id IN (SELECT company_id FROM company_owner WHERE territory = t.territory AND person_id = ?)"},
		{Name: "parentCompanyId", Column: "t.parent_id", Few: true},
		{Name: "mergedIntoCompanyId", Column: "t.merged_into", Few: true},
		{Name: "group", Where: ofKeyword, Few: true, Word: func(_ actor.Actor, value string) string { return groupKeyword + text.Fold(value) }},
		{Name: "externalReference",
			Where: "t.id IN (SELECT company_id FROM company_reference WHERE territory = t.territory AND value = ?)"},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	},
	Orders: []page.Order{
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
		{Name: "name", Column: "t.name_key"},
	},
	Descending: true,
}

// naf is the first code of a nomenclature.
func naf(c *supportv1.Company, in commonv1.NafNomenclature) string {
	for _, code := range c.GetNaf() {
		if code.GetNomenclature() == in {
			return code.GetCode()
		}
	}
	return ""
}

// projectCompany keeps what people find the company by.
func projectCompany(tx *kit.Tx, c *domain.Company) error {
	var values, owners [][]any
	for _, r := range c.State.GetExternalReferences() {
		values = append(values, []any{r.GetValue(), r.GetBodyId()})
	}
	for _, o := range c.State.GetPortfolioOwners() {
		owners = append(owners, []any{o.GetPersonId(), o.GetBodyId()})
	}
	if err := companyReferences.Set(tx, c.ID, values); err != nil {
		return err
	}
	if err := companyOwners.Set(tx, c.ID, owners); err != nil {
		return err
	}
	if err := setKeywords(tx, c.ID, companyKeywords(c)); err != nil {
		return err
	}
	if c.State.GetMergedIntoCompanyId() != "" {
		return tx.Index("company", c.ID) // the one that goes on is found
	}
	s := c.Kept()
	commune, _ := reference.Communes().Current(s.GetCommuneCode())
	return tx.Index("company", c.ID, s.GetLegalName(), s.GetTradeName(), s.GetSiret(), s.GetSiren(), s.GetRna(), commune.Name)
}

var (
	companyReferences = kit.Children{Table: "company_reference", Owner: "company_id", Columns: []string{"value", "body_id"}}.Open()
	companyOwners     = kit.Children{Table: "company_owner", Owner: "company_id", Columns: []string{"person_id", "body_id"}}.Open()
)

const (
	selectBySIRET     = `SELECT id FROM company WHERE territory = $1 AND siret = $2`
	selectByRNA       = `SELECT id FROM company WHERE territory = $1 AND rna BETWEEN $2 AND $2 ORDER BY id LIMIT 1`
	selectByReference = `SELECT company_id FROM company_reference WHERE territory = $1 AND value = $2 AND body_id = $3 ORDER BY company_id LIMIT 1`
	selectByName      = `SELECT id FROM company WHERE territory = $1 AND name_key = $2 AND commune_code = $3 ORDER BY id LIMIT 1`
)

// CompanyOfSIRET finds the company met under a SIRET, also one that was merged since; nil when there is none.
func CompanyOfSIRET(v *kit.View, siret string) (*domain.Company, error) {
	return company(v, selectBySIRET, siret)
}

// GoingOn is the company that goes on for one that may have been merged; nil for nil.
func GoingOn(from kit.Source, c *domain.Company) (_ *domain.Company, err error) {
	for c != nil && err == nil && c.State.GetMergedIntoCompanyId() != "" {
		c, err = Companies.Get(from, c.State.GetMergedIntoCompanyId())
	}
	return c, err
}

const holdCompany = `UPDATE company SET version = version WHERE territory = $1 AND id = $2`

// HoldCompany keeps a company from being merged until the unit of work is over, and waits for a merge that is under way: what
// is written for it meanwhile would stay with the record that goes.
func HoldCompany(tx *kit.Tx, id string) error {
	_, err := tx.Exec(tx.Ctx, holdCompany, tx.Actor.Territory, id)
	return err
}

// CompanyNow is the company of an id, the one that goes on when it was merged.
func CompanyNow(from kit.Source, id string) (*domain.Company, error) {
	c, err := Companies.Get(from, id)
	if err != nil {
		return nil, err
	}
	return GoingOn(from, c)
}

// CompanyOfRNA finds an association met under its number; nil when there is none.
func CompanyOfRNA(v *kit.View, rna string) (*domain.Company, error) {
	return company(v, selectByRNA, rna)
}

// CompanyOfReference finds the company by what a body's own system calls it; nil when there is none.
func CompanyOfReference(v *kit.View, bodyID, value string) (*domain.Company, error) {
	return company(v, selectByReference, value, bodyID)
}

// CompanyNamed finds the company met under a name in a commune; nil when there is none.
func CompanyNamed(v *kit.View, name, communeCode string) (*domain.Company, error) {
	return company(v, selectByName, text.Fold(name), communeCode)
}

func company(v *kit.View, query string, args ...any) (*domain.Company, error) {
	var id string
	err := v.QueryRow(v.Ctx, query, append([]any{v.Actor.Territory}, args...)...).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return Companies.Get(v, id)
}

// Met keeps the establishments whose company was met.
func Met(v *kit.View, said []*supportv1.Company) (met []*supportv1.Company, err error) {
	if len(said) == 0 {
		return nil, nil
	}
	of, args := map[string]*supportv1.Company{}, []any{v.Actor.Territory}
	places := make([]string, len(said))
	for i, c := range said {
		of[c.GetSiret()] = c
		places[i] = "$" + strconv.Itoa(i+2)
		args = append(args, c.GetSiret())
	}
	rows, err := v.Query(v.Ctx, "SELECT siret FROM company WHERE territory = $1 AND siret IN ("+strings.Join(places, ", ")+")", args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var siret string
		if err := rows.Scan(&siret); err != nil {
			return nil, err
		}
		met = append(met, of[siret])
	}
	return met, rows.Err()
}

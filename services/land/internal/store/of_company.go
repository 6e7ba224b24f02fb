package store

import (
	"google.golang.org/protobuf/proto"

	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

// OfCompany finds the records of a company in a table that has its id.
func OfCompany[A domain.OfCompany, M proto.Message](table *kit.Table[A, M]) func(tx *kit.Tx, companyID string) ([]A, error) {
	query := `SELECT id, version, head, record FROM ` + table.Name + ` WHERE territory = $1 AND company_id = $2 ORDER BY created_us, id`
	return func(tx *kit.Tx, companyID string) ([]A, error) {
		return all(&tx.View, table, query, tx.Actor.Territory, companyID)
	}
}

// companyColumns are those by which records are found for a company, and those of companies that have closed.
func companyColumns[A domain.OfCompany]() []kit.Column[A] {
	return []kit.Column[A]{
		{Name: "company_id", Value: func(a A) any { return a.Company().GetCompanyId() }},
		{Name: "company_ceased", Value: func(a A) any { return a.Company().GetCeased() }},
	}
}

// companyFields are the filters by company; few have closed, and an index has them.
func companyFields(more ...page.Field) []page.Field {
	return append(more,
		page.Field{Name: "companyId", Column: "t.company_id"},
		page.Field{Name: "companyCeased", Column: "t.company_ceased", Kind: page.Bool, Partial: closed},
	)
}

func closed(value string) string {
	if value != "true" {
		return ""
	}
	return "t.company_ceased"
}

package store

import (
	"strconv"
	"strings"

	"hup.example/services/kit/access"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
	"hup.example/services/recruitment/internal/domain"
)

// advertFields are the fields that tell nothing of a need but what its advertisement says.
var advertFields = []page.Field{
	{Name: "status", Column: "t.status", Kind: page.Enum},
	{Name: "romeCode", Column: "t.rome_code"},
	{Name: "communeCode", Column: "t.commune_code"},
	{Name: "contractKind", Column: "t.contract_kind", Kind: page.Enum},
	{Name: "expiryDate", Column: "t.expiry_on"},
	{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
	{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	{Name: "text", Kind: page.Search},
}

var orders = []page.Order{
	{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
	{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	{Name: "expiryDate", Column: "t.expiry_on"},
}

// needList is how recruitment needs are listed to companies and to the people of bodies.
var needList = &page.List{
	Name: "recruitment_needs", Kind: kindNeed, From: "recruitment_need t", Orders: orders, Descending: true,
	Fields: append([]page.Field{
		{Name: "caseId", Column: "t.case_id"},
		{Name: "needId", Column: "t.need_id"},
		{Name: "bodyId", Column: "t.body_id", Word: page.Mine},
		{Name: "assignedPersonId", Column: "t.assigned_person_id", Word: page.Me},
		{Name: "companyId", Column: "t.company_id"},
		{Name: "companyCeased", Column: "t.company_ceased", Kind: page.Bool, Partial: closed},
		{Name: "externalReference", Where: `t.id IN (SELECT recruitment_need_id FROM recruitment_need_reference WHERE territory = t.territory AND value = ?)`},
	}, advertFields...),
}

// closed are the needs of companies that have closed; a partial index has them.
func closed(value string) string {
	if value != "true" {
		return ""
	}
	return "t.company_ceased"
}

// advertList is how needs are listed to those who see advertisements only: no filter tells whose need it is.
var advertList = &page.List{
	Name: "recruitment_adverts", Kind: kindAdvert, From: "recruitment_need t", Orders: orders, Descending: true, Fields: advertFields,
}

// List answers a page of the needs that the viewer may see.
func List(v *kit.View, signer *page.Signer, r page.Request) ([]*domain.RecruitmentNeed, string, error) {
	list, scope := seenBy(v.Actor)
	return page.Of(v, RecruitmentNeeds, list, signer, r, scope...)
}

func seenBy(a actor.Actor) (*page.List, []page.Cond) {
	switch {
	case a.Has(actor.HupCoordinator):
		return needList, nil
	case a.Works():
		mine := access.Readable(a, "t.case_id", "t.body_id")[0]
		mine.SQL = "(t.shown OR t.unassigned OR " + mine.SQL + ")"
		return needList, []page.Cond{mine}
	case a.Has(actor.CompanyUser):
		return needList, access.Readable(a, "t.case_id", "t.company_id")
	}
	return advertList, []page.Cond{{SQL: "t.open_to_all"}}
}

const selectReadable = `SELECT context_id FROM context_reader WHERE territory = $1 AND reader = $2 AND context_id IN `

// ReadableCases are those of the cases that the viewer may see, as lists know it.
func ReadableCases(v *kit.View, caseIDs []string) (map[string]bool, error) {
	readable := map[string]bool{}
	if len(caseIDs) == 0 {
		return readable, nil
	}
	args := []any{v.Actor.Territory, access.Reader(v.Actor)}
	for _, id := range caseIDs {
		args = append(args, id)
	}
	found, err := ids(v, selectReadable+places(3, len(caseIDs)), args...)
	for _, id := range found {
		readable[id] = true
	}
	return readable, err
}

// places are numbered places in brackets.
func places(from, count int) string {
	numbered := make([]string, count)
	for i := range numbered {
		numbered[i] = "$" + strconv.Itoa(from+i)
	}
	return "(" + strings.Join(numbered, ", ") + ")"
}

package store

import (
	"maps"
	"slices"
	"strconv"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/clock"
	kit "hup.example/services/kit/store"
	"hup.example/services/kit/text"
	"hup.example/services/support/internal/domain"
)

// The kinds of keywords of companies.
const (
	groupKeyword = "group:"
	firmKeyword  = "firm:"
	reachKeyword = "reach:"
)

// companyKeywords are by what companies are found that may be the same, and those of a group. One that was merged has none.
func companyKeywords(c *domain.Company) []string {
	s := c.Kept()
	if s.GetMergedIntoCompanyId() != "" {
		return nil
	}
	words := []string{firmKeyword + domain.NameKey(s.GetLegalName()), firmKeyword + domain.NameKey(s.GetTradeName())}
	for _, group := range s.GetGroups() {
		words = append(words, groupKeyword+text.Fold(group))
	}
	return append(words, reachKeywords(reachOf(c))...)
}

func reachOf(c *domain.Company) (ways domain.Ways) {
	for _, contact := range c.State.GetContacts() {
		ways.Add(contact)
	}
	return ways
}

func reachKeywords(ways domain.Ways) (words []string) {
	for _, way := range slices.Concat(ways.Mails, ways.Phones) {
		words = append(words, reachKeyword+way)
	}
	return words
}

// suspects bounds how many companies one keyword brings: a name that more have says little.
const suspects = 50

const (
	selectSameUnit = `SELECT id FROM company WHERE territory = $1 AND siren = $2 AND siren <> '' ORDER BY id LIMIT CAST($3 AS bigint)`
	selectSameRNA  = `SELECT id FROM company WHERE territory = $1 AND rna BETWEEN $2 AND $2 AND rna <> '' ORDER BY id LIMIT CAST($3 AS bigint)`
	selectSameWord = `SELECT id FROM keyword WHERE territory = $1 AND value = $2 ORDER BY id LIMIT CAST($3 AS bigint)`

	selectOfContact = `SELECT DISTINCT c.company_id FROM keyword w CROSS JOIN support_case c
 WHERE w.territory = $1 AND w.value = $2 AND c.territory = w.territory AND c.id = w.id AND c.company_id <> '' ORDER BY c.company_id LIMIT CAST($3 AS bigint)`
)

// Suspects are the companies that have something in common with this one, each with how it is reached.
func Suspects(v *kit.View, c *domain.Company) (self domain.Reached, others []domain.Reached, err error) {
	if self, err = reached(v, c); err != nil {
		return self, nil, err
	}
	ids := map[string]bool{}
	ask := func(query, value string) error {
		found, err := texts(v, query, v.Actor.Territory, value, suspects)
		for _, id := range found {
			ids[id] = true
		}
		return err
	}
	kept := c.Kept()
	asked := []error{ask(selectSameUnit, kept.GetSiren()), ask(selectSameRNA, kept.GetRna())}
	for _, name := range []string{kept.GetLegalName(), kept.GetTradeName()} {
		if key := domain.NameKey(name); key != "" {
			asked = append(asked, ask(selectSameWord, firmKeyword+key))
		}
	}
	for _, way := range slices.Concat(self.Mails, self.Phones) {
		asked = append(asked, ask(selectSameWord, reachKeyword+way), ask(selectOfContact, contactKeyword+way))
	}
	if i := slices.IndexFunc(asked, func(err error) bool { return err != nil }); i >= 0 {
		return self, nil, asked[i]
	}
	delete(ids, c.ID)
	for _, id := range slices.Sorted(maps.Keys(ids)) {
		other, err := Companies.Get(v, id)
		if err != nil {
			return self, nil, err
		}
		with, err := reached(v, other)
		if err != nil {
			return self, nil, err
		}
		others = append(others, with)
	}
	return self, others, nil
}

// reached is the company with its contacts and those of its last cases.
func reached(v *kit.View, c *domain.Company) (domain.Reached, error) {
	r := domain.Reached{Company: c, Ways: reachOf(c)}
	ids, err := texts(v, selectLast, v.Actor.Territory, c.ID, most)
	if err != nil {
		return r, err
	}
	cases, err := casesOf(v, ids)
	for _, one := range cases {
		r.Add(one.State.GetContact())
	}
	return r, err
}

// OfCompany are the ids of all that hangs on a company, by kind, and of what hangs on a project that becomes one.
var OfCompany = map[string]string{
	"case":          `SELECT id FROM support_case WHERE territory = $1 AND company_id = $2 ORDER BY id`,
	"exchange":      `SELECT id FROM exchange WHERE territory = $1 AND company_id = $2 ORDER BY id`,
	"task":          `SELECT id FROM task WHERE territory = $1 AND owner_company_id = $2 ORDER BY id`,
	"appointment":   `SELECT id FROM appointment WHERE territory = $1 AND company_id = $2 ORDER BY id`,
	"calendarFeed":  `SELECT id FROM calendar_feed WHERE territory = $1 AND author_company_id = $2 ORDER BY id`,
	"projectLeader": `SELECT id FROM project_leader WHERE territory = $1 AND company_id = $2 ORDER BY id`,
	"company":       `SELECT id FROM company WHERE territory = $1 AND parent_id = $2 ORDER BY id`,

	"exchangeOfLeader":    `SELECT id FROM exchange WHERE territory = $1 AND project_leader_id = $2 AND company_id = '' ORDER BY id`,
	"appointmentOfLeader": `SELECT id FROM appointment WHERE territory = $1 AND requester = $2 AND company_id = '' ORDER BY id`,
}

// newest bounds how much of one kind a timeline looks at.
const newest = 500

// Newest answers the newest ids of a kind that hang on a company: ids sort by their birth.
func Newest(v *kit.View, kind, companyID string) ([]string, error) {
	return texts(v, OfCompany[kind]+" DESC LIMIT "+strconv.Itoa(newest), v.Actor.Territory, companyID)
}

// Hanging answers the ids of a kind that hang on a company.
func Hanging(tx *kit.Tx, kind, companyID string) ([]string, error) {
	return texts(&tx.View, OfCompany[kind], tx.Actor.Territory, companyID)
}

const selectPortfolio = `SELECT company_id FROM company_owner WHERE territory = $1 AND person_id = $2 AND body_id = $3 ORDER BY company_id LIMIT CAST($4 AS bigint)`

// Portfolio are companies that a person follows for a body.
func Portfolio(tx *kit.Tx, personID, bodyID string, limit int) ([]string, error) {
	return texts(&tx.View, selectPortfolio, tx.Actor.Territory, personID, bodyID, limit)
}

// CasesSince counts the cases of a company that came neither by the merge nor before it.
func CasesSince(tx *kit.Tx, companyID string, merged *supportv1.CompanyMerge) (n int, err error) {
	const count = `SELECT count(*) FROM support_case WHERE territory = $1 AND company_id = $2 AND created_us > $3`
	err = tx.QueryRow(tx.Ctx, count, tx.Actor.Territory, companyID, clock.Micros(merged.GetMergedTime().AsTime())).Scan(&n)
	return n, err
}

package store

import (
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"hup.example/services/kit/calendar"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/errs"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

const nextNumber = `INSERT INTO case_counter (territory, year, last) VALUES ($1, $2, 1)
 ON CONFLICT (territory, year) DO UPDATE SET last = case_counter.last + 1 RETURNING last`

// NextNumber is the human number of the next case of the year: HUP-2026-000001. A case that is not opened after all leaves a gap.
func NextNumber(tx *kit.Tx) (string, error) {
	year := calendar.DayOf(tx.Now).Year
	var n int64
	err := tx.DB().Aside(tx).QueryRow(tx.Ctx, nextNumber, tx.Actor.Territory, year).Scan(&n)
	return fmt.Sprintf("HUP-%04d-%06d", year, n), err
}

// alike is how far back a case counts as the same.
const alike = 30 * 24 * time.Hour

// most bounds how many cases of a requester are compared.
const most = 20

// Most cases have no project leader, and some no company, which SQLite does not know: a term that is hidden in an expression
// is not what it searches by, and a CROSS JOIN keeps it from going through all cases by their time.
const (
	selectOfCompany = `SELECT c.id FROM support_case c WHERE c.territory = $1 AND c.company_id = $2 AND c.project_leader_id || '' = $3` + ofRequester
	selectOfPerson  = `SELECT c.id FROM support_case c WHERE c.territory = $1 AND c.company_id || '' = $2 AND c.project_leader_id = $3` + ofRequester

	ofRequester = `
 AND c.is_open AND c.received_us >= $4 AND c.id <> $6
 AND EXISTS (SELECT 1 FROM keyword k WHERE k.territory = c.territory AND k.value = $5 AND k.id = c.id)
 ORDER BY c.received_us DESC, c.id DESC LIMIT CAST($7 AS bigint)`

	selectByWords = `SELECT c.id FROM keyword w CROSS JOIN support_case c
 WHERE w.territory = $1 AND w.value = $2 AND c.territory = w.territory AND c.id = w.id AND c.is_open AND c.received_us >= $3 AND c.id <> $5
 AND EXISTS (SELECT 1 FROM keyword k WHERE k.territory = c.territory AND k.value = $4 AND k.id = c.id)
 ORDER BY c.received_us DESC, c.id DESC LIMIT CAST($6 AS bigint)`
)

// Alike are open cases of the last 30 days about one of the same subjects, of the same company or project leader, of another
// establishment of the company, or with the same contact: those that may be the same.
func Alike(tx *kit.Tx, c *domain.Case) ([]*domain.Case, error) {
	ids := map[string]bool{}
	keep := func(found []string, err error) error {
		for _, id := range found {
			ids[id] = true
		}
		return err
	}
	territory, since := tx.Actor.Territory, clock.Micros(tx.Now.Add(-alike))
	company, leader := c.State.GetCompany().GetCompanyId(), c.State.GetProjectLeaderId()
	ofRequester := selectOfCompany
	if company == "" {
		ofRequester = selectOfPerson
	}
	for _, code := range c.SubjectCodes() {
		subject := subjectKeyword + code
		if company != "" || leader != "" {
			if err := keep(texts(&tx.View, ofRequester, territory, company, leader, since, subject, c.ID, most)); err != nil {
				return nil, err
			}
		}
		for _, word := range requesterKeywords(c) {
			if strings.HasSuffix(word, ":") {
				continue // a keyword without a value
			}
			if err := keep(texts(&tx.View, selectByWords, territory, word, since, subject, c.ID, most)); err != nil {
				return nil, err
			}
		}
	}
	return casesOf(tx, slices.Sorted(maps.Keys(ids)))
}

func casesOf(from kit.Source, ids []string) ([]*domain.Case, error) {
	var found []*domain.Case
	for _, id := range ids {
		c, err := Cases.Get(from, id)
		if err != nil {
			return nil, err
		}
		found = append(found, c)
	}
	return found, nil
}

const selectLast = `SELECT id FROM support_case WHERE territory = $1 AND company_id = $2 ORDER BY received_us DESC, id DESC LIMIT CAST($3 AS bigint)`

// LastOf are the newest cases of a company, the newest first.
func LastOf(tx *kit.Tx, companyID string) ([]*domain.Case, error) {
	ids, err := texts(&tx.View, selectLast, tx.Actor.Territory, companyID, most)
	if err != nil {
		return nil, err
	}
	return casesOf(tx, ids)
}

// CaseOfNeed is the case that a need belongs to.
func CaseOfNeed(v *kit.View, needID string) (*domain.Case, error) {
	var id string
	err := v.QueryRow(v.Ctx, selectByWord, v.Actor.Territory, needKeyword+needID).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, errs.NotFound("need")
	}
	if err != nil {
		return nil, err
	}
	return Cases.Get(v, id)
}

const selectOfLeader = `SELECT id FROM support_case WHERE territory = $1 AND project_leader_id = $2 ORDER BY received_us, id`

// CasesOfProjectLeader are the cases of a person with a project.
func CasesOfProjectLeader(tx *kit.Tx, projectLeaderID string) ([]string, error) {
	return texts(&tx.View, selectOfLeader, tx.Actor.Territory, projectLeaderID)
}

// texts reads one column of text.
func texts(v *kit.View, query string, args ...any) ([]string, error) {
	rows, err := v.Query(v.Ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var found []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		found = append(found, s)
	}
	return found, rows.Err()
}

package store

import (
	"database/sql"
	"errors"
	"fmt"
	"time"

	"hup.example/services/kit/calendar"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/errs"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

const nextNumber = `INSERT INTO case_counter (territory, year, last) VALUES ($1, $2, 1)
 ON CONFLICT (territory, year) DO UPDATE SET last = case_counter.last + 1 RETURNING last`

// NextNumber is the human number of the next case of the year: HUP-2026-000001.
func NextNumber(tx *kit.Tx) (string, error) {
	year := calendar.DayOf(tx.Now).Year
	var n int64
	err := tx.QueryRow(tx.Ctx, nextNumber, tx.Actor.Territory, year).Scan(&n)
	return fmt.Sprintf("HUP-%04d-%06d", year, n), err
}

// alike is how far back a case counts as the same.
const alike = 30 * 24 * time.Hour

const selectAlike = `SELECT c.id FROM support_case c WHERE c.territory = $1 AND c.company_id = $2 AND c.project_leader_id = $3
 AND c.is_open AND c.received_us >= $4 AND c.id <> $6
 AND EXISTS (SELECT 1 FROM keyword k WHERE k.territory = c.territory AND k.value = $5 AND k.id = c.id)
 ORDER BY c.received_us DESC, c.id DESC LIMIT 10`

// Alike are the open cases of the last 30 days of the same company, or project leader, about one of the same subjects.
func Alike(tx *kit.Tx, c *domain.Case) ([]string, error) {
	company, leader := c.State.GetCompany().GetCompanyId(), c.State.GetProjectLeaderId()
	if company == "" && leader == "" {
		return nil, nil
	}
	var found []string
	seen := map[string]bool{}
	for _, subject := range c.SubjectCodes() {
		ids, err := texts(&tx.View, selectAlike, tx.Actor.Territory, company, leader, clock.Micros(tx.Now.Add(-alike)), subjectKeyword+subject, c.ID)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			if !seen[id] {
				seen[id] = true
				found = append(found, id)
			}
		}
	}
	return found, nil
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

const selectOfLeader = `SELECT id FROM support_case WHERE territory = $1 AND project_leader_id = $2 ORDER BY id`

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

package store

import (
	"time"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/clock"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

const (
	deleteSatisfaction = `DELETE FROM satisfaction WHERE territory = $1 AND case_id = $2`
	insertSatisfaction = `INSERT INTO satisfaction (territory, case_id, body_id, outcome, answered_us, mark_1, mark_2, mark_3, mark_4)
 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`

	selectSatisfaction = `SELECT body_id, outcome, count(*), CAST(sum(mark_1) AS bigint), CAST(sum(mark_2) AS bigint), CAST(sum(mark_3) AS bigint), CAST(sum(mark_4) AS bigint)
 FROM satisfaction WHERE territory = $1 AND answered_us >= $2 AND answered_us <= $3 AND (CAST($4 AS text) = '' OR body_id = $4)
 GROUP BY body_id, outcome ORDER BY body_id, outcome`
)

// setSatisfaction keeps what the company said for the results; a case that goes on counts with what was said of it so far.
func setSatisfaction(tx *kit.Tx, c *domain.Case) error {
	said := c.State.GetSatisfaction()
	if said == nil {
		return nil
	}
	if _, err := tx.Exec(tx.Ctx, deleteSatisfaction, c.Territory, c.ID); err != nil {
		return err
	}
	args := []any{c.Territory, c.ID, c.State.GetLeadBodyId(), c.State.GetOutcome().String(), clock.Micros(timeOf(said.GetAnsweredTime()))}
	for _, mark := range said.GetMarks() {
		args = append(args, mark)
	}
	_, err := tx.Exec(tx.Ctx, insertSatisfaction, args...)
	return err
}

// Marks are the answers of the companies of a body's cases with an outcome.
type Marks struct {
	BodyID  string
	Outcome supportv1.CaseOutcome
	Count   int64
	// Sums are those of the marks of each question.
	Sums [4]int64
}

// Satisfactions sums the marks given between two instants by body and outcome; of one body, or of all when it is empty.
func Satisfactions(v *kit.View, from, to time.Time, bodyID string) ([]Marks, error) {
	rows, err := v.Query(v.Ctx, selectSatisfaction, v.Actor.Territory, clock.Micros(from), clock.Micros(to), bodyID)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var found []Marks
	for rows.Next() {
		var m Marks
		var outcome string
		if err := rows.Scan(&m.BodyID, &outcome, &m.Count, &m.Sums[0], &m.Sums[1], &m.Sums[2], &m.Sums[3]); err != nil {
			return nil, err
		}
		m.Outcome = supportv1.CaseOutcome(supportv1.CaseOutcome_value[outcome])
		found = append(found, m)
	}
	return found, rows.Err()
}

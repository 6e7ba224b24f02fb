package store

import (
	"time"

	"hup.example/services/kit/clock"
	kit "hup.example/services/kit/store"
)

// StatusCount is how many records stand in a status, with the people that they count.
type StatusCount struct {
	Status                   string
	Records, People, Trained int64
}

const (
	countNeeds = `SELECT status, count(*), CAST(sum(person_count) AS bigint), CAST(sum(trained_count) AS bigint)
 FROM training_need WHERE territory = $1 AND created_us >= $2 AND created_us < $3 GROUP BY status ORDER BY status`

	countSessions = `SELECT status, count(*), CAST(0 AS bigint), CAST(sum(trained_count) AS bigint)
 FROM training_session WHERE territory = $1 AND start_on >= $2 AND start_on <= $3 GROUP BY status ORDER BY status`

	countOffers = `SELECT status, count(*), CAST(0 AS bigint), CAST(0 AS bigint)
 FROM training_offer WHERE territory = $1 GROUP BY status ORDER BY status`
)

// CountNeeds counts the needs expressed from an instant until before another.
func CountNeeds(v *kit.View, from, until time.Time) ([]StatusCount, error) {
	return counts(v, countNeeds, v.Actor.Territory, clock.Micros(from), clock.Micros(until))
}

// CountSessions counts the sessions that begin on a day of the range.
func CountSessions(v *kit.View, from, to string) ([]StatusCount, error) {
	return counts(v, countSessions, v.Actor.Territory, from, to)
}

// CountOffers counts the offers of today.
func CountOffers(v *kit.View) ([]StatusCount, error) {
	return counts(v, countOffers, v.Actor.Territory)
}

func counts(v *kit.View, query string, args ...any) ([]StatusCount, error) {
	rows, err := v.Query(v.Ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var found []StatusCount
	for rows.Next() {
		var c StatusCount
		if err := rows.Scan(&c.Status, &c.Records, &c.People, &c.Trained); err != nil {
			return nil, err
		}
		found = append(found, c)
	}
	return found, rows.Err()
}

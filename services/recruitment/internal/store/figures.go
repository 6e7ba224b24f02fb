package store

import (
	"time"

	"hup.example/services/kit/clock"
	kit "hup.example/services/kit/store"
)

// Counts are the sums behind the figures, over the needs created in a time.
type Counts struct {
	Needs, Positions, Hires int64
	ByStatus                []StatusCount
}

// StatusCount is how many needs stand in a status.
type StatusCount struct {
	Status string
	Needs  int64
}

const selectCounts = `SELECT status, count(*), CAST(sum(position_count) AS bigint), CAST(sum(hired_count) AS bigint)
 FROM recruitment_need WHERE territory = $1 AND created_us >= $2 AND created_us < $3 GROUP BY status ORDER BY status`

// Count sums the needs created from an instant until before another.
func Count(v *kit.View, from, until time.Time) (Counts, error) {
	var sums Counts
	rows, err := v.Query(v.Ctx, selectCounts, v.Actor.Territory, clock.Micros(from), clock.Micros(until))
	if err != nil {
		return sums, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var part StatusCount
		var positions, hires int64
		if err := rows.Scan(&part.Status, &part.Needs, &positions, &hires); err != nil {
			return sums, err
		}
		sums.Needs, sums.Positions, sums.Hires = sums.Needs+part.Needs, sums.Positions+positions, sums.Hires+hires
		sums.ByStatus = append(sums.ByStatus, part)
	}
	return sums, rows.Err()
}

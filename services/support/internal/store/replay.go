package store

import (
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

const (
	selectReceived = `SELECT id, version, head, record, received_us FROM support_case
 WHERE territory = $1 AND (received_us, id) > ($2, $3) ORDER BY received_us, id LIMIT 100`
	lastID = "~" // sorts behind every id
)

// ReplayCases goes through the cases received after an instant, oldest first, a few at a time. It stops between two
// instants once it has seen as many as it may, and answers the last instant.
func ReplayCases(v *kit.View, after int64, most int, do func(*domain.Case) error) (last int64, complete bool, err error) {
	last, id := after, lastID
	for seen := 0; ; {
		batch, err := receivedAfter(v, last, id)
		if err != nil || len(batch) == 0 {
			return last, err == nil, err
		}
		for _, r := range batch {
			if seen >= most && r.at > last {
				return last, false, nil
			}
			if err := do(r.Case); err != nil {
				return last, false, err
			}
			last, id, seen = r.at, r.ID, seen+1
		}
		if err := v.Ctx.Err(); err != nil {
			return last, false, err
		}
	}
}

type receivedCase struct {
	*domain.Case
	at int64
}

func receivedAfter(v *kit.View, after int64, id string) (batch []receivedCase, err error) {
	rows, err := v.Query(v.Ctx, selectReceived, v.Actor.Territory, after, id)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var caseID string
		var version, at int64
		var head, record []byte
		if err := rows.Scan(&caseID, &version, &head, &record, &at); err != nil {
			return nil, err
		}
		c, err := Cases.Restore(v.Actor.Territory, caseID, version, head, record)
		if err != nil {
			return nil, err
		}
		batch = append(batch, receivedCase{c, at})
	}
	return batch, rows.Err()
}

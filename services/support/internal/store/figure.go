package store

import (
	"time"

	"hup.example/services/kit/clock"
	kit "hup.example/services/kit/store"
)

// Count is how many there are of a code.
type Count struct {
	Code string
	// Of are those counted, Among those that they are counted among.
	Of, Among int64
}

// Window is a time, both ends with it.
type Window struct{ From, To time.Time }

const (
	countByOrigin = `SELECT origin, count(*), count(*) FROM support_case WHERE territory = $1 AND received_us >= $2 AND received_us <= $3 GROUP BY origin ORDER BY origin`

	countByStatus = `SELECT status, count(*), count(*) FROM support_case WHERE territory = $1 AND received_us >= $2 AND received_us <= $3 GROUP BY status ORDER BY status`

	countBySubject = `SELECT k.value, count(*), count(*) FROM support_case c JOIN keyword k ON k.territory = c.territory AND k.id = c.id
 WHERE c.territory = $1 AND c.received_us >= $2 AND c.received_us <= $3 AND k.value >= 'subject:' AND k.value < 'subject;' GROUP BY k.value ORDER BY k.value`

	countGaps = `SELECT k.value, count(*), count(*) FROM support_case c JOIN keyword k ON k.territory = c.territory AND k.id = c.id
 WHERE c.territory = $1 AND c.received_us >= $2 AND c.received_us <= $3 AND c.gap_recorded AND k.value >= 'subject:' AND k.value < 'subject;'
 GROUP BY k.value ORDER BY k.value`

	countReferred = `SELECT body_id, commune_code, sent_month, count(*), sum(CASE WHEN in_time THEN 1 ELSE 0 END),
 sum(CASE WHEN status IN ($4, $5) THEN 1 ELSE 0 END), CAST(sum(paused_days) AS bigint), sum(CASE WHEN paused_days > 0 THEN 1 ELSE 0 END)
 FROM referral WHERE territory = $1 AND sent_us >= $2 AND sent_us <= $3
 GROUP BY body_id, commune_code, sent_month ORDER BY body_id, commune_code, sent_month`
)

// ByOrigin counts the cases received in a window by the door they came through.
func ByOrigin(v *kit.View, w Window) ([]Count, error) { return counts(v, countByOrigin, w) }

// ByStatus counts them by where they stand now.
func ByStatus(v *kit.View, w Window) ([]Count, error) { return counts(v, countByStatus, w) }

// BySubject counts them by subject; a case with several counts in each.
func BySubject(v *kit.View, w Window) ([]Count, error) { return subjects(counts(v, countBySubject, w)) }

// Gaps counts those for which nobody offers what was asked, by subject.
func Gaps(v *kit.View, w Window) ([]Count, error) { return subjects(counts(v, countGaps, w)) }

// Referred is what became of the referrals that a body was sent in a month, for companies of a commune.
type Referred struct {
	BodyID, CommuneCode, Month string
	// Sent are all; InTime those answered within their delay; Unanswered those that wait or have expired.
	Sent, InTime, Unanswered int64
	// PausedDays are the business days that pauses added, Paused the referrals that they were added to.
	PausedDays, Paused int64
}

// ReferredIn counts the referrals sent in a window.
func ReferredIn(v *kit.View, w Window) ([]Referred, error) {
	rows, err := v.Query(v.Ctx, countReferred, v.Actor.Territory, clock.Micros(w.From), clock.Micros(w.To), sent, expired)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var found []Referred
	for rows.Next() {
		var r Referred
		if err := rows.Scan(&r.BodyID, &r.CommuneCode, &r.Month, &r.Sent, &r.InTime, &r.Unanswered, &r.PausedDays, &r.Paused); err != nil {
			return nil, err
		}
		found = append(found, r)
	}
	return found, rows.Err()
}

func subjects(found []Count, err error) ([]Count, error) {
	for i := range found {
		found[i].Code = found[i].Code[len(subjectKeyword):]
	}
	return found, err
}

func counts(v *kit.View, query string, w Window) ([]Count, error) {
	rows, err := v.Query(v.Ctx, query, v.Actor.Territory, clock.Micros(w.From), clock.Micros(w.To))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var found []Count
	for rows.Next() {
		var c Count
		if err := rows.Scan(&c.Code, &c.Of, &c.Among); err != nil {
			return nil, err
		}
		found = append(found, c)
	}
	return found, rows.Err()
}

package store

import (
	"strconv"
	"strings"
	"time"

	"hup.example/services/kit/clock"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
)

// lastRead is how far a person, whose id follows, has read the thread that message t is of.
const lastRead = `coalesce((SELECT r.read_us FROM thread_reading r WHERE r.territory = t.territory AND r.case_id = t.case_id AND r.person_id = `

// isUnread is the condition that a person has not read message t, in the threads that it takes part in: those are few
// beside all that it may read; SQLite takes the tables of a CROSS JOIN as they stand. What it wrote itself it has read, and nothing is left to read of what was deleted.
const isUnread = `t.id IN (SELECT m.id FROM thread_reading r CROSS JOIN message m WHERE r.territory = ? AND r.person_id = ?
 AND m.territory = r.territory AND m.case_id = r.case_id AND m.created_us > r.read_us AND NOT m.deleted AND m.author_person_id <> r.person_id)`

const (
	upsertThreadReading = `INSERT INTO thread_reading (territory, case_id, person_id, read_us) VALUES ($1, $2, $3, $4)
 ON CONFLICT (territory, case_id, person_id) DO UPDATE SET read_us = excluded.read_us WHERE thread_reading.read_us < excluded.read_us`
	insertThreadReading = `INSERT INTO thread_reading (territory, case_id, person_id, read_us) VALUES ($1, $2, $3, 0)
 ON CONFLICT (territory, case_id, person_id) DO NOTHING`
	selectThreadReading = `SELECT case_id, read_us FROM thread_reading WHERE territory = $1 AND person_id = $2 AND case_id IN (`
)

// ReadUntil keeps that the actor has read the thread of a case up to an instant; never less than before.
func ReadUntil(tx *kit.Tx, caseID string, at time.Time) error {
	_, err := tx.Exec(tx.Ctx, upsertThreadReading, tx.Actor.Territory, caseID, personOf(tx.Actor), clock.Micros(at))
	return err
}

// takePart keeps that people take part in the thread of a case: who wrote in it, is mentioned, has or follows the case. What
// they have read of it stays.
func takePart(tx *kit.Tx, caseID string, people ...string) error {
	for _, person := range people {
		if person == "" {
			continue
		}
		if _, err := tx.Exec(tx.Ctx, insertThreadReading, tx.Actor.Territory, caseID, person); err != nil {
			return err
		}
	}
	return nil
}

// ReadTimes is how far the actor has read the threads of cases.
func ReadTimes(v *kit.View, caseIDs ...string) (map[string]time.Time, error) {
	read := map[string]time.Time{}
	if len(caseIDs) == 0 || personOf(v.Actor) == "" {
		return read, nil
	}
	places, args := listed([]any{v.Actor.Territory, personOf(v.Actor)}, caseIDs)
	rows, err := v.Query(v.Ctx, selectThreadReading+places+")", args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var id string
		var us int64
		if err := rows.Scan(&id, &us); err != nil {
			return nil, err
		}
		read[id] = clock.FromMicros(us)
	}
	return read, rows.Err()
}

// Unread counts the messages of cases, which the actor sees, that it may read and has not: by case.
func Unread(v *kit.View, caseIDs ...string) (map[string]int32, error) {
	counts := map[string]int32{}
	if len(caseIDs) == 0 || personOf(v.Actor) == "" {
		return counts, nil
	}
	places, args := listed([]any{v.Actor.Territory, personOf(v.Actor)}, caseIDs)
	where, more := placed(legible(v.Actor), len(args))
	rows, err := v.Query(v.Ctx, `SELECT t.case_id, count(*) FROM message t WHERE t.territory = $1 AND t.case_id IN (`+places+`)
 AND NOT t.deleted AND t.author_person_id <> $2 AND t.created_us > `+lastRead+`$2), 0) AND `+where+` GROUP BY t.case_id`, append(args, more...)...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var id string
		var n int32
		if err := rows.Scan(&id, &n); err != nil {
			return nil, err
		}
		counts[id] = n
	}
	return counts, rows.Err()
}

// listed adds the ids to the arguments, and answers their places: $3, $4.
func listed(args []any, ids []string) (places string, all []any) {
	names := make([]string, len(ids))
	for i, id := range ids {
		args = append(args, id)
		names[i] = "$" + strconv.Itoa(len(args))
	}
	return strings.Join(names, ", "), args
}

// placed numbers the places of a condition after those that are taken.
func placed(c page.Cond, taken int) (string, []any) {
	var b strings.Builder
	for _, r := range c.SQL {
		if r == '?' {
			taken++
			b.WriteString("$" + strconv.Itoa(taken))
			continue
		}
		b.WriteRune(r)
	}
	return b.String(), c.Args
}

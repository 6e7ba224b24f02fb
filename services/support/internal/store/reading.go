package store

import (
	"context"
	"sync"

	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/clock"
	kit "hup.example/services/kit/store"
)

// Readings keeps who saw a case. The first reading of a reader and a day is on disk before it is answered; those after
// it are counted in memory and written in batches.
type Readings struct {
	Store *kit.Store

	mu      sync.Mutex
	pending map[reading]int64
}

// reading is what is counted together.
type reading struct{ territory, caseID, bodyID, personID, day string }

// Saw records that the actor reads the case.
func (r *Readings) Saw(ctx context.Context, a actor.Actor, caseID string) error {
	key := reading{territory: a.Territory, caseID: caseID, bodyID: a.BodyID, day: calendar.DayOf(r.Store.Clock().Now()).String()}
	if a.Kind == actor.Person {
		key.personID = a.ID
	}
	if r.count(key) {
		return nil
	}
	if err := r.write(ctx, map[reading]int64{key: 1}); err != nil {
		return err
	}
	r.know(key)
	return nil
}

// count counts a reading whose first of the day is on disk.
func (r *Readings) count(key reading) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	n, known := r.pending[key]
	if known {
		r.pending[key] = n + 1
	}
	return known
}

// know remembers that the first reading of the day is on disk; what was known of other days goes once it is written.
func (r *Readings) know(key reading) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.pending == nil {
		r.pending = map[reading]int64{}
	}
	for old, n := range r.pending {
		if old.day != key.day && n == 0 {
			delete(r.pending, old)
		}
	}
	r.pending[key] += 0
}

// Flush writes what was counted. It says that there is no more to do.
func (r *Readings) Flush(ctx context.Context) (more bool, err error) {
	counted := r.take()
	if len(counted) == 0 {
		return false, nil
	}
	if err := r.write(ctx, counted); err != nil {
		r.giveBack(counted)
		return false, err
	}
	return false, nil
}

func (r *Readings) take() map[reading]int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	counted := map[reading]int64{}
	for key, n := range r.pending {
		if n > 0 {
			counted[key] = n
			r.pending[key] = 0
		}
	}
	return counted
}

func (r *Readings) giveBack(counted map[reading]int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for key, n := range counted {
		r.pending[key] += n
	}
}

const upsertReading = `INSERT INTO case_access (territory, case_id, body_id, person_id, read_on, first_us, count) VALUES ($1, $2, $3, $4, $5, $6, $7)
 ON CONFLICT (territory, case_id, body_id, person_id, read_on) DO UPDATE SET count = case_access.count + excluded.count`

func (r *Readings) write(ctx context.Context, counted map[reading]int64) error {
	return r.Store.Update(ctx, func(tx *kit.Tx) error {
		for key, n := range counted {
			_, err := tx.Exec(tx.Ctx, upsertReading, key.territory, key.caseID, key.bodyID, key.personID, key.day, clock.Micros(tx.Now), n)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

const selectReadings = `SELECT body_id, person_id, read_on, first_us, count FROM case_access WHERE territory = $1 AND case_id = $2
 ORDER BY read_on DESC, first_us DESC, body_id, person_id LIMIT CAST($3 AS bigint) OFFSET CAST($4 AS bigint)`

// ReadingsOf are the readings of a case, newest day first. There are few: one a reader and a day.
func ReadingsOf(v *kit.View, caseID string, limit, offset int) ([]*supportv1.Access, error) {
	rows, err := v.Query(v.Ctx, selectReadings, v.Actor.Territory, caseID, limit, offset)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var found []*supportv1.Access
	for rows.Next() {
		var a supportv1.Access
		var first int64
		if err := rows.Scan(&a.BodyId, &a.PersonId, &a.ReadDate, &first, &a.Count); err != nil {
			return nil, err
		}
		a.FirstTime = timestamppb.New(clock.FromMicros(first))
		found = append(found, &a)
	}
	return found, rows.Err()
}

// Package schedule fires timers: rows that a unit of work writes with its change, and that one leader fires through
// another unit of work. A timer that fired is gone in the same transaction, so that it never fires twice, not even when
// the clock goes back.
package schedule

import (
	"context"
	"fmt"
	"log/slog"
	"math"
	"time"

	"hup.example/services/kit/actor"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/store"
)

// Handler does what is due. It runs as the platform, in the timer's territory and in the transaction that removes the
// timer; it may set it again. Key is what the timer was set with: the id of the aggregate.
type Handler func(tx *store.Tx, key string) error

const (
	upsert = `INSERT INTO timer (territory, kind, key, due_us, attempts) VALUES ($1, $2, $3, $4, 0)
 ON CONFLICT (territory, kind, key) DO UPDATE SET due_us = excluded.due_us, attempts = 0
 WHERE timer.due_us <> excluded.due_us OR timer.attempts > 0`
	remove       = `DELETE FROM timer WHERE territory = $1 AND kind = $2 AND key = $3`
	removeDue    = `DELETE FROM timer WHERE territory = $1 AND kind = $2 AND key = $3 AND due_us = $4`
	selectDue    = `SELECT territory, kind, key, due_us, attempts FROM timer WHERE due_us <= $1 ORDER BY due_us LIMIT 100`
	selectNext   = `SELECT coalesce(min(due_us), 0) FROM timer`
	postpone     = `UPDATE timer SET due_us = $1, attempts = attempts + 1 WHERE territory = $2 AND kind = $3 AND key = $4`
	slowestCheck = 5 * time.Second
)

// Set makes or moves a timer in the actor's territory.
func Set(tx *store.Tx, kind, key string, due time.Time) error {
	at := clock.Micros(due)
	result, err := tx.Exec(tx.Ctx, upsert, tx.Actor.Territory, kind, key, at)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return err // it is set so already
	}
	tx.AfterCommit(func() { tx.DB().Alarm.Due(at) })
	return nil
}

// Clear drops a timer, if there is one.
func Clear(tx *store.Tx, kind, key string) error {
	_, err := tx.Exec(tx.Ctx, remove, tx.Actor.Territory, kind, key)
	return err
}

// Runner fires the timers of one service.
type Runner struct {
	store    *store.Store
	handlers map[string]Handler
	log      *slog.Logger
}

// NewRunner makes the runner with a handler for each kind.
func NewRunner(s *store.Store, handlers map[string]Handler, log *slog.Logger) *Runner {
	return &Runner{store: s, handlers: handlers, log: log}
}

// Run fires what is due until ctx ends, whenever this process leads.
func (r *Runner) Run(ctx context.Context) error {
	r.store.DB().Lead(ctx, "timers", r.lead)
	return nil
}

func (r *Runner) lead(ctx context.Context) {
	alarm := r.store.DB().Alarm
	for ctx.Err() == nil {
		alarm.Set(never) // what is set while we look may be due before what we find
		fired, err := r.Fire(ctx)
		if err != nil && ctx.Err() == nil {
			r.log.Warn("timers wait", "service", r.store.DB().Name, "error", err.Error())
		}
		if fired > 0 {
			continue
		}
		next := r.next(ctx)
		select {
		case <-time.After(r.until(next)):
		case <-alarm.Set(next):
		case <-ctx.Done():
		}
	}
}

// never is when the next timer is due when there is none.
const never = math.MaxInt64

// next is when the next timer is due, in microseconds.
func (r *Runner) next(ctx context.Context) int64 {
	var due int64
	if err := r.store.DB().Read().QueryRow(ctx, selectNext).Scan(&due); err != nil || due == 0 {
		return never // or not known: it is looked at again soon
	}
	return due
}

// until is never long: the clock may be moved, and other processes set timers too.
func (r *Runner) until(due int64) time.Duration {
	if due == never {
		return slowestCheck
	}
	wait := clock.FromMicros(due).Sub(r.store.Clock().Now())
	return min(max(wait, 100*time.Millisecond), slowestCheck)
}

type timer struct {
	territory, kind, key string
	due, attempts        int64
}

// Fire fires the timers that are due now, at most a hundred, and answers how many it fired.
func (r *Runner) Fire(ctx context.Context) (int, error) {
	due, err := r.due(ctx)
	if err != nil {
		return 0, err
	}
	fired := 0
	for _, t := range due {
		if err := r.fire(ctx, t); err != nil {
			r.log.Warn("a timer failed and is tried again later", "kind", t.kind, "key", t.key, "error", err.Error())
			if err := r.putOff(ctx, t); err != nil {
				return fired, err
			}
			continue
		}
		fired++
	}
	return fired, nil
}

func (r *Runner) due(ctx context.Context) ([]timer, error) {
	rows, err := r.store.DB().Read().Query(ctx, selectDue, clock.Micros(r.store.Clock().Now()))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var due []timer
	for rows.Next() {
		var t timer
		if err := rows.Scan(&t.territory, &t.kind, &t.key, &t.due, &t.attempts); err != nil {
			return nil, err
		}
		due = append(due, t)
	}
	return due, rows.Err()
}

func (r *Runner) fire(ctx context.Context, t timer) error {
	handle, ok := r.handlers[t.kind]
	if !ok {
		return fmt.Errorf("no handler for timers of kind %s", t.kind)
	}
	ctx = actor.With(ctx, actor.Of(t.territory, r.store.DB().Name))
	return r.store.Update(ctx, func(tx *store.Tx) error {
		result, err := tx.Exec(tx.Ctx, removeDue, t.territory, t.kind, t.key, t.due)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return err // somebody fired, moved or cleared it
		}
		return handle(tx, t.key)
	})
}

// putOff tries again later and later, at most an hour later.
func (r *Runner) putOff(ctx context.Context, t timer) error {
	wait := min(time.Second<<min(t.attempts, 12), time.Hour)
	return r.store.Update(ctx, func(tx *store.Tx) error {
		_, err := tx.Exec(tx.Ctx, postpone, clock.Micros(tx.Now.Add(wait)), t.territory, t.kind, t.key)
		return err
	})
}

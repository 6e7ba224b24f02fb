package journal

import (
	"context"
	"log/slog"
	"time"

	eventv1 "hup.example/proto/gen/go/hup/event/v1"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/db"
)

// Publisher is the part of the bus that the relay needs.
type Publisher interface {
	// Publish sends the events in order, and answers an error, or nil once it is acknowledged, for each.
	Publish(ctx context.Context, events ...*eventv1.Event) []error
	// Head tells the consumers how far the source is.
	Head(source string, pubSeq int64) error
}

const (
	relayBatch = 256
	headEvery  = 5 * time.Second
	pollEvery  = 2 * time.Second
)

// Relay numbers and publishes the lines of one service's journal. One process leads at a time; the unique index on
// pub_seq is the fence against a leader that does not know yet that it is none. It finds its work by "not published",
// never by a last id: on PostgreSQL a lower id may be committed later.
type Relay struct {
	db     *db.DB
	bus    Publisher
	clock  clock.Clock
	source string
	log    *slog.Logger
}

// NewRelay makes the relay of the service that the database belongs to.
func NewRelay(d *db.DB, bus Publisher, c clock.Clock, log *slog.Logger) *Relay {
	return &Relay{db: d, bus: bus, clock: c, source: d.Name, log: log}
}

// Run relays until ctx ends, whenever this process leads.
func (r *Relay) Run(ctx context.Context) error {
	r.db.Lead(ctx, "relay", r.lead)
	return nil
}

func (r *Relay) lead(ctx context.Context) {
	hints, stop := r.db.Wake()
	defer stop()
	poll, beat := time.NewTicker(pollEvery), time.NewTicker(headEvery)
	defer poll.Stop()
	defer beat.Stop()
	for ctx.Err() == nil {
		r.drain(ctx)
		select {
		case <-hints:
		case <-poll.C:
		case <-beat.C:
			r.tellHead(ctx)
		case <-ctx.Done():
		}
	}
}

// drain works until nothing is left or something fails; what fails is tried again at the next hint or poll.
func (r *Relay) drain(ctx context.Context) {
	for ctx.Err() == nil {
		numbered, err := r.number(ctx)
		if err == nil {
			var sent int
			sent, err = r.publish(ctx)
			if err == nil && numbered == 0 && sent == 0 {
				return
			}
		}
		if err != nil {
			if ctx.Err() == nil {
				r.log.Warn("events wait in the journal", "service", r.source, "error", err.Error())
			}
			return
		}
	}
}

// An older version of the same aggregate that sorts later, by another process's clock, is waited for. The inner pub_seq is
// hidden in an expression: the index on it would be walked for each line of a backlog, the one on versions only once.
const selectUnnumbered = `SELECT id FROM journal WHERE pub_seq IS NULL AND NOT EXISTS (
 SELECT 1 FROM journal o WHERE o.territory = journal.territory AND o.aggregate = journal.aggregate
 AND o.aggregate_id = journal.aggregate_id AND o.version < journal.version AND coalesce(o.pub_seq, 0) = 0 AND o.id > journal.id)
 ORDER BY id LIMIT 256`

const setPubSeq = `UPDATE journal SET pub_seq = $1 WHERE id = $2 AND pub_seq IS NULL`

// number gives the next places in the order of publication, without gaps, to lines that have none.
func (r *Relay) number(ctx context.Context) (int, error) {
	ids, err := r.unnumbered(ctx)
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	err = r.db.Update(ctx, func(ctx context.Context, tx *db.Tx) error {
		head, err := Head(ctx, tx)
		if err != nil {
			return err
		}
		for _, id := range ids {
			result, err := tx.Exec(ctx, setPubSeq, head+1, id)
			if err != nil {
				return err
			}
			if n, err := result.RowsAffected(); err != nil {
				return err
			} else if n == 1 {
				head++
			}
		}
		tx.AfterCommit(r.db.Committed) // the tails of the journal wait for numbered lines
		return nil
	})
	return len(ids), err
}

func (r *Relay) unnumbered(ctx context.Context) ([]string, error) {
	rows, err := r.db.Read().Query(ctx, selectUnnumbered)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var ids []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

const selectUnpublished = `SELECT ` + columns + ` FROM journal WHERE pub_seq IS NOT NULL AND published_us IS NULL ORDER BY pub_seq LIMIT $1`

// publish sends numbered lines in order and marks exactly those that were acknowledged.
func (r *Relay) publish(ctx context.Context) (int, error) {
	lines, err := list(ctx, r.db.Read(), selectUnpublished, relayBatch)
	if err != nil || len(lines) == 0 {
		return 0, err
	}
	events := make([]*eventv1.Event, len(lines))
	for i, l := range lines {
		events[i] = l.Event(r.source)
	}
	var failed error
	var sent []string
	for i, err := range r.bus.Publish(ctx, events...) {
		if err != nil {
			failed = err
			continue
		}
		sent = append(sent, lines[i].ID)
	}
	if err := r.mark(ctx, sent); err != nil {
		return 0, err
	}
	return len(sent), failed
}

const setPublished = `UPDATE journal SET published_us = $1 WHERE id = $2`

func (r *Relay) mark(ctx context.Context, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	now := clock.Micros(r.clock.Now())
	return r.db.Update(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, id := range ids {
			if _, err := tx.Exec(ctx, setPublished, now, id); err != nil {
				return err
			}
		}
		return nil
	})
}

func (r *Relay) tellHead(ctx context.Context) {
	head, err := Head(ctx, r.db.Read())
	if err == nil {
		err = r.bus.Head(r.source, head)
	}
	if err != nil && ctx.Err() == nil {
		r.log.Debug("the head of the journal could not be told", "service", r.source, "error", err.Error())
	}
}

// await waits for a hint, or for the slow poll that stands behind hints.
func await(ctx context.Context, hints <-chan struct{}) error {
	poll := time.NewTimer(pollEvery)
	defer poll.Stop()
	select {
	case <-hints:
		return nil
	case <-poll.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

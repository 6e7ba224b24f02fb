package journal

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
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
	// markEvery is how long published lines may wait to be marked, so that many share a commit. Whoever dies meanwhile
	// publishes them again, and they change nothing.
	markEvery = 100 * time.Millisecond
	markBatch = 4 * relayBatch
)

// Relay numbers and publishes the lines of one service's journal. One process leads at a time; the unique index on
// pub_seq is the fence against a leader that does not know yet that it is none. It finds what to number by "not numbered",
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
	r.db.Lead(ctx, "relay", func(ctx context.Context) { (&term{Relay: r}).lead(ctx) })
	return nil
}

// term is the time in which this process leads. The places up to sent are on the broker, those up to marked are known to be.
type term struct {
	*Relay
	numbered     bool // no line waits for a number, now and later
	sent, marked int64
}

func (t *term) lead(ctx context.Context) {
	hints, stop := t.db.Wake()
	defer stop()
	poll, beat := time.NewTicker(pollEvery), time.NewTicker(headEvery)
	defer poll.Stop()
	defer beat.Stop()
	var settle <-chan time.Time // nil while there is nothing to mark
	for ctx.Err() == nil {
		t.drain(ctx)
		if t.sent > t.marked && settle == nil {
			settle = time.After(markEvery)
		}
		select {
		case <-hints:
		case <-poll.C:
		case <-settle:
			settle = nil
			t.report(ctx, t.mark(ctx))
		case <-beat.C:
			t.tellHead(ctx)
		case <-ctx.Done():
		}
	}
	_ = t.mark(context.WithoutCancel(ctx)) // else they are published again
}

// drain works until nothing is left or something fails; what fails is tried again at the next hint or poll.
func (t *term) drain(ctx context.Context) {
	for ctx.Err() == nil {
		numbered, err := t.number(ctx)
		if err == nil {
			var sent int
			sent, err = t.publish(ctx)
			if err == nil && numbered == 0 && sent == 0 {
				return
			}
		}
		if err != nil {
			t.report(ctx, err)
			return
		}
	}
}

func (t *term) report(ctx context.Context, err error) {
	if err != nil && ctx.Err() == nil {
		t.log.Warn("events wait in the journal", "service", t.source, "error", err.Error())
	}
}

// An older version of the same aggregate that sorts later, by another process's clock, is waited for. The inner pub_seq is
// hidden in an expression: the index on it would be walked for each line of a backlog, the one on versions only once.
const selectUnnumbered = `SELECT id FROM journal WHERE pub_seq IS NULL AND NOT EXISTS (
 SELECT 1 FROM journal o WHERE o.territory = journal.territory AND o.aggregate = journal.aggregate
 AND o.aggregate_id = journal.aggregate_id AND o.version < journal.version AND coalesce(o.pub_seq, 0) = 0 AND o.id > journal.id)
 ORDER BY id LIMIT 256`

// number gives the next places in the order of publication, without gaps, to lines that have none. Where lines are numbered
// as they are written there are only those of an older program.
func (t *term) number(ctx context.Context) (int, error) {
	if t.numbered {
		return 0, nil
	}
	ids, err := t.unnumbered(ctx)
	if err != nil || len(ids) == 0 {
		t.numbered = err == nil && t.db.Serial()
		return 0, err
	}
	err = t.db.Update(ctx, func(ctx context.Context, tx *db.Tx) error {
		head, err := Head(ctx, tx)
		if err != nil {
			return err
		}
		query, args := setPubSeq(head, ids)
		result, err := tx.Exec(ctx, query, args...)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n != int64(len(ids)) {
			return errors.Join(errNumbered, err)
		}
		tx.AfterCommit(t.db.Committed) // the tails of the journal wait for numbered lines
		return nil
	})
	return len(ids), err
}

var errNumbered = errors.New("another process numbers the lines")

// setPubSeq numbers all lines in one statement: each is a trip on PostgreSQL. It names the last line until there are a power
// of two, so that there are few statements.
func setPubSeq(head int64, ids []string) (query string, args []any) {
	for len(ids)&(len(ids)-1) != 0 {
		ids = append(ids, ids[len(ids)-1])
	}
	var places, in strings.Builder
	args = []any{head}
	for i, id := range ids {
		args = append(args, id)
		fmt.Fprintf(&places, " WHEN $%d THEN %d", i+2, i+1)
		fmt.Fprintf(&in, ", $%d", i+2)
	}
	return "UPDATE journal SET pub_seq = CAST($1 AS bigint) + CASE id" + places.String() + " END WHERE pub_seq IS NULL AND id IN (" + in.String()[2:] + ")", args
}

func (t *term) unnumbered(ctx context.Context) ([]string, error) {
	rows, err := t.db.Read().Query(ctx, selectUnnumbered)
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

const selectUnpublished = `SELECT ` + columns + ` FROM journal WHERE pub_seq > $1 AND published_us IS NULL ORDER BY pub_seq LIMIT CAST($2 AS bigint)`

// publish sends numbered lines in order. The places are without gaps, so that what is sent is all up to one of them.
func (t *term) publish(ctx context.Context) (int, error) {
	lines, err := list(ctx, t.db.Read(), selectUnpublished, t.sent, relayBatch)
	if err != nil || len(lines) == 0 {
		return 0, err
	}
	events := make([]*eventv1.Event, len(lines))
	for i, l := range lines {
		events[i] = l.Event(t.source)
	}
	if t.sent == 0 {
		t.marked = lines[0].PubSeq - 1
		t.sent = t.marked
	}
	sent := 0
	for i, err := range t.bus.Publish(ctx, events...) {
		if err != nil {
			return sent, err // what follows was perhaps acknowledged: it is sent again, which changes nothing
		}
		t.sent = lines[i].PubSeq
		sent++
	}
	if t.sent-t.marked >= markBatch {
		return sent, t.mark(ctx)
	}
	return sent, nil
}

const setPublished = `UPDATE journal SET published_us = $1 WHERE pub_seq > $2 AND pub_seq <= $3 AND published_us IS NULL`

// mark keeps that the lines are on the broker.
func (t *term) mark(ctx context.Context) error {
	if t.sent == t.marked {
		return nil
	}
	now := clock.Micros(t.clock.Now())
	err := t.db.Update(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, setPublished, now, t.marked, t.sent)
		return err
	})
	if err == nil {
		t.marked = t.sent
	}
	return err
}

func (t *term) tellHead(ctx context.Context) {
	head, err := Head(ctx, t.db.Read())
	if err == nil {
		err = t.bus.Head(t.source, head)
	}
	if err != nil && ctx.Err() == nil {
		t.log.Debug("the head of the journal could not be told", "service", t.source, "error", err.Error())
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

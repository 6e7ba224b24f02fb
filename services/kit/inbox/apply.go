package inbox

import (
	"context"
	"fmt"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/propagation"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	eventv1 "hup.example/proto/gen/go/hup/event/v1"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/db"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/store"
)

// apply applies contiguous events: together when all goes well, one by one when something fails.
func (c *Consumer) apply(ctx context.Context, events []*eventv1.Event) error {
	if len(events) == 0 {
		return nil
	}
	if c.try(ctx, events) == nil {
		return nil
	}
	for _, e := range events {
		if err := c.insist(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

// try prepares the effects and applies them with the cursor in one transaction.
func (c *Consumer) try(ctx context.Context, events []*eventv1.Event) error {
	effects := make([]Apply, len(events))
	for i, e := range events {
		effect, err := c.prepare(ctx, e)
		if err != nil {
			return err
		}
		effects[i] = effect
	}
	return c.update(ctx, func(tx *store.Tx) error {
		last, err := c.lock(tx, events[0])
		if err != nil {
			return err
		}
		parked, err := c.anyParked(tx)
		if err != nil {
			return err
		}
		for i, e := range events {
			if e.GetPubSeq() <= last || effects[i] == nil {
				continue
			}
			if err := c.one(as(tx, e), e, effects[i], parked); err != nil {
				return err
			}
		}
		_, err = tx.Exec(tx.Ctx, upsertCursor, c.source, events[len(events)-1].GetPubSeq())
		return err
	})
}

// update is one unit of work, while the gate is open.
func (c *Consumer) update(ctx context.Context, do func(tx *store.Tx) error) error {
	if c.gate != nil {
		c.gate.Lock()
		defer c.gate.Unlock()
	}
	return c.store.Update(ctx, do)
}

// lock reads the cursor inside the transaction: another leader may have moved it.
func (c *Consumer) lock(tx *store.Tx, first *eventv1.Event) (int64, error) {
	cursor, err := cursorOf(tx.Ctx, &tx.View, c.source)
	if err == nil && cursor < first.GetPubSeq()-1 {
		err = fmt.Errorf("the cursor of %s went back to %d: %w", c.source, cursor, db.ErrRace)
	}
	return cursor, err
}

// prepare runs the handler under the trace of the request that made the event.
func (c *Consumer) prepare(ctx context.Context, e *eventv1.Event) (Apply, error) {
	handle, ok := c.handlers[e.GetType()]
	if !ok {
		handle, ok = c.handlers[Every]
	}
	if !ok {
		return nil, nil
	}
	carrier := propagation.MapCarrier{"traceparent": e.GetTraceparent()}
	ctx = propagation.TraceContext{}.Extract(ctx, carrier)
	ctx, span := otel.Tracer("hup/inbox").Start(ctx, e.GetType()+" process")
	defer span.End()
	return handle(ctx, e)
}

// one applies an event, or parks it behind an earlier one of its aggregate when any is parked.
func (c *Consumer) one(tx *store.Tx, e *eventv1.Event, effect Apply, any bool) error {
	if !any {
		return effect(tx)
	}
	parked, err := c.parked(tx, e)
	if err != nil {
		return err
	}
	if parked {
		return c.park(tx, e, "an earlier event of the same aggregate is parked")
	}
	return effect(tx)
}

// insist tries one event again and again, and parks it after the last try. What something else is missing for, another
// service or room on the disk, is no fault of the event: then it stays next, and the events wait.
func (c *Consumer) insist(ctx context.Context, e *eventv1.Event) error {
	wait := c.wait
	var err error
	for range c.tries {
		if err = c.try(ctx, []*eventv1.Event{e}); err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		pause(ctx, wait)
		wait *= 2
	}
	if missing(err) {
		c.log.Warn("events wait", "service", c.store.DB().Name, "source", c.source, "error", err.Error())
		return err
	}
	c.log.Error("an event is parked", "service", c.store.DB().Name, "event", e.GetId(), "type", e.GetType(), "error", err.Error())
	return c.giveUp(ctx, e, err)
}

// missing says whether an effect failed for want of something that comes back.
func missing(err error) bool {
	if e, ok := errs.As(err); ok {
		return e.Code == codes.Unavailable
	}
	return status.Code(err) == codes.Unavailable
}

func (c *Consumer) giveUp(ctx context.Context, e *eventv1.Event, cause error) error {
	return c.update(ctx, func(tx *store.Tx) error {
		if err := c.park(tx, e, cause.Error()); err != nil {
			return err
		}
		_, err := tx.Exec(tx.Ctx, upsertCursor, c.source, e.GetPubSeq())
		return err
	})
}

const (
	countParked  = `SELECT count(*) FROM (SELECT 1 FROM dead_letter WHERE source = $1 LIMIT 1) few`
	selectParked = `SELECT count(*) FROM dead_letter WHERE source = $1 AND aggregate = $2 AND aggregate_id = $3`
	insertParked = `INSERT INTO dead_letter (source, pub_seq, aggregate, aggregate_id, event, error, parked_us)
 VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (source, pub_seq) DO NOTHING`
	deleteParked    = `DELETE FROM dead_letter WHERE source = $1 AND pub_seq = $2`
	selectAllParked = `SELECT event FROM dead_letter WHERE source = $1 ORDER BY pub_seq`
)

// anyParked asks once for many events: most of the time nothing is.
func (c *Consumer) anyParked(tx *store.Tx) (bool, error) {
	var n int
	err := tx.QueryRow(tx.Ctx, countParked, c.source).Scan(&n)
	return n > 0, err
}

func (c *Consumer) parked(tx *store.Tx, e *eventv1.Event) (bool, error) {
	var n int
	err := tx.QueryRow(tx.Ctx, selectParked, c.source, e.GetAggregate(), e.GetAggregateId()).Scan(&n)
	return n > 0, err
}

func (c *Consumer) park(tx *store.Tx, e *eventv1.Event, why string) error {
	encoded, err := proto.Marshal(e)
	if err != nil {
		return err
	}
	_, err = tx.Exec(tx.Ctx, insertParked, c.source, e.GetPubSeq(), e.GetAggregate(), e.GetAggregateId(), encoded, why, clock.Micros(tx.Now))
	return err
}

// Replay applies the parked events again, in order; the first that fails stays with those behind it.
func (c *Consumer) Replay(ctx context.Context) (applied int, err error) {
	events, err := c.allParked(ctx)
	if err != nil {
		return 0, err
	}
	for _, e := range events {
		effect, err := c.prepare(ctx, e)
		if err != nil {
			return applied, err
		}
		err = c.update(ctx, func(tx *store.Tx) error {
			if _, err := tx.Exec(tx.Ctx, deleteParked, c.source, e.GetPubSeq()); err != nil || effect == nil {
				return err
			}
			return effect(as(tx, e))
		})
		if err != nil {
			return applied, err
		}
		applied++
	}
	return applied, nil
}

func (c *Consumer) allParked(ctx context.Context) ([]*eventv1.Event, error) {
	rows, err := c.store.DB().Read().Query(ctx, selectAllParked, c.source)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var events []*eventv1.Event
	for rows.Next() {
		var encoded []byte
		if err := rows.Scan(&encoded); err != nil {
			return nil, err
		}
		e := &eventv1.Event{}
		if err := proto.Unmarshal(encoded, e); err != nil {
			return nil, err
		}
		events = append(events, e)
	}
	return events, rows.Err()
}

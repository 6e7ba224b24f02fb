package db

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"
)

// Tx is one write transaction.
type Tx struct {
	Querier
	after []func()
}

// AfterCommit runs f once the transaction is on disk, in order. It is forgotten when the transaction is not.
func (t *Tx) AfterCommit(f func()) { t.after = append(t.after, f) }

func (t *Tx) committed() {
	for _, f := range t.after {
		f()
	}
}

// ErrRace is what a unit of work answers when it lost against another one: it is run again.
var ErrRace = errors.New("lost a race with another transaction")

const tries = 10

// Update runs fn in a transaction and commits it. fn may run more than once, does no I/O but SQL on its Tx, and is not
// interrupted: ctx is looked at before it starts only, and the ctx it gets is never cancelled.
func (d *DB) Update(ctx context.Context, fn func(context.Context, *Tx) error) error {
	for try := 0; ; try++ {
		err := d.updateOnce(ctx, fn)
		if err == nil || try == tries || !raced(err) {
			return err
		}
		if err := pause(ctx, try); err != nil {
			return err
		}
	}
}

func (d *DB) updateOnce(ctx context.Context, fn func(context.Context, *Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if d.group != nil {
		return d.group.do(ctx, fn)
	}
	return d.updatePostgreSQL(ctx, fn)
}

func (d *DB) updatePostgreSQL(ctx context.Context, fn func(context.Context, *Tx) error) error {
	steady := context.WithoutCancel(ctx)
	sqlTx, err := d.writers.BeginTx(ctx, nil) // waiting for a connection may be given up
	if err != nil {
		return err
	}
	defer func() { _ = sqlTx.Rollback() }() // after a commit it does nothing
	tx := &Tx{Querier: plain{sqlTx}}
	if err := fn(steady, tx); err != nil {
		return err
	}
	if err := sqlTx.Commit(); err != nil {
		return err
	}
	tx.committed()
	d.notify()
	return nil
}

// raced says whether trying again can help: a lost version check, a serialisation failure, a deadlock.
func raced(err error) bool {
	return errors.Is(err, ErrRace) || sqlState(err) == "40001" || sqlState(err) == "40P01"
}

func pause(ctx context.Context, try int) error {
	wait := time.Duration(1+rand.IntN(1<<min(try, 6))) * time.Millisecond
	select {
	case <-time.After(wait):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

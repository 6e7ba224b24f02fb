package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
)

// groupMax bounds how many units of work share one commit, so that the first does not wait for too many.
const groupMax = 128

// errClosed answers a write that came after Close.
var errClosed = errors.New("the database is closed")

// group is the one writer of a SQLite file. It takes what waits, runs it and commits it together: one sync of the disk for
// many requests. Nothing is answered before the commit.
type group struct {
	conn  *sql.Conn
	on    *pooled
	lost  bool // SQLite has rolled the transaction back
	queue chan *unit
	gate  sync.RWMutex // held for reading while a unit is put in the queue
	done  chan struct{}
	shut  bool
}

// unit is one waiting unit of work.
type unit struct {
	ctx   context.Context
	fn    func(context.Context, *Tx) error
	tx    *Tx
	err   error
	panic any
	done  chan struct{}
}

func newGroup(conn *sql.Conn) (*group, error) {
	g := &group{conn: conn, on: newPooled(conn), queue: make(chan *unit, 1024), done: make(chan struct{})}
	if err := onRollback(conn, func() { g.lost = true }); err != nil {
		return nil, err
	}
	go g.loop()
	return g, nil
}

func (g *group) do(ctx context.Context, fn func(context.Context, *Tx) error) error {
	u := &unit{ctx: ctx, fn: fn, done: make(chan struct{})}
	if err := g.enqueue(u); err != nil {
		return err
	}
	<-u.done // once it is queued only the writer decides: the answer must say what happened
	if u.panic != nil {
		panic(u.panic)
	}
	return u.err
}

func (g *group) enqueue(u *unit) error {
	g.gate.RLock()
	defer g.gate.RUnlock()
	if g.shut {
		return errClosed
	}
	select {
	case g.queue <- u:
		return nil
	case <-u.ctx.Done():
		return u.ctx.Err()
	}
}

func (g *group) close() {
	g.gate.Lock()
	already := g.shut
	g.shut = true
	g.gate.Unlock()
	if !already {
		close(g.queue)
	}
	<-g.done
	g.on.close()
	_ = g.conn.Close()
}

func (g *group) loop() {
	defer close(g.done)
	for first := range g.queue {
		g.commit(g.collect(first))
	}
}

// collect takes what waits now; there is no timer.
func (g *group) collect(first *unit) []*unit {
	units := []*unit{first}
	for len(units) < groupMax {
		select {
		case u, open := <-g.queue:
			if !open {
				return units
			}
			units = append(units, u)
		default:
			return units
		}
	}
	return units
}

// commit runs the units in one transaction. A unit that fails after it has written spoils it for all: they run again, each
// inside a savepoint, which is dearer, as SQLite copies every page that one changes. When the transaction itself is lost,
// each runs in one of its own.
func (g *group) commit(units []*unit) {
	err := g.transact(units, g.runBare)
	if errors.Is(err, errSpoiled) && len(units) > 1 {
		err = g.transact(units, g.runInSavepoint)
	}
	if err != nil && len(units) > 1 {
		for _, u := range units {
			if err := g.transact([]*unit{u}, g.runBare); err != nil && u.err == nil {
				u.err = err
			}
		}
		err = nil
	}
	for _, u := range units {
		if err != nil && u.err == nil {
			u.err = err
		}
		if u.err == nil && u.panic == nil {
			u.tx.committed()
		}
		close(u.done)
	}
}

// transact answers the error of the transaction; each unit keeps its own.
func (g *group) transact(units []*unit, run func(*unit) error) error {
	ctx := context.Background()
	g.lost = false
	if _, err := g.on.Exec(ctx, "BEGIN IMMEDIATE"); err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	for _, u := range units {
		if err := run(u); err != nil {
			g.rollback()
			return err
		}
	}
	if _, err := g.on.Exec(ctx, "COMMIT"); err != nil {
		g.rollback()
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

func (g *group) rollback() { _, _ = g.on.Exec(context.Background(), "ROLLBACK") }

// errSpoiled says that a unit failed and left something behind in the transaction.
var errSpoiled = errors.New("another unit of work failed")

// runBare answers an error when the whole transaction is lost, or spoiled by what the unit has written.
func (g *group) runBare(u *unit) error {
	q := &writing{pooled: g.on, group: g}
	u.run(q)
	switch {
	case g.lost:
		return errLost
	case q.wrote && (u.err != nil || u.panic != nil):
		return errSpoiled
	}
	return nil
}

// runInSavepoint answers an error only when the whole transaction is lost.
func (g *group) runInSavepoint(u *unit) error {
	ctx := context.Background()
	if _, err := g.on.Exec(ctx, "SAVEPOINT unit"); err != nil {
		return fmt.Errorf("savepoint: %w", err)
	}
	u.run(&writing{pooled: g.on, group: g})
	if g.lost {
		return errLost
	}
	if u.err != nil || u.panic != nil {
		if _, err := g.on.Exec(ctx, "ROLLBACK TO unit"); err != nil {
			return fmt.Errorf("back to the savepoint: %w", err)
		}
	}
	if _, err := g.on.Exec(ctx, "RELEASE unit"); err != nil {
		return fmt.Errorf("end of savepoint: %w", err)
	}
	return nil
}

func (u *unit) run(q Querier) {
	u.tx, u.err, u.panic = &Tx{Querier: q}, nil, nil
	if u.err = u.ctx.Err(); u.err != nil {
		return // the caller has gone; nothing was done for it yet
	}
	defer func() {
		if p := recover(); p != nil {
			u.panic = p
		}
	}()
	u.err = u.fn(context.WithoutCancel(u.ctx), u.tx)
}

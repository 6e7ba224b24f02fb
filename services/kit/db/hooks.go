package db

import (
	"context"
	"database/sql"
	"fmt"
	"hash/fnv"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// This file holds what differs by engine beside opening: waking, and the leader lock. Bulk is in bulk.go, search in
// kit/search. A test counts them.

// Wake gives hints that something was committed here, or by another process on PostgreSQL while Listen runs.
func (d *DB) Wake() (hints <-chan struct{}, stop func()) { return d.wake.subscribe() }

// Committed tells the waiting goroutines of this process. The store calls it after the commit of journal lines.
func (d *DB) Committed() { d.wake.all() }

// notify tells the other processes on the same PostgreSQL database; best effort, a slow poll stands behind.
func (d *DB) notify() {
	if d.Engine == PostgreSQL {
		d.notifier().poke()
	}
}

// Listen hears the other processes until ctx ends. On SQLite there are none.
func (d *DB) Listen(ctx context.Context) {
	if d.Engine != PostgreSQL {
		<-ctx.Done()
		return
	}
	for ctx.Err() == nil {
		if err := d.listenOnce(ctx); err != nil && ctx.Err() == nil {
			slog.Warn("listening to the database stopped, trying again", "service", d.Name, "error", err.Error())
			sleep(ctx, time.Second)
		}
	}
}

func (d *DB) listenOnce(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, d.url)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if _, err := conn.Exec(ctx, "LISTEN hup"); err != nil {
		return err
	}
	for {
		if _, err := conn.WaitForNotification(ctx); err != nil {
			return err
		}
		d.wake.all()
	}
}

// Lead runs work while this process is the leader for the name, and waits to become it otherwise, until ctx ends.
// On SQLite the process that holds the data folder's lock is the leader of everything.
func (d *DB) Lead(ctx context.Context, name string, work func(context.Context)) {
	for ctx.Err() == nil {
		if d.Engine == SQLite {
			work(ctx)
			return
		}
		if err := d.leadOnce(ctx, name, work); err != nil && ctx.Err() == nil {
			slog.Warn("lost the leader's lock, trying again", "service", d.Name, "lock", name, "error", err.Error())
		}
		sleep(ctx, 2*time.Second)
	}
}

// leadOnce holds an advisory lock on a connection of its own; work is stopped when the connection is lost.
func (d *DB) leadOnce(ctx context.Context, name string, work func(context.Context)) error {
	conn, err := d.writers.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	var leader bool
	if err := conn.QueryRowContext(ctx, "SELECT pg_try_advisory_lock($1)", lockID(d.Name+"/"+name)).Scan(&leader); err != nil || !leader {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go watchConnection(ctx, conn, stop)
	work(ctx)
	return drop(conn) // closing the session frees the lock whatever state it is in
}

// watchConnection stops the leader when its connection, and with it the lock, is gone.
func watchConnection(ctx context.Context, conn *sql.Conn, stop func()) {
	for ctx.Err() == nil {
		sleep(ctx, time.Second)
		if ctx.Err() == nil && conn.PingContext(ctx) != nil {
			stop()
		}
	}
}

func drop(conn *sql.Conn) error {
	return conn.Raw(func(c any) error {
		pc, ok := c.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("unexpected driver connection %T", c)
		}
		return pc.Conn().Close(context.Background())
	})
}

func lockID(name string) int64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(name))
	return int64(h.Sum64() >> 1)
}

func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

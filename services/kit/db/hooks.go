package db

import (
	"context"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
)

// This file holds what differs by engine beside opening: waking, and whether writers go one by one. The leader lock is in lead.go, search in
// search.go and words.go. A test counts them.

// Serial says that units of work are written one after the other: what one has read, nobody changes before its commit, and
// what was committed earlier was written earlier.
func (d *DB) Serial() bool { return d.Engine == SQLite }

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

func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

package db

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// This file holds what differs by engine beside opening: waking, whether writers go one by one, how a database learns how much
// it holds. Rows by the thousand are written in insert.go; the leader lock is in lead.go, search in search.go and words.go.

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

// Filled is told when a file has filled tables of reference rows, and their words. PostgreSQL looks then at how much there is: until
// it does so by itself, which takes minutes, it takes the tables for empty, and reads them whole to find a row. SQLite chooses its
// ways without. What waits to be indexed is, then.
func (d *DB) Filled(ctx context.Context, tables ...string) error {
	if d.Engine != PostgreSQL {
		return nil
	}
	if _, err := d.writers.ExecContext(ctx, "SELECT gin_clean_pending_list('row_word_words')"); err != nil {
		return err
	}
	_, err := d.writers.ExecContext(ctx, "ANALYZE row_word, "+strings.Join(tables, ", "))
	return err
}

func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// Package db is the database of one service: a SQLite file or a PostgreSQL database, behind one API and one SQL text.
//
// Reads go to Read, writes to Update. On SQLite one goroutine commits what waits together (group commit); on PostgreSQL
// each Update is a transaction that is tried again when it loses a race. The few things that differ by engine are the
// hooks in hooks.go.
package db

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// Engine is a kind of database.
type Engine string

// The engines.
const (
	SQLite     Engine = "sqlite"
	PostgreSQL Engine = "postgresql"
)

// DB is the database of one service.
type DB struct {
	// Engine is the kind of database behind it.
	Engine Engine
	// Name is the service's name, used in messages and lock names.
	Name string
	// Alarm wakes the runner of the service's timers.
	Alarm *Alarm

	url     string
	readers *sql.DB
	writers *sql.DB
	read    *pooled
	group   *group // SQLite only
	wake    *wake

	locks locks  // PostgreSQL only
	aside *aside // PostgreSQL only

	notifyOnce sync.Once
	notifying  *notifier // PostgreSQL only
}

// Open opens the database at the URL: file:PATH or a path for SQLite, postgres://… for PostgreSQL.
func Open(ctx context.Context, name, url string) (*DB, error) {
	d := &DB{Name: name, url: url, wake: newWake(), Alarm: newAlarm()}
	var err error
	if strings.HasPrefix(url, "postgres://") || strings.HasPrefix(url, "postgresql://") {
		d.Engine = PostgreSQL
		err = d.openPostgreSQL(ctx)
	} else {
		d.Engine = SQLite
		err = d.openSQLite(ctx, strings.TrimPrefix(url, "file:"))
	}
	if err != nil {
		return nil, fmt.Errorf("database of %s: %w", name, err)
	}
	d.read = newPooled(d.readers)
	return d, nil
}

// URLIn is the SQLite URL of a service in a data folder.
func URLIn(dir, name string) string { return "file:" + filepath.Join(dir, name+".db") }

// Read is for queries outside a unit of work.
func (d *DB) Read() Querier { return d.read }

// Pool is the writing pool, for migrations.
func (d *DB) Pool() *sql.DB { return d.writers }

// Ping says whether the database answers.
func (d *DB) Ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	var one int
	return d.read.QueryRow(ctx, "SELECT 1").Scan(&one)
}

// Close waits for the writes under way and closes the database.
func (d *DB) Close() error {
	d.wake.close()
	d.locks.close()
	d.aside.close()
	if d.notifying != nil {
		d.notifying.poke() // its loop sees that the database is closed and ends
	}
	if d.group != nil {
		d.group.close()
	}
	d.read.close()
	err := d.readers.Close()
	if d.writers != d.readers {
		if e := d.writers.Close(); err == nil {
			err = e
		}
	}
	return err
}

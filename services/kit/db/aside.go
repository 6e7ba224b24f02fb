package db

import (
	"database/sql"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// aside are the connections of counters on PostgreSQL. Nobody holds one while it waits for another, so the writers, who all
// hold one of theirs, can wait for it.
type aside struct {
	pool *sql.DB
	run  *pooled
}

// asideConnections are enough: a statement on a counter is short, and they wait for one another.
const asideConnections = 2

// openAside opens connections whose commits do not wait for the disk: the log is written in order, so that the transaction
// which uses a number takes its counter to the disk with it. They connect when they are first needed.
func openAside(url string) (*aside, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, err
	}
	config.RuntimeParams["synchronous_commit"] = "off"
	pool := stdlib.OpenDB(*config)
	pool.SetMaxOpenConns(asideConnections)
	return &aside{pool: pool, run: newPooled(pool)}, nil
}

func (a *aside) close() {
	if a != nil {
		a.run.close()
		_ = a.pool.Close()
	}
}

// Aside is where a unit of work counts up what may have gaps. On PostgreSQL it is a transaction of its own: the row of the
// counter, which every unit of work needs, is not locked until this one commits. Where writers go one by one, it is tx.
func (d *DB) Aside(tx Querier) Querier {
	if d.aside == nil {
		return tx
	}
	return d.aside.run
}

package main

import (
	"context"
	"database/sql"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	_ "modernc.org/sqlite"
)

// bareSQLite is the transaction of a submitted case in a bare loop: a case of 1 KB and two journal lines, synchronous=FULL,
// one writer, one transaction each. What a service can't beat without sharing its syncs.
func bareSQLite(ctx context.Context, dir string, length time.Duration) (perSecond float64, err error) {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "bare.db")+"?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_txlock=immediate")
	if err != nil {
		return 0, err
	}
	defer func() { _ = db.Close() }()
	db.SetMaxOpenConns(1)
	for _, ddl := range []string{
		`CREATE TABLE IF NOT EXISTS c (territory text, id text, status text, due bigint, record blob, PRIMARY KEY (territory, id))`,
		`CREATE TABLE IF NOT EXISTS j (id text PRIMARY KEY, aggregate_id text, version bigint, type text, payload blob, hash blob)`,
	} {
		if _, err := db.ExecContext(ctx, ddl); err != nil {
			return 0, err
		}
	}
	record := []byte(strings.Repeat("x", 1000))
	n, start := 0, time.Now()
	for time.Since(start) < length {
		if err := bareTransaction(ctx, db, newID(), record); err != nil {
			return 0, err
		}
		n++
	}
	return float64(n) / time.Since(start).Seconds(), nil
}

func bareTransaction(ctx context.Context, db *sql.DB, id string, record []byte) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	if _, err := tx.ExecContext(ctx, `INSERT INTO c VALUES ($1, $2, $3, $4, $5)`, "ales", id, "RECEIVED", 1, record); err != nil {
		return err
	}
	for _, line := range []string{"a", "b"} {
		if _, err := tx.ExecContext(ctx, `INSERT INTO j VALUES ($1, $2, $3, $4, $5, $6)`, id+line, id, 1, "received", record[:200], record[:32]); err != nil {
			return err
		}
	}
	return tx.Commit()
}

var ids struct {
	sync.Mutex
	n int64
}

// newID sorts by time, as ours do.
func newID() string {
	ids.Lock()
	defer ids.Unlock()
	ids.n++
	return time.Now().Format("150405.000000") + "-" + strconv.FormatInt(ids.n, 10)
}

// delays reads how long after the commit of a case the land request that its event opened was written, in milliseconds.
func delays(ctx context.Context, dir string) ([]float64, error) {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "support.db")+"?mode=ro")
	if err != nil {
		return nil, err
	}
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(ctx, "ATTACH $1 AS land", filepath.Join(dir, "land.db")); err != nil {
		return nil, err
	}
	rows, err := db.QueryContext(ctx, `SELECT l.created_us - s.created_us FROM main.journal s JOIN land.journal l ON l.context_id = s.context_id
 WHERE s.type = 'hup.support.case_received.v1' AND l.type = 'hup.land.land_request_received.v1' ORDER BY s.created_us DESC LIMIT 2000`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var all []float64
	for rows.Next() {
		var us int64
		if err := rows.Scan(&us); err != nil {
			return nil, err
		}
		all = append(all, float64(us)/1000)
	}
	return all, rows.Err()
}

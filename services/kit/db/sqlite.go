package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// The page cache is a budget of the process: six services with one writer and three readers each stay under 32 MiB.
const (
	sqliteReaders    = 3
	writerCacheKiB   = 2048
	readerCacheKiB   = 1024
	busyMilliseconds = 10_000
)

func (d *DB) openSQLite(ctx context.Context, path string) (err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return err
	}
	if d.writers, err = sql.Open("sqlite", sqliteDSN(path, writerCacheKiB, "_pragma=synchronous(FULL)&_pragma=temp_store(MEMORY)&_txlock=immediate")); err != nil {
		return err
	}
	// Two: the group's own connection, and one for migrations, which run before anything is written.
	d.writers.SetMaxOpenConns(2)
	conn, err := d.writers.Conn(ctx)
	if err != nil {
		return fmt.Errorf("open %s: %w", path, err)
	}
	if d.group, err = newGroup(conn); err != nil {
		return err
	}
	if d.readers, err = sql.Open("sqlite", sqliteDSN(path, readerCacheKiB, "_pragma=query_only(1)")); err != nil {
		return err
	}
	d.readers.SetMaxOpenConns(sqliteReaders)
	d.readers.SetMaxIdleConns(sqliteReaders)
	return nil
}

// sqliteDSN sets busy_timeout first: the pragmas after it may meet a lock.
func sqliteDSN(path string, cacheKiB int, more string) string {
	return fmt.Sprintf("file:%s?_pragma=busy_timeout(%d)&_pragma=journal_mode(WAL)&_pragma=foreign_keys(1)&_pragma=cache_size(-%d)&%s",
		(&url.URL{Path: path}).EscapedPath(), busyMilliseconds, cacheKiB, more)
}

// sqliteUnique says whether the error is a broken unique index or primary key.
func sqliteUnique(err error) bool {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return false
	}
	return e.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || e.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY
}

// sqliteFull says whether the disk is full: no room for a page, or for the index of the write-ahead log.
func sqliteFull(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && (e.Code()&0xff == sqlite3.SQLITE_FULL || e.Code() == sqlite3.SQLITE_IOERR_SHMSIZE)
}

// CopyTo writes a consistent copy of a SQLite database to a new file, while it is in use.
func (d *DB) CopyTo(ctx context.Context, file string) error {
	if _, err := os.Stat(file); err == nil {
		return fmt.Errorf("%s is there already", file)
	}
	_, err := d.writers.ExecContext(ctx, "VACUUM INTO $1", file)
	return err
}

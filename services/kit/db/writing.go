package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"

	"modernc.org/sqlite"
)

// errLost says that SQLite has rolled the transaction back by itself, as it does when the disk is full.
var errLost = errors.New("the transaction is lost")

// writing is the writer's connection for one unit of work. It knows whether the unit has written, and lets nothing be
// written once the transaction is lost: it would be committed by itself.
type writing struct {
	*pooled
	group *group
	wrote bool
}

func (w *writing) changes(query string) { w.wrote = w.wrote || !strings.HasPrefix(query, "SELECT") }

// Exec implements Querier.
func (w *writing) Exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if w.group.lost {
		return nil, errLost
	}
	w.wrote = true
	return w.pooled.Exec(ctx, query, args...)
}

// Query implements Querier.
func (w *writing) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if w.group.lost {
		return nil, errLost
	}
	w.changes(query)
	return w.pooled.Query(ctx, query, args...)
}

// QueryRow implements Querier.
func (w *writing) QueryRow(ctx context.Context, query string, args ...any) *sql.Row {
	if w.group.lost {
		ended, cancel := context.WithCancel(ctx)
		cancel()
		ctx = ended // the row carries the error
	}
	w.changes(query)
	return w.pooled.QueryRow(ctx, query, args...)
}

// onRollback calls f whenever a transaction of the connection is rolled back, on our word or by SQLite itself.
func onRollback(conn *sql.Conn, f func()) error {
	return conn.Raw(func(raw any) error {
		c, ok := raw.(sqlite.HookRegisterer)
		if !ok {
			return fmt.Errorf("the driver tells no rollback: %T", raw.(driver.Conn))
		}
		c.RegisterRollbackHook(f)
		return nil
	})
}

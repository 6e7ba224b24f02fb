package db

import (
	"context"
	"database/sql"
	"sync"
)

// Querier runs SQL. Statements are prepared once a connection or pool.
type Querier interface {
	Exec(ctx context.Context, query string, args ...any) (sql.Result, error)
	Query(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRow(ctx context.Context, query string, args ...any) *sql.Row
}

// connection is a connection or a pool.
type connection interface {
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// stmts keeps prepared statements by their text. The texts are constants of the program, so they are few.
type stmts struct {
	on   connection
	mu   sync.RWMutex
	made map[string]*sql.Stmt
}

func newStmts(on connection) *stmts { return &stmts{on: on, made: map[string]*sql.Stmt{}} }

func (s *stmts) get(ctx context.Context, query string) (*sql.Stmt, error) {
	s.mu.RLock()
	stmt := s.made[query]
	s.mu.RUnlock()
	if stmt != nil {
		return stmt, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if stmt := s.made[query]; stmt != nil {
		return stmt, nil
	}
	stmt, err := s.on.PrepareContext(context.WithoutCancel(ctx), query)
	if err != nil {
		return nil, err
	}
	s.made[query] = stmt
	return stmt, nil
}

func (s *stmts) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, stmt := range s.made {
		_ = stmt.Close()
	}
}

// pooled runs prepared statements on a pool or a connection.
type pooled struct {
	db    connection
	stmts *stmts
}

func newPooled(on connection) *pooled {
	return &pooled{db: on, stmts: newStmts(on)}
}

func (p *pooled) close() { p.stmts.close() }

// stmtsMax bounds the prepared statements of a pool: filters make many shapes of a list's query.
const stmtsMax = 400

func (s *stmts) full() bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.made) >= stmtsMax
}

func (p *pooled) Exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	stmt, err := p.stmts.get(ctx, query)
	if err != nil {
		return nil, err
	}
	return stmt.ExecContext(ctx, args...)
}

func (p *pooled) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if p.stmts.full() {
		return p.db.QueryContext(ctx, query, args...)
	}
	stmt, err := p.stmts.get(ctx, query)
	if err != nil {
		return nil, err
	}
	return stmt.QueryContext(ctx, args...)
}

func (p *pooled) QueryRow(ctx context.Context, query string, args ...any) *sql.Row {
	stmt, err := p.stmts.get(ctx, query)
	if err != nil {
		return p.db.QueryRowContext(ctx, query, args...) // the row carries the error
	}
	return stmt.QueryRowContext(ctx, args...)
}

// plain runs SQL in a PostgreSQL transaction: the driver keeps the prepared statements itself.
type plain struct{ tx *sql.Tx }

func (p plain) Exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return p.tx.ExecContext(ctx, query, args...)
}

func (p plain) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return p.tx.QueryContext(ctx, query, args...)
}

func (p plain) QueryRow(ctx context.Context, query string, args ...any) *sql.Row {
	return p.tx.QueryRowContext(ctx, query, args...)
}

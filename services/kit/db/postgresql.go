package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"runtime"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

func (d *DB) openPostgreSQL(ctx context.Context) error {
	if err := createIfMissing(ctx, d.url); err != nil {
		return err
	}
	pool, err := sql.Open("pgx", d.url)
	if err != nil {
		return err
	}
	// A pool larger than a few connections a core only adds waiting.
	pool.SetMaxOpenConns(max(8, 4*runtime.NumCPU()))
	pool.SetMaxIdleConns(max(8, 4*runtime.NumCPU()))
	d.readers, d.writers = pool, pool
	if d.aside, err = openAside(d.url); err != nil {
		return err
	}
	return checkCollation(ctx, pool)
}

// checkCollation refuses a database that sorts text otherwise than SQLite does: pages would differ by engine.
func checkCollation(ctx context.Context, pool *sql.DB) error {
	var name, collation string
	err := pool.QueryRowContext(ctx, "SELECT datname, datcollate FROM pg_database WHERE datname = current_database()").Scan(&name, &collation)
	if err != nil {
		return err
	}
	switch collation {
	case "C", "C.UTF-8", "C.utf8", "POSIX":
		return nil
	}
	return fmt.Errorf("database %s sorts by %s; make it with: CREATE DATABASE %s ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8' TEMPLATE template0", name, collation, name)
}

// createIfMissing makes the service's database when the role may, and says what to run when it may not.
func createIfMissing(ctx context.Context, dsn string) error {
	u, err := url.Parse(dsn)
	if err != nil {
		return errors.New("the PostgreSQL address can't be read: write postgres://user:password@host:5432/database")
	}
	pool, err := sql.Open("pgx", dsn)
	if err != nil {
		return err
	}
	err = pool.PingContext(ctx)
	_ = pool.Close()
	if sqlState(err) != "3D000" { // 3D000: the database does not exist
		return err
	}
	name := strings.TrimPrefix(u.Path, "/")
	u.Path = "/postgres"
	admin, err := sql.Open("pgx", u.String())
	if err != nil {
		return err
	}
	defer func() { _ = admin.Close() }()
	create := fmt.Sprintf(`CREATE DATABASE "%s" ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8' TEMPLATE template0`, strings.ReplaceAll(name, `"`, ""))
	if _, err := admin.ExecContext(ctx, create); err != nil && sqlState(err) != "42P04" { // 42P04: another process made it
		return fmt.Errorf("database %s is missing and can't be made by this role; run: %s (%w)", name, create, err)
	}
	return nil
}

// sqlState is PostgreSQL's code of an error, empty for others.
func sqlState(err error) string {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// IsUnique says whether the error is a broken unique index, on either engine.
func IsUnique(err error) bool { return sqlState(err) == "23505" || sqliteUnique(err) }

// IsFull says whether the disk is full, on either engine.
func IsFull(err error) bool { return sqlState(err) == "53100" || sqliteFull(err) }

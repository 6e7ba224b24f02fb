package kittest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
)

// databases counts the databases made, for their names.
var databases atomic.Int64

// Postgres makes a fresh PostgreSQL database for the test and answers its address. The database goes with the test, the
// cluster with the process. Without PostgreSQL the test is skipped, or fails when HUP_REQUIRE_POSTGRES=1.
func Postgres(t testing.TB) (url string) {
	t.Helper()
	dir, err := cluster()
	if errors.Is(err, errNoPostgres) && os.Getenv("HUP_REQUIRE_POSTGRES") != "1" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("t%d", databases.Add(1))
	execute(t, dir, "CREATE DATABASE "+name)
	// FORCE: a test that leaves a connection open must not fail the next one.
	t.Cleanup(func() { execute(t, dir, "DROP DATABASE "+name+" WITH (FORCE)") })
	return dsn(dir, name)
}

// execute runs one statement in the cluster's own database.
func execute(t testing.TB, dir, statement string) {
	t.Helper()
	db, err := sql.Open("pgx", dsn(dir, "postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(context.Background(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// SQLite answers the address of a fresh SQLite file, which goes with the test.
func SQLite(t testing.TB) (url string) {
	return "file:" + filepath.Join(t.TempDir(), "test.db")
}

// Engines runs the test on a fresh database of each engine: what the store does, it must do on both.
func Engines(t *testing.T, test func(t *testing.T, url string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, Postgres(t)) })
}

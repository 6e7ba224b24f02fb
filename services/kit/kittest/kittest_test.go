package kittest_test

import (
	"bufio"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	_ "modernc.org/sqlite"

	"hup.example/services/kit/kittest"
)

func TestEngines_givesAFreshDatabaseOfEach(t *testing.T) {
	seen := map[string]bool{}
	for range 2 {
		kittest.Engines(t, func(t *testing.T, address string) {
			if seen[address] {
				t.Errorf("%s is given twice", address)
			}
			seen[address] = true
			if _, err := open(t, address).Exec("CREATE TABLE fresh (id text PRIMARY KEY)"); err != nil {
				t.Error(err)
			}
		})
	}
}

// open connects to either engine.
func open(t *testing.T, address string) *sql.DB {
	driver, source := "pgx", address
	if path, ok := strings.CutPrefix(address, "file:"); ok {
		driver, source = "sqlite", path
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func TestPostgres_sortsByBytes(t *testing.T) {
	var collation string
	err := open(t, kittest.Postgres(t)).QueryRow("SELECT datcollate FROM pg_database WHERE datname = current_database()").Scan(&collation)
	if err != nil || collation != "C.UTF-8" {
		t.Errorf("collation %q, %v", collation, err)
	}
}

// The test runs itself again as a child, which makes a database, says where, and waits to be killed.
func TestPostgres_leavesNothingBehindWhenKilled(t *testing.T) {
	address := kittest.Postgres(t)
	if os.Getenv("KITTEST_CHILD") != "" {
		fmt.Println("address:", address)
		select {}
	}
	child := exec.Command(os.Args[0], "-test.run="+t.Name())
	child.Env = append(os.Environ(), "KITTEST_CHILD=1")
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	dir := ""
	for lines := bufio.NewScanner(out); dir == "" && lines.Scan(); {
		if address, ok := strings.CutPrefix(lines.Text(), "address: "); ok {
			u, err := url.Parse(address)
			if err != nil {
				t.Fatal(err)
			}
			dir = u.Query().Get("host")
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "data")); dir == "" || err != nil {
		t.Fatalf("the child made no cluster: %q %v", dir, err)
	}
	_ = child.Process.Kill()
	_ = child.Wait() // killed: its error says only that
	kittest.Eventually(t, func() bool { _, err := os.Stat(dir); return os.IsNotExist(err) }, dir, " is removed")
}

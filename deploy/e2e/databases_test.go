package e2e

import (
	"database/sql"
	"net/url"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver

	"hup.example/services/kit/kittest"
)

// services are the parts that keep data.
var services = []string{"support", "identity", "land", "recruitment", "training", "notify"}

// databases makes hup_<service> for each service on the tests' PostgreSQL, and answers the address for --db.
func databases(t *testing.T) string {
	t.Helper()
	address := kittest.Postgres(t)
	for _, s := range services {
		execute(t, address, "CREATE DATABASE hup_"+s)
		t.Cleanup(func() { execute(t, address, "DROP DATABASE hup_"+s+" WITH (FORCE)") })
	}
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u.String()
}

func execute(t *testing.T, address, statement string) {
	t.Helper()
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.Exec(statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

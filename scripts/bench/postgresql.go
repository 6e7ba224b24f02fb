package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// pgbenchScript is the transaction of a submitted case in four trips, as pgbench does it: what a service is held against.
const pgbenchScript = `\set n random(1, 1000000000000)
BEGIN;
INSERT INTO bench_case VALUES ('ales', :n || clock_timestamp()::text, 'RECEIVED', 1, repeat('x', 1000)::bytea);
INSERT INTO bench_line VALUES (:n || clock_timestamp()::text || 'a', 1, 'received', repeat('x', 200)::bytea);
INSERT INTO bench_line VALUES (:n || clock_timestamp()::text || 'b', 1, 'received', repeat('x', 200)::bytea);
COMMIT;
`

const pgbenchTables = `CREATE TABLE IF NOT EXISTS bench_case (territory text, id text, status text, due bigint, record bytea, PRIMARY KEY (territory, id));
CREATE TABLE IF NOT EXISTS bench_line (id text PRIMARY KEY, version bigint, type text, payload bytea);`

// onPostgreSQL compares submits on PostgreSQL with pgbench's bare transaction, in turn.
func onPostgreSQL(ctx context.Context, c config, dir string) (string, error) {
	data := filepath.Join(dir, "pg")
	if err := os.MkdirAll(data, 0o750); err != nil {
		return "", err
	}
	if out, err := exec.CommandContext(ctx, tool("psql"), c.pg, "-q", "-c", pgbenchTables).CombinedOutput(); err != nil {
		return "", fmt.Errorf("psql: %w: %s", err, out)
	}
	p, err := startPlatform(ctx, c.hup, data, "--db", c.pg)
	if err != nil {
		return "", err
	}
	defer p.stop()
	submit := &target{name: "submit request", pid: p.cmd.Process.Pid, call: func(ctx context.Context) error { _, err := p.submit(ctx); return err }}
	var bare []float64
	for range c.rounds {
		if err := submit.slice(ctx, c.clients, 2*c.slice); err != nil {
			return "", err
		}
		rate, err := pgbench(ctx, c, dir)
		if err != nil {
			return "", err
		}
		bare = append(bare, rate)
	}
	return fmt.Sprintf("\nPostgreSQL: %.0f submits/s (whole request with its events applied by four services), pgbench's four-trip transaction %.0f/s, %d clients: ratio %.2f.\n",
		median(submit.rate), median(bare), c.clients, median(submit.rate)/median(bare)), nil
}

func pgbench(ctx context.Context, c config, dir string) (float64, error) {
	script := filepath.Join(dir, "pgbench.sql")
	if err := os.WriteFile(script, []byte(pgbenchScript), 0o644); err != nil {
		return 0, err
	}
	seconds := max(1, int((2*c.slice+time.Second/2)/time.Second))
	out, err := exec.CommandContext(ctx, tool("pgbench"), "-n", "-M", "prepared", "-c", fmt.Sprint(c.clients), "-j", "2", "-T", fmt.Sprint(seconds), "-f", script, c.pg).CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("pgbench: %w: %s", err, out)
	}
	for line := range strings.Lines(string(out)) {
		var rate float64
		if n, _ := fmt.Sscanf(line, "tps = %f", &rate); n == 1 {
			return rate, nil
		}
	}
	return 0, fmt.Errorf("pgbench said no rate: %s", out)
}

// tool finds a program of PostgreSQL where Debian keeps it, too.
func tool(name string) string {
	if found, err := filepath.Glob("/usr/lib/postgresql/*/bin/" + name); err == nil && len(found) > 0 {
		return found[len(found)-1]
	}
	return name
}

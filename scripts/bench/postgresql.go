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

// beside is what was measured of submits on PostgreSQL and of pgbench's bare transaction, in turn.
type beside struct {
	ours, bare             []float64 // a second
	serverOurs, serverBare []float64 // CPU of the server, µs each
	process                []float64 // CPU of hup, µs a submit
}

// onPostgreSQL compares submits on PostgreSQL with pgbench's bare transaction, in turn. It answers nil without PostgreSQL.
func onPostgreSQL(ctx context.Context, c config, dir string) (*beside, error) {
	url, used := c.pg, func() time.Duration { return 0 }
	if url == "" {
		private, err := startCluster(ctx, "")
		if err != nil || private == nil {
			return nil, err
		}
		defer private.stop()
		url, used = private.url(), private.used
	}
	data := filepath.Join(dir, "pg")
	if err := os.MkdirAll(data, 0o750); err != nil {
		return nil, err
	}
	if out, err := exec.CommandContext(ctx, tool("psql"), url, "-q", "-c", pgbenchTables).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("psql: %w: %s", err, out)
	}
	p, err := startPlatform(ctx, c.hup, data, "--db", url)
	if err != nil {
		return nil, err
	}
	defer p.stop()
	submit := &target{name: "submit request", pid: p.cmd.Process.Pid, lingers: true, call: func(ctx context.Context) error { _, err := p.submit(ctx); return err }}
	var b beside
	for range c.rounds {
		before := used()
		if err := submit.slice(ctx, c.clients, 2*c.slice); err != nil {
			return nil, err
		}
		between := used()
		rate, seconds, err := pgbench(ctx, c, dir, url)
		if err != nil {
			return nil, err
		}
		b.bare = append(b.bare, rate)
		b.serverOurs = append(b.serverOurs, float64((between-before).Microseconds())/float64(submit.n))
		b.serverBare = append(b.serverBare, float64((used()-between).Microseconds())/(rate*seconds))
	}
	b.ours, b.process = submit.rate, submit.cpu
	return &b, nil
}

func (b *beside) String() string {
	return fmt.Sprintf(`
| PostgreSQL | hup: whole request, its events applied by four services | pgbench: the bare transaction in four trips | ratio |
|---|---|---|---|
| a second | %.0f | %.0f | %.2f |
| CPU of the server, µs each | %.0f | %.0f | |
| CPU of hup, µs each | %.0f | | |
`, median(b.ours), median(b.bare), median(b.ours)/median(b.bare), median(b.serverOurs), median(b.serverBare), median(b.process))
}

// pgbench answers its transactions a second, and for how many seconds it ran.
func pgbench(ctx context.Context, c config, dir, url string) (rate, seconds float64, err error) {
	script := filepath.Join(dir, "pgbench.sql")
	if err := os.WriteFile(script, []byte(pgbenchScript), 0o644); err != nil {
		return 0, 0, err
	}
	seconds = max(1, (2 * c.slice).Round(time.Second).Seconds())
	out, err := exec.CommandContext(ctx, tool("pgbench"), "-n", "-M", "prepared", "-c", fmt.Sprint(c.clients), "-j", "2", "-T", fmt.Sprint(seconds), "-f", script, url).CombinedOutput()
	if err != nil {
		return 0, 0, fmt.Errorf("pgbench: %w: %s", err, out)
	}
	for line := range strings.Lines(string(out)) {
		if n, _ := fmt.Sscanf(line, "tps = %f", &rate); n == 1 {
			return rate, seconds, nil
		}
	}
	return 0, 0, fmt.Errorf("pgbench said no rate: %s", out)
}

// tool finds a program of PostgreSQL where Debian keeps it, too.
func tool(name string) string {
	if found, err := filepath.Glob("/usr/lib/postgresql/*/bin/" + name); err == nil && len(found) > 0 {
		return found[len(found)-1]
	}
	return name
}

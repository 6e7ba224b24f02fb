package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// registerConfig is how large the two registers of each engine are that are held against each other.
type registerConfig struct {
	sizesConfig
}

// register is the bench of the register of establishments: how fast stock files go in and in how much memory, and what a search
// costs with many times as many.
//
//	go run . register -hup ../../bin/hup -sqlite 10000,400000 -postgresql 10000,4000000 -o results/register.md
func register(args []string) {
	c := registerConfig{sizesConfig{rounds: 5, client: 2, calls: 60}}
	flags := flag.NewFlagSet("register", flag.ExitOnError)
	flags.StringVar(&c.hup, "hup", "../../bin/hup", "the built binary")
	flags.StringVar(&c.dir, "dir", os.TempDir(), "where the databases are made; some 12 GB for 4,000,000 establishments")
	flags.StringVar(&c.keep, "keep", "", "a folder where the registers stay, and are found again: searches are then asked of what was imported before")
	flags.IntVar(&c.rounds, "rounds", c.rounds, "rounds; each asks every search at either size")
	pg := flags.String("postgresql", "10000,4000000", "establishments, small and large; empty to leave the engine out")
	lite := flags.String("sqlite", "10000,400000", "the same on SQLite")
	out := flags.String("o", "", "file for the report; standard output when empty")
	_ = flags.Parse(args) // it exits
	_, _ = fmt.Sscanf(*pg, "%d,%d", &c.postgresql[0], &c.postgresql[1])
	_, _ = fmt.Sscanf(*lite, "%d,%d", &c.sqlite[0], &c.sqlite[1])
	report, err := c.run(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(report)
	if *out != "" {
		if err := os.WriteFile(*out, []byte(report), 0o644); err != nil {
			log.Fatal(err)
		}
	}
}

func (c registerConfig) run(ctx context.Context) (string, error) {
	dir, done, err := c.folder()
	if err != nil {
		return "", err
	}
	defer done()
	var b strings.Builder
	fmt.Fprintf(&b, "# Register, %s\n\n%d CPUs, %s. Every row of the files is kept. Searches: %d clients, %d rounds of %d calls a search at either size in turn.\n",
		time.Now().UTC().Format(time.RFC3339), runtime.NumCPU(), runtime.Version(), c.client, c.rounds, c.calls)
	for _, e := range []struct {
		name string
		at   [2]int
	}{{"SQLite", c.sqlite}, {"PostgreSQL", c.postgresql}} {
		if e.at[0] <= 0 || e.at[1] <= 0 {
			continue
		}
		if err := c.engine(ctx, &b, filepath.Join(dir, e.name), e.name == "PostgreSQL", e.at); err != nil {
			return "", fmt.Errorf("%s: %w", e.name, err)
		}
	}
	return b.String(), nil
}

func (c registerConfig) engine(ctx context.Context, b *strings.Builder, dir string, postgresql bool, at [2]int) error {
	fmt.Fprintf(b, "\n## %s\n\n| file | rows | rows/s | CPU µs a row | of the database | memory MiB, at each fifth of the time | peak MiB |\n|---|---|---|---|---|---|---|\n", filepath.Base(dir))
	var sized [2]*installation
	for i, n := range at {
		in, err := c.filled(ctx, b, filepath.Join(dir, fmt.Sprint(n)), postgresql, n)
		if in != nil {
			defer in.close()
		}
		if err != nil {
			return err
		}
		sized[i] = in
	}
	for i, in := range sized { // when both are filled: a token is good for an hour
		if err := in.start(ctx, c.hup, filepath.Join(dir, fmt.Sprint(at[i]), "data")); err != nil {
			return err
		}
	}
	small, large := searches(sized[0], at[0]), searches(sized[1], at[1])
	for round := range c.rounds + 1 { // the first round only warms up
		for i := range small {
			for _, t := range []*target{small[i], large[i]} {
				if round == 1 {
					t.cpu, t.rate, t.p50, t.p99 = nil, nil, nil, nil
				}
				if err := t.burst(ctx, c.client, c.calls); err != nil {
					return err
				}
			}
		}
	}
	fmt.Fprintf(b, "\n| search | p50 ms, %d | p50 ms, %d | large ÷ small | p99 ms, %[1]d | p99 ms, %[2]d | CPU ms, %[1]d | CPU ms, %[2]d |\n|---|---|---|---|---|---|---|---|\n", at[0], at[1])
	for i, s := range small {
		l := large[i]
		fmt.Fprintf(b, "| %s | %.2f | %.2f | **%.1f** | %.1f | %.1f | %.1f | %.1f |\n", s.name, median(s.p50), median(l.p50), median(l.p50)/median(s.p50),
			median(s.p99), median(l.p99), median(s.cpu)/1000, median(l.cpu)/1000)
	}
	return nil
}

// filled is an installation whose register has n establishments.
func (c registerConfig) filled(ctx context.Context, b *strings.Builder, dir string, postgresql bool, n int) (*installation, error) {
	data := filepath.Join(dir, "data")
	if err := os.MkdirAll(data, 0o755); err != nil {
		return nil, err
	}
	in := &installation{}
	if postgresql {
		var err error
		if in.cluster, err = startCluster(ctx, filepath.Join(dir, "pg"), withoutSyncs...); err != nil || in.cluster == nil {
			return in, errors.Join(err, errors.New("PostgreSQL is needed"))
		}
		in.more = []string{"--db", in.cluster.of("")}
	}
	for _, kind := range []string{places, units} {
		row, err := os.ReadFile(filepath.Join(dir, kind+loaded))
		if os.IsNotExist(err) {
			row, err = c.load(ctx, in, dir, kind, n)
		}
		if err != nil {
			return in, err
		}
		b.Write(row)
	}
	return in, nil
}

// loaded ends the name of what is kept of an import.
const loaded = ".loaded"

// load imports a file, and answers what it took. Every department of the list is wanted.
func (c registerConfig) load(ctx context.Context, in *installation, dir, kind string, n int) ([]byte, error) {
	if err := stockFiles(dir, n); err != nil {
		return nil, err
	}
	file, data := filepath.Join(dir, kind), filepath.Join(dir, "data")
	args := append([]string{"import", "companies", file, "--data", data, "--where", "departement=09,11,12,30,31,32,34,46,48,65,66,81,82"}, in.more...)
	cmd := exec.CommandContext(ctx, c.hup, args...)
	var told strings.Builder
	cmd.Stderr = &told
	began, before := time.Now(), in.used()
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	memory, err := watch(cmd)
	if err != nil {
		return nil, fmt.Errorf("%s: %w: %s", file, err, told.String())
	}
	took := time.Since(began)
	each := func(t time.Duration) float64 { return float64(t.Microseconds()) / float64(n) }
	var fifths []string
	for i := range 5 {
		fifths = append(fifths, fmt.Sprintf("%.0f", memory[max(0, len(memory)*(i+1)/5-2)]))
	}
	log.Printf("%s, %d rows: %s", kind, n, took.Round(time.Millisecond))
	row := fmt.Appendf(nil, "| %s | %d | **%.0f** | %.0f | %.0f | %s | %.0f |\n", kind, n, float64(n)/took.Seconds(),
		each(cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime()), each(in.used()-before), strings.Join(fifths, " "), slices.Max(memory))
	return row, os.WriteFile(file+loaded, row, 0o644)
}

// watch answers what a process keeps in memory until it ends.
func watch(cmd *exec.Cmd) (memory []float64, err error) {
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case err := <-ended:
			return memory, err
		case <-time.After(50 * time.Millisecond):
			memory = append(memory, memoryOf(cmd.Process.Pid))
		}
	}
}

// used is the CPU time of the database, where it is a process of its own.
func (in *installation) used() time.Duration {
	if in.cluster == nil {
		return 0
	}
	return in.cluster.used()
}

// searches are what people type, of an installation with n establishments.
func searches(in *installation, n int) []*target {
	any := func() int { return rand.IntN(n) }
	make := func(name string, query func() url.Values) *target {
		t := &target{name: name, pid: in.cmd.Process.Pid, call: func(ctx context.Context) error {
			_, err := send(ctx, http.MethodGet, "http://"+in.http+"/v1/companies:search?"+query().Encode(), in.token, nil)
			return err
		}}
		t.more = in.used
		return t
	}
	words := func(q func() string) func() url.Values { return func() url.Values { return url.Values{"q": {q()}} } }
	trade := func() string { return trades[rand.IntN(len(trades))] }
	return []*target{
		make("a word of every eighth name", words(trade)),
		make("a frequent surname", words(func() string { return surnameOf(rand.IntN(50)) })),
		make("a rare surname", words(func() string { return surnameOf(1000 + rand.IntN(surnames-1000)) })),
		make("trade and surname", words(func() string { return trade() + " " + surnameOf(rand.IntN(2000)) })),
		make("three letters", words(func() string { return surnameOf(rand.IntN(2000))[:3] })),
		make("a typing error", words(func() string { s := surnameOf(rand.IntN(2000)); return s[:3] + s[4:] })),
		make("number and street", words(func() string { return fmt.Sprint(1+rand.IntN(200)) + " rue de " + surnameOf(rand.IntN(5000)) })),
		make("SIRET with spaces", words(func() string { s := siretOf(any()); return s[:3] + " " + s[3:6] + " " + s[6:9] + " " + s[9:] })),
		make("SIREN", words(func() string { return sirenOf(any()) })),
		make("activity in words, and commune", words(func() string { return "boulangerie nimes" })),
		make("trade in a commune (filter)", func() url.Values { return url.Values{"q": {trade()}, "communeCode": {"30007"}} }),
		make("an EPCI, 10 people or more", func() url.Values { return url.Values{"epciSiren": {"200066918"}, "minHeadcountCode": {"11"}} }),
		make("an activity", func() url.Values { return url.Values{"nafCode": {"43.32A"}} }),
		make("a commune, an activity", func() url.Values { return url.Values{"communeCode": {"30189"}, "nafCode": {"56.10A"}} }),
	}
}

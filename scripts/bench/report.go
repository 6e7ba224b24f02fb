package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"
)

type config struct {
	hup           string
	rounds, cases int
	clients       int
	pg            string
	slice         time.Duration
}

// run measures everything and answers the report.
func run(c config) (string, error) {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "hup-bench")
	if err != nil {
		return "", err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	p, err := startPlatform(ctx, c.hup, dir)
	if err != nil {
		return "", err
	}
	defer p.stop()
	limits, stop, err := echoes(ctx)
	defer stop()
	if err != nil {
		return "", err
	}
	for range c.cases {
		if _, err := p.submit(ctx); err != nil {
			return "", err
		}
	}
	ours, err := p.targets(ctx)
	if err != nil {
		return "", err
	}
	all := append(limits, ours...)
	var bare []float64
	for round := range c.rounds + 1 { // the first round only warms up
		for _, t := range all {
			if err := t.slice(ctx, c.clients, c.slice); err != nil {
				return "", err
			}
		}
		rate, err := bareSQLite(ctx, dir, c.slice)
		if err != nil {
			return "", err
		}
		if round == 0 {
			for _, t := range all {
				t.cpu, t.rate, t.p50, t.p99 = nil, nil, nil, nil
			}
			continue
		}
		bare = append(bare, rate)
	}
	delay, err := p.delay(ctx)
	if err != nil {
		return "", err
	}
	text := report(c, p, all, bare, delay)
	if c.pg == "" {
		return text + "\nPostgreSQL: not measured, give -pg.\n", nil
	}
	more, err := onPostgreSQL(ctx, c, dir)
	return text + more, err
}

// delay submits requests at an even pace, and reads from the journals how far behind the consumer was.
func (p *platform) delay(ctx context.Context) ([]float64, error) {
	for range 200 {
		if _, err := p.submit(ctx); err != nil {
			return nil, err
		}
		time.Sleep(10 * time.Millisecond)
	}
	time.Sleep(time.Second)
	all, err := delays(ctx, p.dir)
	return all[:min(len(all), 200)], err
}

func report(c config, p *platform, all []*target, bare, delay []float64) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Bench, %s\n\n%d CPUs, %s, %d clients, %d rounds of %s a target in turn, %d cases before, SQLite with synchronous=FULL.\n",
		time.Now().UTC().Format(time.RFC3339), runtime.NumCPU(), runtime.Version(), c.clients, c.rounds, c.slice, c.cases)
	fmt.Fprintf(&b, "\n| target | CPU µs a request: median [least–most] | req/s | p50 ms | p99 ms |\n|---|---|---|---|---|\n")
	for _, t := range all {
		fmt.Fprintf(&b, "| %s | %.0f [%.0f–%.0f] | %.0f | %.2f | %.2f |\n", t.name, median(t.cpu), slices.Min(t.cpu), slices.Max(t.cpu), median(t.rate), median(t.p50), median(t.p99))
	}
	by := map[string]*target{}
	for _, t := range all {
		by[t.name] = t
	}
	ratio := func(base, ours string) float64 { return median(by[base].cpu) / median(by[ours].cpu) }
	fmt.Fprintf(&b, "\n| ratio (1 = as cheap as the base) | |\n|---|---|\n")
	fmt.Fprintf(&b, "| GET case against the JSON echo, CPU | %.2f |\n", ratio("net/http + encoding/json echo", "GET case"))
	fmt.Fprintf(&b, "| GET case against the constant, CPU | %.2f |\n", ratio("net/http constant", "GET case"))
	fmt.Fprintf(&b, "| list 50 against the JSON echo, CPU | %.3f |\n", ratio("net/http + encoding/json echo", "list 50 cases"))
	fmt.Fprintf(&b, "| submit against the JSON echo, CPU | %.3f |\n", ratio("net/http + encoding/json echo", "submit request"))
	fmt.Fprintf(&b, "| submits a second, %d clients, against one bare SQLite transaction each (%.0f/s) | %.2f |\n", c.clients, median(bare), median(by["submit request"].rate)/median(bare))
	slices.Sort(delay)
	if n := len(delay); n > 0 {
		fmt.Fprintf(&b, "\nCommit of a case → land request written by the consumer, %d submits at some 60/s: p50 %.2f ms, p99 %.2f ms.\n", n, delay[n/2], delay[n*99/100])
	}
	fmt.Fprintf(&b, "\nStart to ready on an empty folder with demo data: %d ms.\n", p.start.Milliseconds())
	return b.String()
}

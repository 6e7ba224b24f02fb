package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
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
	data := filepath.Join(dir, "data")
	if err := os.Mkdir(data, 0o750); err != nil {
		return "", err
	}
	p, err := startPlatform(ctx, c.hup, data)
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
	return finish(ctx, c, p, all, bare)
}

// finish measures what needs no turns, and writes the report.
func finish(ctx context.Context, c config, p *platform, all []*target, bare []float64) (string, error) {
	quick, err := p.delay(ctx)
	if err != nil {
		return "", err
	}
	loaded := memoryOf(p.cmd.Process.Pid)
	p.stop()
	again, err := startPlatform(ctx, c.hup, p.dir)
	if err != nil {
		return "", err
	}
	again.stop()
	var b strings.Builder
	fmt.Fprintf(&b, "# Bench, %s\n\n%d CPUs, %s, %d clients, %d rounds of %s a target in turn, %d cases before, SQLite with synchronous=FULL.\n",
		time.Now().UTC().Format(time.RFC3339), runtime.NumCPU(), runtime.Version(), c.clients, c.rounds, c.slice, c.cases)
	writeTargets(&b, all)
	writeRatios(&b, c, all, bare)
	fmt.Fprintf(&b, "\nCommit of a case → land request written by the consumer, %d submits one after the other: p50 %.2f ms, p99 %.2f ms.\n",
		len(quick), quick[len(quick)/2], quick[len(quick)*99/100])
	fmt.Fprintf(&b, "\nStart to ready: %d ms on an empty folder with demo data, %d ms on what this run left.\n", p.start.Milliseconds(), again.start.Milliseconds())
	fmt.Fprintf(&b, "\nResident: %.0f MiB idle after the first start, %.0f MiB idle on what this run left, %.0f MiB under load.\n", p.idle, again.idle, loaded)
	besides, err := onPostgreSQL(ctx, c, filepath.Dir(p.dir))
	switch {
	case err != nil:
		return "", err
	case besides == nil:
		b.WriteString("\nPostgreSQL: not measured, it is not installed.\n")
	default:
		b.WriteString(besides.String())
	}
	return b.String(), nil
}

// delay submits requests one after the other, each when all is quiet, and reads from the journals how long the consumer took.
func (p *platform) delay(ctx context.Context) ([]float64, error) {
	const submits = 200
	for range submits {
		if _, err := p.submit(ctx); err != nil {
			return nil, err
		}
		time.Sleep(30 * time.Millisecond)
	}
	quiet(p.cmd.Process.Pid)
	all, err := delays(ctx, p.dir)
	if err == nil && len(all) == 0 {
		err = errors.New("no event arrived")
	}
	all = all[:min(len(all), submits)]
	slices.Sort(all)
	return all, err
}

func writeTargets(b *strings.Builder, all []*target) {
	fmt.Fprintf(b, "\n| target | CPU µs a request: median [least–most] | req/s | p50 ms | p99 ms |\n|---|---|---|---|---|\n")
	for _, t := range all {
		fmt.Fprintf(b, "| %s | %.0f [%.0f–%.0f] | %.0f | %.2f | %.2f |\n", t.name, median(t.cpu), slices.Min(t.cpu), slices.Max(t.cpu), median(t.rate), median(t.p50), median(t.p99))
	}
}

func writeRatios(b *strings.Builder, c config, all []*target, bare []float64) {
	by := map[string]*target{}
	for _, t := range all {
		by[t.name] = t
	}
	ratio := func(what, base, ours string) {
		fmt.Fprintf(b, "| %s | %.3f |\n", what, median(by[base].cpu)/median(by[ours].cpu))
	}
	fmt.Fprintf(b, "\n| ratio (1 = as cheap as the base) | |\n|---|---|\n")
	ratio("GET case against the JSON echo, CPU", "net/http + encoding/json echo", "GET case")
	ratio("GET case against the constant, CPU", "net/http constant", "GET case")
	ratio("gRPC GetCase against the gRPC echo, CPU", "gRPC echo 1 KB", "gRPC GetCase")
	ratio("list 50 against the JSON echo, CPU", "net/http + encoding/json echo", "list 50 cases")
	ratio("submit, with its events applied by four services, against the JSON echo, CPU", "net/http + encoding/json echo", "submit request")
	fmt.Fprintf(b, "| submits a second, %d clients, against one bare SQLite transaction each (%.0f/s) | %.2f |\n", c.clients, median(bare), median(by["submit request"].rate)/median(bare))
}

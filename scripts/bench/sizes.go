package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// sizesConfig is how large the two installations of each engine are that are held against each other.
type sizesConfig struct {
	hup            string
	rounds, client int
	calls          int
	postgresql     [2]int
	sqlite         [2]int
	sweep          bool
	dir, keep      string
}

// sizes is the bench of sizes: the same requests on an installation and on one that has a hundred times as much, in turn.
//
//	go run . sizes -hup ../../bin/hup -postgresql 10000,1000000 -sqlite 1000,100000 -o results/sizes.md
//
// What was filled once can be kept, and measured again after a change.
func sizes(args []string) {
	c := sizesConfig{}
	flags := flag.NewFlagSet("sizes", flag.ExitOnError)
	flags.StringVar(&c.hup, "hup", "../../bin/hup", "the built binary")
	flags.StringVar(&c.dir, "dir", os.TempDir(), "where the databases are made; some 30 GB for a million cases")
	flags.StringVar(&c.keep, "keep", "", "folder where the installations stay; those that are there are measured as they are")
	flags.IntVar(&c.rounds, "rounds", 7, "rounds; each asks every request at either size")
	flags.IntVar(&c.client, "c", 4, "concurrent clients")
	flags.IntVar(&c.calls, "calls", 100, "calls of a request in a round")
	flags.BoolVar(&c.sweep, "sweep", true, "also ask each filter in each order")
	pg := flags.String("postgresql", "10000,1000000", "cases, small and large; empty to leave the engine out")
	lite := flags.String("sqlite", "1000,100000", "the same on SQLite")
	out := flags.String("o", "", "file for the report; standard output when empty")
	_ = flags.Parse(args) // it exits
	if *pg != "" {
		_, _ = fmt.Sscanf(*pg, "%d,%d", &c.postgresql[0], &c.postgresql[1]) // zero is refused below
	}
	if *lite != "" {
		_, _ = fmt.Sscanf(*lite, "%d,%d", &c.sqlite[0], &c.sqlite[1])
	}
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

func (c sizesConfig) run(ctx context.Context) (string, error) {
	dir, done, err := c.folder()
	if err != nil {
		return "", err
	}
	defer done()
	var b strings.Builder
	fmt.Fprintf(&b, "# Sizes, %s\n\n%d CPUs, %s, %d clients, %d rounds of %d calls a request at either size in turn. CPU is that of the platform and of the database.\n",
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

// folder is where the installations are, and what is to be done with it in the end. User postgres has to enter it.
func (c sizesConfig) folder() (dir string, done func(), err error) {
	if c.keep != "" {
		dir, err = filepath.Abs(c.keep)
		return dir, func() {}, errors.Join(err, os.MkdirAll(dir, 0o755))
	}
	if dir, err = os.MkdirTemp(c.dir, "hup-sizes-"); err != nil {
		return "", nil, err
	}
	return dir, func() { _ = os.RemoveAll(dir) }, os.Chmod(dir, 0o755)
}

// engine measures one engine at both sizes.
func (c sizesConfig) engine(ctx context.Context, b *strings.Builder, dir string, postgresql bool, at [2]int) error {
	var sized [2]*installation
	for i, n := range at {
		made, err := install(ctx, c.hup, filepath.Join(dir, fmt.Sprint(n)), postgresql, n)
		if made != nil {
			defer made.close()
		}
		if err != nil {
			return err
		}
		sized[i] = made
	}
	fmt.Fprintf(b, "\n## %s: %s, and %s\n\n", filepath.Base(dir), sized[0].told, sized[1].told)
	small, err := sized[0].asked(ctx)
	if err != nil {
		return err
	}
	large, err := sized[1].asked(ctx)
	if err != nil {
		return err
	}
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
	compare(b, small, large)
	if c.sweep {
		return sweep(ctx, b, sized)
	}
	return nil
}

// compare writes the medians of both sizes and their ratio, with the range of the ratios of the rounds.
func compare(b *strings.Builder, small, large []*target) {
	fmt.Fprintf(b, "| request | CPU µs small | CPU µs large | large ÷ small, CPU | p50 ms small | p50 ms large |\n|---|---|---|---|---|---|\n")
	for i, s := range small {
		l := large[i]
		var ratios []float64
		for r := range s.cpu {
			ratios = append(ratios, l.cpu[r]/s.cpu[r])
		}
		fmt.Fprintf(b, "| %s | %.0f | %.0f | **%.2f** [%.2f–%.2f] | %.2f | %.2f |\n", s.name, median(s.cpu), median(l.cpu),
			median(l.cpu)/median(s.cpu), slices.Min(ratios), slices.Max(ratios), median(s.p50), median(l.p50))
	}
}

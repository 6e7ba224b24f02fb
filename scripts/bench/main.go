// Command bench measures Hup beside the limits of the machine: a gRPC echo, an HTTP echo, the same transaction in a bare
// loop on SQLite and in pgbench. All are up at once and get short slices in turn, so that a noisy neighbour is noisy for all;
// what is compared is CPU a request, as a ratio of the medians. Absolute times are printed for the reader, never tested.
//
//	go run . -hup ../../bin/hup -rounds 7 -o results/latest.md
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"time"
)

func main() {
	if len(os.Args) > 2 && os.Args[1] == "serve" {
		serveEcho(os.Args[2], os.Args[3])
		return
	}
	if len(os.Args) > 1 && os.Args[1] == "sizes" {
		sizes(os.Args[2:])
		return
	}
	if len(os.Args) > 1 && os.Args[1] == "register" {
		register(os.Args[2:])
		return
	}
	hup := flag.String("hup", "../../bin/hup", "the built binary")
	rounds := flag.Int("rounds", 7, "rounds; each gives every target one slice")
	slice := flag.Duration("slice", 700*time.Millisecond, "length of a slice")
	clients := flag.Int("c", 16, "concurrent clients")
	cases := flag.Int("cases", 2000, "cases that are there before the first round")
	pg := flag.String("pg", "", "postgres://… of a server where databases may be made; a private one when empty and PostgreSQL is installed")
	out := flag.String("o", "", "file for the report; standard output when empty")
	flag.Parse()
	report, err := run(config{hup: *hup, rounds: *rounds, slice: *slice, clients: *clients, cases: *cases, pg: *pg})
	if err != nil {
		log.Fatal(err)
	}
	if *out == "" {
		fmt.Print(report)
		return
	}
	if err := os.WriteFile(*out, []byte(report), 0o644); err != nil {
		log.Fatal(err)
	}
	fmt.Print(report)
}

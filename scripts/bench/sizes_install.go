package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// installation is a platform whose support service has many cases.
type installation struct {
	*platform
	cluster *cluster // PostgreSQL only
	more    []string
	tokens  map[string]string
	// cases are ids of some of its cases, told how much there is.
	cases []string
	told  string
}

// withoutSyncs are the settings of a PostgreSQL that is filled fast, and only read from then on.
var withoutSyncs = []string{
	"shared_buffers=512MB", "maintenance_work_mem=512MB", "fsync=off", "full_page_writes=off", "synchronous_commit=off",
	"wal_level=minimal", "max_wal_senders=0", "max_wal_size=8GB", "jit=off",
}

// install starts the platform on a database of its own, has it make some cases of each kind by its API, multiplies their rows
// while it is stopped, and starts it again.
func install(ctx context.Context, hup, dir string, postgresql bool, n int) (*installation, error) {
	data := filepath.Join(dir, "data")
	if err := os.MkdirAll(data, 0o755); err != nil {
		return nil, err
	}
	in := &installation{}
	url := func(service string) string { return "file:" + filepath.Join(data, service+".db") }
	if postgresql {
		var err error
		if in.cluster, err = startCluster(ctx, filepath.Join(dir, "pg"), withoutSyncs...); err != nil {
			return in, err
		}
		if in.cluster == nil {
			return in, errors.New("PostgreSQL is not installed")
		}
		in.more, url = []string{"--db", in.cluster.of("")}, func(service string) string { return in.cluster.of("hup_" + service) }
	}
	filled := filepath.Join(dir, "filled.json")
	if in.recall(filled) {
		log.Printf("%s, as they were", in.told)
		return in, in.start(ctx, hup, data)
	}
	if err := in.start(ctx, hup, data); err != nil {
		return in, err
	}
	made, err := in.templates(ctx)
	in.stop()
	in.platform = nil
	if err != nil {
		return in, err
	}
	began := time.Now()
	if in.told, in.cases, err = multiply(ctx, url, made, n); err != nil {
		return in, err
	}
	log.Printf("%s, filled in %s", in.told, time.Since(began).Round(time.Second))
	if err := in.remember(filled); err != nil {
		return in, err
	}
	return in, in.start(ctx, hup, data)
}

// remembered is what is to be known of an installation that was filled.
type remembered struct {
	Told  string
	Cases []string
}

func (in *installation) remember(file string) error {
	raw, err := json.Marshal(remembered{in.told, in.cases})
	if err != nil {
		return err
	}
	return os.WriteFile(file, raw, 0o644)
}

// recall says whether the installation was filled before.
func (in *installation) recall(file string) bool {
	raw, err := os.ReadFile(file)
	var was remembered
	if err != nil || json.Unmarshal(raw, &was) != nil {
		return false
	}
	in.told, in.cases = was.Told, was.Cases
	return true
}

func (in *installation) start(ctx context.Context, hup, data string) (err error) {
	in.tokens = map[string]string{}
	in.platform, err = startPlatform(ctx, hup, data, in.more...)
	return err
}

func (in *installation) close() {
	if in.platform != nil {
		in.stop()
	}
	if in.cluster != nil {
		in.cluster.stop()
	}
}

// template is a case that the API made, with the words that are another's in each copy.
type template struct {
	caseID, surname string
	open            bool
}

// surnameOf is a name of eight letters that no other of a hundred million has; names of neighbours do not look alike.
func surnameOf(i int) string {
	const consonants, vowels = "bcdfghjklmnpqrstvwxz", "aeiou"
	rest := i * 2654435761 % 100_000_000
	b := make([]byte, 0, 8)
	for range 4 {
		b = append(b, consonants[rest%20], vowels[rest/20%5])
		rest /= 100
	}
	return strings.ToUpper(string(b[:1])) + string(b[1:])
}

// trades are how the companies' names begin: one in eight is a bakery.
var trades = []string{"Menuiserie", "Boulangerie", "Garage", "Plomberie", "Librairie", "Ferronnerie", "Imprimerie", "Maçonnerie"}

// called are the bodies that cases are sent to, two each.
var called = []string{"cci", "cma", "region", "plie", "agglo"}

// templates has the API make cases: of each trade two that have ended and one that waits for an answer.
func (in *installation) templates(ctx context.Context) (made []template, err error) {
	for i := range 3 * len(trades) {
		t := template{surname: fmt.Sprintf("Q%07d", i), open: i >= 2*len(trades)}
		bodies := []string{called[i%len(called)], called[(i+1)%len(called)]}
		if t.caseID, err = in.opened(ctx, trades[i%len(trades)]+" "+t.surname+" SARL", t.open, bodies); err != nil {
			return nil, err
		}
		for n, body := range bodies {
			if err := in.referred(ctx, t, body, t.open && n == 0); err != nil {
				return nil, err
			}
		}
		if !t.open {
			if err := in.do(ctx, "myriapolis", "/cases/"+t.caseID+":close", `{"outcome": "CASE_OUTCOME_HELPED", "outcomeNote": "Un prêt et un conseil."}`, nil); err != nil {
				return nil, err
			}
		}
		made = append(made, t)
	}
	time.Sleep(3 * time.Second) // the other services open their parts, and the journal is published
	return made, nil
}

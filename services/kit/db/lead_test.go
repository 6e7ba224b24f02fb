package db_test

import (
	"context"
	"fmt"
	"testing"

	"hup.example/services/kit/db"
	"hup.example/services/kit/kittest"
)

func openPostgreSQL(t *testing.T, url string) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), "land", url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

// lead leads in the background until the context ends; led tells when it begins, and when it is over.
func lead(ctx context.Context, d *db.DB, name string, led chan<- string) {
	go d.Lead(ctx, name, func(ctx context.Context) {
		led <- "begins"
		<-ctx.Done()
		led <- "ends"
	})
}

func TestLead_leavesThePoolToTheWork(t *testing.T) {
	d := openPostgreSQL(t, kittest.Postgres(t))
	ctx, stop := context.WithCancel(t.Context())
	led := make(chan string)
	const many = 40 // more than the pool has connections
	for i := range many {
		lead(ctx, d, fmt.Sprint("lock ", i), led)
	}
	for range many {
		kittest.Receive(t, led)
	}
	if err := d.Ping(t.Context()); err != nil {
		t.Errorf("with %d leaders the database answers %v", many, err)
	}
	stop()
	for range many {
		kittest.Receive(t, led)
	}
}

func TestLead_passesWhenTheConnectionIsLost(t *testing.T) {
	url := kittest.Postgres(t)
	first, second := openPostgreSQL(t, url), openPostgreSQL(t, url)
	led, other := make(chan string), make(chan string, 1)
	lead(t.Context(), first, "relay", led)
	kittest.Receive(t, led)
	lead(t.Context(), second, "relay", other)
	const kill = `SELECT count(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory' AND granted`
	var killed int
	if err := second.Read().QueryRow(t.Context(), kill).Scan(&killed); err != nil || killed != 1 {
		t.Fatalf("%d connections hold the lock, %v", killed, err)
	}
	if said := kittest.Receive(t, led); said != "ends" {
		t.Errorf("the leader whose connection is gone %s", said)
	}
	select {
	case <-led: // either may lead next
	case <-other:
	}
}

func TestLead_oneAtATime(t *testing.T) {
	url := kittest.Postgres(t)
	first, second := openPostgreSQL(t, url), openPostgreSQL(t, url)
	ctx, stop := context.WithCancel(t.Context())
	led, other := make(chan string), make(chan string, 1)
	lead(ctx, first, "relay", led)
	kittest.Receive(t, led)
	lead(t.Context(), second, "relay", other)
	lead(t.Context(), first, "relay", other) // the same session would get the lock twice
	if err := second.Ping(t.Context()); err != nil {
		t.Fatal(err)
	}
	select {
	case <-other:
		t.Error("two lead at once")
	default:
	}
	stop()
	kittest.Receive(t, led)
	kittest.Receive(t, other)
}

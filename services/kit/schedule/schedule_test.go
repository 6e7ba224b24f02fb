package schedule_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"hup.example/services/kit/kittest"
	"hup.example/services/kit/kittest/zones"
	"hup.example/services/kit/schedule"
	"hup.example/services/kit/store"
)

func set(t *testing.T, s *store.Store, key string, due time.Time) {
	t.Helper()
	ctx := zones.As(context.Background(), "ales", "agglo")
	if err := s.Update(ctx, func(tx *store.Tx) error { return schedule.Set(tx, "sla", key, due) }); err != nil {
		t.Fatal(err)
	}
}

func runner(s *store.Store, handle schedule.Handler) *schedule.Runner {
	return schedule.NewRunner(s, map[string]schedule.Handler{"sla": handle}, slog.New(slog.DiscardHandler))
}

func fire(t *testing.T, r *schedule.Runner) int {
	t.Helper()
	n, err := r.Fire(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestRunner_firesOnceEvenWhenTheClockGoesBack(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		s, clock := zones.Open(t, "land", url)
		fired := 0
		r := runner(s, func(tx *store.Tx, key string) error {
			if key != "cas_1" || tx.Actor.Territory != "ales" {
				t.Errorf("fired %s in %s", key, tx.Actor.Territory)
			}
			fired++
			return nil
		})
		set(t, s, "cas_1", zones.Now.Add(time.Hour))
		fire(t, r)
		clock.Advance(2 * time.Hour)
		fire(t, r)
		clock.Advance(-90 * time.Minute)
		fire(t, r)
		clock.Advance(3 * time.Hour)
		fire(t, r)
		if fired != 1 {
			t.Errorf("fired %d times", fired)
		}
	})
}

func TestRunner_movedAndClearedTimersDoNotFire(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		s, clock := zones.Open(t, "land", url)
		fired := map[string]int{}
		r := runner(s, func(_ *store.Tx, key string) error { fired[key]++; return nil })
		set(t, s, "moved", zones.Now.Add(time.Hour))
		set(t, s, "moved", zones.Now.Add(48*time.Hour))
		set(t, s, "cleared", zones.Now.Add(time.Hour))
		ctx := zones.As(context.Background(), "ales", "agglo")
		if err := s.Update(ctx, func(tx *store.Tx) error { return schedule.Clear(tx, "sla", "cleared") }); err != nil {
			t.Fatal(err)
		}
		clock.Advance(24 * time.Hour)
		fire(t, r)
		if len(fired) != 0 {
			t.Errorf("fired %v", fired)
		}
		clock.Advance(48 * time.Hour)
		if fire(t, r); fired["moved"] != 1 {
			t.Errorf("fired %v", fired)
		}
	})
}

func TestRunner_failedTimerIsTriedAgainAndLeavesNothing(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		s, clock := zones.Open(t, "land", url)
		failing := true
		r := runner(s, func(tx *store.Tx, key string) error {
			z := zones.New("ales", key)
			if err := zones.Table.Put(tx, z); err != nil {
				return err
			}
			if failing {
				return errors.New("not now")
			}
			return nil
		})
		set(t, s, "z", zones.Now)
		if n := fire(t, r); n != 0 {
			t.Errorf("a failed timer counts as fired")
		}
		failing = false
		if n := fire(t, r); n != 0 {
			t.Errorf("it was tried again at once")
		}
		clock.Advance(time.Minute)
		if n := fire(t, r); n != 1 {
			t.Errorf("it was not tried again")
		}
		var rows int
		if err := s.DB().Read().QueryRow(context.Background(), "SELECT count(*) FROM zone").Scan(&rows); err != nil || rows != 1 {
			t.Errorf("%d rows, %v", rows, err)
		}
	})
}

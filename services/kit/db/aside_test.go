package db_test

import (
	"context"
	"sync"
	"testing"

	"hup.example/services/kit/db"
	"hup.example/services/kit/kittest"
)

const countUp = `INSERT INTO counter (name, last) VALUES ('cases', 1) ON CONFLICT (name) DO UPDATE SET last = counter.last + 1 RETURNING last`

func counted(t *testing.T, url string) *db.DB {
	t.Helper()
	d := openPostgreSQL(t, url)
	err := d.Update(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `CREATE TABLE counter (name text NOT NULL, last bigint NOT NULL, PRIMARY KEY (name))`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func next(d *db.DB) func(ctx context.Context, tx *db.Tx) (int64, error) {
	return func(ctx context.Context, tx *db.Tx) (n int64, err error) {
		err = d.Aside(tx).QueryRow(ctx, countUp).Scan(&n)
		return n, err
	}
}

func TestAside_aNumberDoesNotWaitForTheUnitThatTookTheOneBefore(t *testing.T) {
	d := counted(t, kittest.Postgres(t))
	take := next(d)
	err := d.Update(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		if _, err := take(ctx, tx); err != nil {
			return err
		}
		return d.Update(ctx, func(ctx context.Context, tx *db.Tx) error { // a row that the first held would hold this one for ever
			n, err := take(ctx, tx)
			if n != 2 {
				t.Errorf("the second number is %d", n)
			}
			return err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAside_givesEachNumberOnceToMoreWritersThanThereAreConnections(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		d := counted(t, url)
		take := next(d)
		var mu sync.Mutex
		given := map[int64]bool{}
		var all sync.WaitGroup
		for range 100 {
			all.Go(func() {
				var mine int64
				err := d.Update(t.Context(), func(ctx context.Context, tx *db.Tx) (err error) {
					mine, err = take(ctx, tx)
					return err
				})
				mu.Lock()
				defer mu.Unlock()
				if err != nil || given[mine] {
					t.Errorf("number %d a second time, or %v", mine, err)
				}
				given[mine] = true
			})
		}
		all.Wait()
		if len(given) != 100 {
			t.Errorf("%d numbers for 100 writers", len(given))
		}
	})
}

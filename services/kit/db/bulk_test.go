package db_test

import (
	"context"
	"fmt"
	"testing"

	"hup.example/services/kit/db"
	"hup.example/services/kit/kittest"
)

// register opens a database with a small register in it.
func register(t *testing.T, url string) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), "land", url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	err = d.Update(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `CREATE TABLE parcel (territory text NOT NULL, code text NOT NULL, area_m2 bigint NOT NULL,
 record bytea NOT NULL, source_us bigint NOT NULL, PRIMARY KEY (territory, code))`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// parcels are n rows, the even ones of a given area.
func parcels(n, area int) db.Rows {
	r := db.Rows{Table: "parcel", Keys: []string{"territory", "code"}, Columns: []string{"area_m2", "record"}, Stamps: []string{"source_us"}}
	for i := range n {
		m2 := int64(i)
		if i%2 == 0 {
			m2 += int64(area)
		}
		r.Values = append(r.Values, []any{"ales", fmt.Sprintf("30007000AB%04d", i), m2, []byte{byte(i)}, int64(n)})
	}
	return r
}

func bulk(t *testing.T, d *db.DB, r db.Rows, wantAdded, wantChanged int) {
	t.Helper()
	added, changed, err := d.Bulk(t.Context(), r)
	if err != nil || added != wantAdded || changed != wantChanged {
		t.Fatalf("added %d, changed %d, %v; want %d and %d", added, changed, err, wantAdded, wantChanged)
	}
}

func TestBulk_writesOnlyWhatDiffers(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		d := register(t, url)
		bulk(t, d, parcels(0, 0), 0, 0)
		bulk(t, d, parcels(250, 0), 250, 0)
		bulk(t, d, parcels(250, 0), 0, 0)
		bulk(t, d, parcels(249, 0), 0, 0) // another stamp
		bulk(t, d, parcels(301, 5), 51, 125)
		var total int64
		if err := d.Read().QueryRow(t.Context(), `SELECT CAST(sum(area_m2) AS bigint) FROM parcel`).Scan(&total); err != nil || total != 301*300/2+151*5 {
			t.Errorf("%d m², %v", total, err)
		}
	})
}

func TestBulk_takesTheLastRowOfAKey(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		d := register(t, url)
		r := parcels(3, 0)
		r.Values = append(r.Values, []any{"ales", "30007000AB0001", int64(77), []byte{1}, int64(0)})
		bulk(t, d, r, 3, 0)
		var area int64
		if err := d.Read().QueryRow(t.Context(), `SELECT area_m2 FROM parcel WHERE code = '30007000AB0001'`).Scan(&area); err != nil || area != 77 {
			t.Errorf("%d m², %v", area, err)
		}
	})
}

func TestBulk_writesNothingOfABadFile(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		d := register(t, url)
		r := parcels(150, 0)
		r.Values[120][2] = nil
		if _, _, err := d.Bulk(t.Context(), r); err == nil {
			t.Fatal("a null was taken")
		}
		var n int
		if err := d.Read().QueryRow(t.Context(), `SELECT count(*) FROM parcel`).Scan(&n); err != nil || n != 0 {
			t.Errorf("%d rows, %v", n, err)
		}
	})
}

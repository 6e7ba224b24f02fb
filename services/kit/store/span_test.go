package store_test

import (
	"fmt"
	"testing"

	"hup.example/services/kit/kittest"
	"hup.example/services/kit/kittest/zones"
	"hup.example/services/kit/page"
	"hup.example/services/kit/store"
)

// numbered makes n zones: the version of the i-th is i, and so is its name.
const numbered = `INSERT INTO zone (territory, id, version, head, record, name) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)
 SELECT 'ales', 'zon_' || CAST(100000 + i AS text), i, $2, $2, CAST(100000 + i AS text) FROM n`

var numberedList = &page.List{
	Name: "numbered", Kind: "zone", From: "zone t", Fields: []page.Field{{Name: "version", Column: "t.version", Kind: page.Number}},
	Orders: []page.Order{{Name: "name", Column: "t.name"}, {Name: "version", Column: "t.version", Kind: page.Number}},
}

// TestPage_aSpanIsTheSameSortedAndMet: the rows between ends, in the order of another field, whether they are few enough to be
// sorted or not.
func TestPage_aSpanIsTheSameSortedAndMet(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		s, _ := zones.Open(t, "land", url)
		ctx := zones.As(t.Context(), "ales", "agglo")
		const all = 25_000
		if err := s.Update(ctx, func(tx *store.Tx) error { _, err := tx.Exec(tx.Ctx, numbered, all, []byte{}); return err }); err != nil {
			t.Fatal(err)
		}
		signer := page.NewSigner([]byte("key"))
		for _, c := range []struct {
			filter, order string
			first, step   int64
		}{
			{"version >= 24000", "name", 24000, 1}, {"version > 10", "name", 11, 1}, {"version > 10", "name desc", all, -1},
			{"version <= 500", "name desc", 500, -1}, {"version < 24000", "name desc", 23999, -1}, {"version >= 20 AND version < 24000", "name", 20, 1},
			{"version >= 24000", "version", 24000, 1},
		} {
			r := listRequest{size: 150, filter: c.filter, orderBy: c.order}
			for want := c.first; want != c.first+450*c.step; { // three pages
				found, next, err := page.Of(s.View(ctx), zones.Table, numberedList, signer, r)
				if err != nil || len(found) != 150 {
					t.Fatalf("%v: %d rows, %v", c, len(found), err)
				}
				for _, z := range found {
					if z.ID != fmt.Sprintf("zon_%d", 100_000+want) {
						t.Fatalf("%v: %s comes for %d", c, z.ID, want)
					}
					want += c.step
				}
				r.token = next
			}
		}
	})
}

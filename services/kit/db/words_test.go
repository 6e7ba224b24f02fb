package db_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"hup.example/services/kit/db"
	"hup.example/services/kit/kittest"
)

// indexed is a database with n rows: each has "all" and a word of its own, every third "third".
func indexed(t *testing.T, url string, n int) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), "land", url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	if err := d.OpenSearch(t.Context()); err != nil {
		t.Fatal(err)
	}
	var rows []db.RowWords
	for i := range int64(n) {
		words := []string{"all", fmt.Sprintf("own%d", i+1)}
		if (i+1)%3 == 0 {
			words = append(words, "third")
		}
		rows = append(rows, db.RowWords{Number: i + 1, Terms: words})
	}
	put(t, d, rows...)
	return d
}

func put(t *testing.T, d *db.DB, rows ...db.RowWords) {
	t.Helper()
	if err := d.Update(t.Context(), func(ctx context.Context, tx *db.Tx) error { return d.IndexRows(ctx, tx, rows) }); err != nil {
		t.Fatal(err)
	}
}

func TestFindRows_hasAllGroupsAndAnyOfEach(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		d := indexed(t, url, 600)
		for _, x := range []struct {
			terms db.Terms
			want  []int64
		}{
			{db.Terms{{"own7"}}, []int64{7}},
			{db.Terms{{"own7", "own300"}}, []int64{7, 300}},
			{db.Terms{{"own7", "own300"}, {"third"}}, []int64{300}},
			{db.Terms{{"all"}, {"own60*"}}, []int64{60, 600}},
			{db.Terms{{"own7", "nothing"}, {"th*"}}, nil},
			{db.Terms{{`own7'|"all`}}, nil}, // no way out of the quotes
		} {
			found, err := d.FindRows(t.Context(), d.Read(), x.terms, 50)
			slices.Sort(found)
			if err != nil || !slices.Equal(found, x.want) {
				t.Errorf("%v: %v, %v; want %v", x.terms, found, err, x.want)
			}
		}
		if found, err := d.FindRows(t.Context(), d.Read(), db.Terms{{"all"}}, 5); err != nil || len(found) != 5 {
			t.Errorf("a frequent word: %v, %v", found, err)
		}
	})
}

func TestFindRows_takesAFrequentWordForItself(t *testing.T) {
	d := indexed(t, kittest.SQLite(t), 256*25)
	put(t, d, db.RowWords{Number: 7000, Terms: []string{"allure", "rare"}}, db.RowWords{Number: 7001, Terms: []string{"all", "rare"}})
	found, err := d.FindRows(t.Context(), d.Read(), db.Terms{{"all*"}, {"rare"}}, 50)
	if err != nil || !slices.Equal(found, []int64{7001}) {
		t.Errorf("all is a word of its own: %v, %v", found, err)
	}
}

func TestNextRows_goesThroughAllInOrder(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		d := indexed(t, url, 1000)
		for _, limit := range []int{3, 400} { // the sample fills the page, or does not
			var all []int64
			for after := int64(0); ; after = all[len(all)-1] {
				found, err := d.NextRows(t.Context(), d.Read(), db.Terms{{"third"}}, after, limit)
				if err != nil {
					t.Fatal(err)
				}
				if all = append(all, found...); len(found) < limit {
					break
				}
			}
			if len(all) != 333 || !slices.IsSorted(all) || all[0] != 3 || all[332] != 999 {
				t.Errorf("by %d: %d rows, sorted %v", limit, len(all), slices.IsSorted(all))
			}
		}
	})
}

func TestIndexRows_replacesTermsOfAKnownRow(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		d := indexed(t, url, 300)
		put(t, d, db.RowWords{Number: 256, Terms: []string{"évité", "all"}, Known: true}) // one of the sample
		for word, want := range map[string]int{"own256": 0, "third": 100, "évité": 1, "all": 300} {
			found, err := d.FindRows(t.Context(), d.Read(), db.Terms{{word}}, 1000)
			if err != nil || len(found) != want {
				t.Errorf("%s: %d rows, %v; want %d", word, len(found), err, want)
			}
		}
		if err := d.Update(t.Context(), func(ctx context.Context, tx *db.Tx) error { return d.ForgetRows(ctx, tx) }); err != nil {
			t.Fatal(err)
		}
		if found, err := d.FindRows(t.Context(), d.Read(), db.Terms{{"all"}}, 10); err != nil || len(found) != 0 {
			t.Errorf("all is forgotten: %v, %v", found, err)
		}
	})
}

package store_test

import (
	"fmt"
	"slices"
	"testing"

	"hup.example/services/kit/db"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/kittest/zones"
	"hup.example/services/kit/store"
)

// searched is a store with documents to find.
type searched struct {
	t *testing.T
	s *store.Store
}

func (w searched) update(fn func(*store.Tx) error) {
	w.t.Helper()
	if err := w.s.Update(zones.As(w.t.Context(), "ales", "agglo"), fn); err != nil {
		w.t.Fatal(err)
	}
}

func (w searched) index(id, text string, readers ...string) {
	w.t.Helper()
	w.update(func(tx *store.Tx) error { return tx.IndexFor(readers, "case", id, text) })
}

func (w searched) finds(reader, words string, limit int, want ...string) {
	w.t.Helper()
	got, err := w.s.View(zones.As(w.t.Context(), "ales", "agglo")).Search("case", reader, words, limit)
	if err != nil || !slices.Equal(got, want) {
		w.t.Errorf("%q for %q: %v, want %v; %v", words, reader, got, want, err)
	}
}

// skip leaves so many numbers of documents out, as if others had been indexed meanwhile.
func (w searched) skip(to int) {
	w.t.Helper()
	w.update(func(tx *store.Tx) error {
		query := `INSERT INTO search_entry (doc, territory, kind, id, folded) VALUES ($1, 'x', 'x', 'x', 'x') ON CONFLICT (territory, kind, id) DO UPDATE SET doc = $1`
		if w.s.DB().Engine == db.PostgreSQL {
			query = `SELECT setval(pg_get_serial_sequence('search_entry', 'doc'), $1)`
		}
		_, err := tx.Exec(tx.Ctx, query, to)
		return err
	})
}

func TestSearch_answersTheNewestFirstAcrossAllBlocks(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		s, _ := zones.Open(t, "land", url)
		w := searched{t, s}
		w.index("a", "Boulangerie Durand")
		w.index("b", "Boulangerie Martin")
		w.skip(200_000)
		w.index("c", "Boulangeries du Gard")
		w.skip(3_000_000)
		w.index("d", "Garage Durand")
		w.finds("", "boulang", 10, "c", "b", "a")
		w.finds("", "boulang", 2, "c", "b")
		w.finds("", "durand", 10, "d", "a")
		w.finds("", "boulangerie durand", 10, "a")
		w.finds("", "durand boul", 10, "a")
		w.finds("", `durand' & "x`, 10)
		w.finds("", "", 10)
		w.index("a", "Pâtisserie Durand") // keeps its place
		w.finds("", "boulang", 10, "c", "b")
		w.finds("", "patis", 10, "a")
		w.index("b", "")
		w.finds("", "boulang", 10, "c")
	})
}

func TestSearch_forAReaderFindsWhatWasIndexedForIt(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		s, _ := zones.Open(t, "land", url)
		w := searched{t, s}
		for i := range 8 {
			w.index(fmt.Sprintf("of all %d", i), "Garage Durand", "agglo", "mission-locale")
		}
		w.index("of the chamber", "Garage Martin", "cci")
		w.skip(100_000)
		w.index("newer", "Garage Petit", "agglo")
		w.finds("cci", "garage", 3, "of the chamber")
		w.finds("mission-locale", "garage", 2, "of all 7", "of all 6")
		w.finds("mission", "garage", 2)
		w.finds("", "garage", 2, "newer", "of the chamber")
		w.index("of the chamber", "Garage Martin", "agglo")
		w.finds("cci", "garage", 3)
		w.finds("", "cci", 3)
	})
}

func TestSearch_entriesOfAnotherVersionGetTheirWordsAtTheStart(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		s, _ := zones.Open(t, "land", url)
		w := searched{t, s}
		for i := range 1200 { // more than are done at once
			w.index(fmt.Sprint("g", i), fmt.Sprint("Garage ", i), "cci")
		}
		w.update(func(tx *store.Tx) error { _, err := tx.Exec(tx.Ctx, "DELETE FROM search_term"); return err })
		w.finds("cci", "garage 7", 10)
		for range 2 { // the second start finds nothing to do
			if err := s.DB().OpenSearch(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		w.finds("cci", "garage 1199", 10, "g1199")
		w.finds("cci", "garage 3", 4, "g399", "g398", "g397", "g396")
	})
}

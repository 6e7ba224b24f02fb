package access_test

import (
	"context"
	"testing"

	"hup.example/services/kit/access"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/kittest/zones"
	"hup.example/services/kit/store"
)

func set(t *testing.T, s *store.Store, version int64, readers ...string) {
	t.Helper()
	ctx := zones.As(context.Background(), "ales", "cci")
	if err := s.Update(ctx, func(tx *store.Tx) error { return access.SetReaders(tx, "cas_1", version, readers) }); err != nil {
		t.Fatal(err)
	}
}

func readers(t *testing.T, s *store.Store) (n int) {
	t.Helper()
	err := s.DB().Read().QueryRow(context.Background(), `SELECT count(*) FROM context_reader WHERE reader <> '-'`).Scan(&n)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestSetReaders_anOlderWordChangesNothingEvenWhenNobodyWasLeft(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		s, _ := zones.Open(t, "land", url)
		set(t, s, 1, "cci", "cma", "cci")
		if n := readers(t, s); n != 2 {
			t.Errorf("%d readers, want 2", n)
		}
		set(t, s, 3)
		set(t, s, 2, "cci")
		if n := readers(t, s); n != 0 {
			t.Errorf("%d readers came back with an older event", n)
		}
	})
}

package store_test

import (
	"context"
	"testing"

	"hup.example/services/kit/id"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/kittest/zones"
	"hup.example/services/kit/page"
	"hup.example/services/kit/store"
)

func benchStore(b *testing.B) (*store.Store, context.Context) {
	s, _ := zones.Open(b, "land", kittest.SQLite(b))
	return s, zones.As(context.Background(), "ales", "agglo")
}

func create(ctx context.Context, b *testing.B, s *store.Store) string {
	z := zones.New("ales", id.New("zon"))
	if err := s.Update(ctx, func(tx *store.Tx) error { return zones.Table.Put(tx, z) }); err != nil {
		b.Fatal(err)
	}
	return z.ID
}

func BenchmarkUpdate_oneWaiting(b *testing.B) {
	s, ctx := benchStore(b)
	for b.Loop() {
		create(ctx, b, s)
	}
}

func BenchmarkUpdate_manyWaiting(b *testing.B) {
	s, ctx := benchStore(b)
	b.SetParallelism(32)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			create(ctx, b, s)
		}
	})
}

func BenchmarkGet(b *testing.B) {
	s, ctx := benchStore(b)
	zone := create(ctx, b, s)
	for b.Loop() {
		if _, err := zones.Table.Get(s.View(ctx), zone); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkList50(b *testing.B) {
	s, ctx := benchStore(b)
	for range 200 {
		create(ctx, b, s)
	}
	signer := page.NewSigner([]byte("key"))
	for b.Loop() {
		if _, _, err := page.Of(s.View(ctx), zones.Table, zoneList, signer, listRequest{}); err != nil {
			b.Fatal(err)
		}
	}
}

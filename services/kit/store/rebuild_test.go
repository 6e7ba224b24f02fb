package store_test

import (
	"testing"

	"hup.example/services/kit/kittest"
	"hup.example/services/kit/kittest/zones"
	"hup.example/services/kit/store"
)

func TestRebuild_bringsBackWhatWasProjected(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		s, _ := zones.Open(t, "land", url)
		ales, nimes := zones.As(t.Context(), "ales", "agglo"), zones.As(t.Context(), "nimes", "agglo")
		here, there := zones.New("ales", "Bruèges"), zones.New("nimes", "Bruèges")
		zones.Put(ales, t, s, here)
		zones.Put(nimes, t, s, there)
		err := s.Update(ales, func(tx *store.Tx) error { return s.DB().Index(tx.Ctx, tx, "ales", "zone", here.ID, "") })
		if err != nil {
			t.Fatal(err)
		}
		if found, err := s.View(ales).Search("zone", "", "brueges", 10); err != nil || len(found) != 0 {
			t.Fatalf("the index still finds %v, %v", found, err)
		}
		if err := zones.Table.Rebuild(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		if found, err := s.View(ales).Search("zone", "", "brueges", 10); err != nil || len(found) != 1 || found[0] != here.ID {
			t.Errorf("the rebuilt index finds %v, %v", found, err)
		}
		if found, err := s.View(nimes).Search("zone", "", "brueges", 10); err != nil || len(found) != 1 || found[0] != there.ID {
			t.Errorf("in the other territory it finds %v, %v", found, err)
		}
	})
}

package store_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/db"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/etag"
	"hup.example/services/kit/id"
	"hup.example/services/kit/idem"
	"hup.example/services/kit/journal"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/kittest/zones"
	"hup.example/services/kit/page"
	"hup.example/services/kit/store"
)

func TestTable_givesBackWhatWasPut(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		s, _ := zones.Open(t, "land", url)
		ctx := zones.As(t.Context(), "ales", "agglo")
		z := zones.New("ales", "Bruèges")
		zones.Put(ctx, t, s, z)
		got, err := zones.Table.Get(s.View(ctx), z.ID)
		if err != nil || got.Name != "Bruèges" || got.Version != 1 {
			t.Fatalf("got %+v, %v", got, err)
		}
		if _, err := zones.Table.Get(s.View(zones.As(t.Context(), "nimes", "agglo")), z.ID); !errs.Is(err, "NOT_FOUND") {
			t.Errorf("another territory sees the row: %v", err)
		}
	})
}

func TestPut_withoutFactIsRefused(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		s, _ := zones.Open(t, "land", url)
		ctx := zones.As(t.Context(), "ales", "agglo")
		z := &zones.Zone{Root: aggregate.Root{Territory: "ales", ID: id.New("zon")}, Name: "x"}
		if err := s.Update(ctx, func(tx *store.Tx) error { return zones.Table.Put(tx, z) }); err == nil {
			t.Error("a change without a fact was written")
		}
	})
}

func TestDelete_dropsTheRowAndKeepsTheJournal(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		s, _ := zones.Open(t, "land", url)
		ctx := zones.As(t.Context(), "ales", "agglo")
		z := zones.New("ales", "Bruèges")
		zones.Put(ctx, t, s, z)
		remove := func(tx *store.Tx) error { return zones.Table.Delete(tx, z) }
		if err := s.Update(ctx, remove); err == nil {
			t.Error("a row was deleted without a fact")
		}
		z.Record(zones.Changed{})
		if err := s.Update(ctx, remove); err != nil {
			t.Fatal(err)
		}
		if _, err := zones.Table.Get(s.View(ctx), z.ID); !errs.Is(err, "NOT_FOUND") {
			t.Errorf("the row is still there: %v", err)
		}
		lines, err := journal.Verify(ctx, s.DB(), func(f journal.Fault) { t.Error(f) })
		if err != nil || lines != 2 {
			t.Errorf("%d lines, %v", lines, err)
		}
	})
}

func TestTarget_tellsAStaleWriterWhatChanged(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		s, _ := zones.Open(t, "land", url)
		ctx := zones.As(t.Context(), "ales", "cci")
		z := zones.New("ales", "Bruèges")
		zones.Put(ctx, t, s, z)
		if err := zones.Rename(ctx, s, z.ID, "Pist Oasis"); err != nil {
			t.Fatal(err)
		}
		err := zones.Rename(etag.With(ctx, etag.Of(1)), s, z.ID, "Croupillac")
		e, ok := errs.As(err)
		if !ok || e.Conflict == nil || e.Conflict.CurrentEtag != etag.Of(2) {
			t.Fatalf("got %v", err)
		}
		if len(e.Conflict.Changes) != 1 || e.Conflict.Changes[0].Field != "name" || e.Conflict.Changes[0].ByBodyID != "cci" {
			t.Errorf("changes: %+v", e.Conflict.Changes)
		}
		if err := zones.Rename(etag.With(ctx, etag.Of(2)), s, z.ID, "Croupillac"); err != nil {
			t.Errorf("the current version is refused: %v", err)
		}
	})
}

func TestPut_uniqueValueTaken(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		s, _ := zones.Open(t, "land", url)
		ctx := zones.As(t.Context(), "ales", "agglo")
		zones.Put(ctx, t, s, zones.New("ales", "Bruèges"))
		err := s.Update(ctx, func(tx *store.Tx) error { return zones.Table.Put(tx, zones.New("ales", "Bruèges")) })
		if !errs.Is(err, "NAME_TAKEN") {
			t.Errorf("got %v", err)
		}
	})
}

func TestPut_chosenIDTaken(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		s, _ := zones.Open(t, "land", url)
		ctx := zones.As(t.Context(), "ales", "agglo")
		first := zones.New("ales", "Croupillac")
		zones.Put(ctx, t, s, first)
		second := zones.New("ales", "Pist")
		second.ID = first.ID
		err := s.Update(ctx, func(tx *store.Tx) error { return zones.Table.Put(tx, second) })
		if !errs.Is(err, "NAME_TAKEN") {
			t.Errorf("got %v", err)
		}
	})
}

func TestUpdate_concurrentWritersLoseNothing(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		s, _ := zones.Open(t, "land", url)
		ctx := zones.As(t.Context(), "ales", "agglo")
		z := zones.New("ales", "n0")
		zones.Put(ctx, t, s, z)
		const writers = 16
		var wg sync.WaitGroup
		failed := make(chan error, writers)
		for i := range writers {
			wg.Go(func() { failed <- zones.Rename(ctx, s, z.ID, fmt.Sprintf("n%d", i+1)) })
		}
		wg.Wait()
		close(failed)
		done := int64(1)
		for err := range failed {
			switch {
			case err == nil:
				done++
			case !errors.Is(err, db.ErrRace):
				t.Errorf("a lost race is answered as %v", err)
			}
		}
		got, err := zones.Table.Get(s.View(ctx), z.ID)
		if err != nil || got.Version != done || done < 2 {
			t.Errorf("version %d after %d answered changes, %v", got.Version, done, err)
		}
	})
}

func TestWrite_sameKeySameAnswer(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		s, fake := zones.Open(t, "land", url)
		ctx := zones.As(t.Context(), "ales", "agglo")
		request := idem.Request{Caller: "client:cci", Territory: "ales", Method: "/m", Key: "k", Hash: []byte("h")}
		create := func(r idem.Request) (*landv1.Zone, error) {
			return store.Write(idem.With(ctx, r), s, func(tx *store.Tx) (*landv1.Zone, error) {
				z := zones.New("ales", id.New("zon"))
				return &landv1.Zone{ZoneId: z.ID}, zones.Table.Put(tx, z)
			})
		}
		var wg sync.WaitGroup
		answers := make([]string, 8)
		for i := range answers {
			wg.Go(func() {
				z, err := create(request)
				if err != nil {
					t.Error(err)
				}
				answers[i] = z.GetZoneId()
			})
		}
		wg.Wait()
		for _, a := range answers {
			if a != answers[0] || a == "" {
				t.Fatalf("one key, several answers: %v", answers)
			}
		}
		request.Hash = []byte("other")
		if _, err := create(request); !errs.Is(err, "IDEMPOTENCY_KEY_REUSED") {
			t.Errorf("another body with the same key: %v", err)
		}
		fake.Advance(25 * time.Hour)
		if z, err := create(request); err != nil || z.GetZoneId() == answers[0] {
			t.Errorf("after a day the key is not free: %v", err)
		}
	})
}

func TestUpdate_failedUnitLeavesNothingAndHarmsNoOther(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		s, _ := zones.Open(t, "land", url)
		ctx := zones.As(t.Context(), "ales", "agglo")
		boom := errors.New("boom")
		good, bad := zones.New("ales", "good"), zones.New("ales", "bad")
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				err := s.Update(ctx, func(tx *store.Tx) error {
					if err := zones.Table.Put(tx, zones.New("ales", id.New("zon"))); err != nil {
						return err
					}
					return boom
				})
				if !errors.Is(err, boom) {
					t.Errorf("got %v", err)
				}
			})
		}
		wg.Go(func() { zones.Put(ctx, t, s, good) })
		wg.Wait()
		if _, err := zones.Table.Get(s.View(ctx), bad.ID); !errs.Is(err, "NOT_FOUND") {
			t.Error("a failed unit left a row")
		}
		lines := 0
		if err := s.View(ctx).QueryRow(ctx, "SELECT count(*) FROM journal").Scan(&lines); err != nil || lines != 1 {
			t.Errorf("%d journal lines for one change, %v", lines, err)
		}
	})
}

type listRequest struct {
	size                   int32
	token, filter, orderBy string
}

func (r listRequest) GetPageSize() int32   { return r.size }
func (r listRequest) GetPageToken() string { return r.token }
func (r listRequest) GetFilter() string    { return r.filter }
func (r listRequest) GetOrderBy() string   { return r.orderBy }

var zoneList = &page.List{
	Name: "zones", Kind: "zone", From: "zone t",
	Fields: []page.Field{
		{Name: "name", Column: "t.name"}, {Name: "text", Kind: page.Search},
		{Name: "word", Where: "t.id IN (SELECT id FROM search_entry WHERE territory = t.territory AND id = ?)"},
	},
	Orders: []page.Order{{Name: "name", Column: "t.name"}},
}

func TestPage_isStableUnderInserts(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		s, _ := zones.Open(t, "land", url)
		ctx := zones.As(t.Context(), "ales", "agglo")
		for i := range 25 {
			zones.Put(ctx, t, s, zones.New("ales", fmt.Sprintf("zone %02d", 2*i)))
		}
		zones.Put(ctx, t, s, zones.New("nimes", "elsewhere"))
		signer := page.NewSigner([]byte("key"))
		seen := map[string]bool{}
		r := listRequest{size: 10}
		for i := 0; ; i++ {
			found, next, err := page.Of(s.View(ctx), zones.Table, zoneList, signer, r)
			if err != nil {
				t.Fatal(err)
			}
			for _, z := range found {
				if seen[z.Name] {
					t.Errorf("%s comes twice", z.Name)
				}
				seen[z.Name] = true
			}
			zones.Put(ctx, t, s, zones.New("ales", fmt.Sprintf("zone %02d", 4*i+1)))
			if next == "" {
				break
			}
			r.token = next
		}
		for i := range 25 {
			if name := fmt.Sprintf("zone %02d", 2*i); !seen[name] {
				t.Errorf("%s is missing", name)
			}
		}
	})
}

func TestPage_filtersAndRefusesWhatItDoesNotKnow(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		s, _ := zones.Open(t, "land", url)
		ctx := zones.As(t.Context(), "ales", "agglo")
		habitarelle := zones.New("ales", "Zone de l'Habitarelle")
		zones.Put(ctx, t, s, habitarelle)
		zones.Put(ctx, t, s, zones.New("ales", "Pôle mécanique"))
		signer := page.NewSigner([]byte("key"))
		ask := func(r listRequest) (int, error) {
			found, _, err := page.Of(s.View(ctx), zones.Table, zoneList, signer, r)
			return len(found), err
		}
		for filter, want := range map[string]int{
			`name = "Pôle mécanique"`: 1, `text : "habitar"`: 1, `text:"POLE meca"`: 1, `name != "x" AND text:"zone"`: 1, `text:"rien"`: 0,
			`word = "` + habitarelle.ID + `"`: 1, `word:x AND name != "y"`: 0,
		} {
			if n, err := ask(listRequest{filter: filter}); err != nil || n != want {
				t.Errorf("%s: %d rows, %v; want %d", filter, n, err, want)
			}
		}
		for _, bad := range []listRequest{
			{filter: `color = "red"`}, {filter: `name = "a" OR name = "b"`}, {filter: `NOT name = "a"`}, {filter: `(((`}, {filter: `word > "a"`},
			{orderBy: "color"}, {token: "forged"},
		} {
			var e *errs.Error
			if _, err := ask(bad); !errors.As(err, &e) || len(e.Fields) != 1 {
				t.Errorf("%+v is taken: %v", bad, err)
			}
		}
	})
}

func TestCount_stopsAfterAThousand(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		s, _ := zones.Open(t, "land", url)
		ctx := zones.As(t.Context(), "ales", "agglo")
		err := s.Update(ctx, func(tx *store.Tx) error {
			for i := range page.MostCounted {
				if err := zones.Table.Put(tx, zones.New("ales", fmt.Sprintf("zone %04d", i))); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		zones.Put(ctx, t, s, zones.New("nimes", "elsewhere"))
		counted := func(filter string, scope ...page.Cond) string {
			n, more, err := zoneList.Count(s.View(ctx), filter, scope...)
			return fmt.Sprint(n, more, err)
		}
		if got := counted(""); got != "1000 false <nil>" {
			t.Errorf("all: %s", got)
		}
		zones.Put(ctx, t, s, zones.New("ales", "one more"))
		if got := counted(""); got != "1000 true <nil>" {
			t.Errorf("one more: %s", got)
		}
		if got := counted(`text:"more"`); got != "1 false <nil>" {
			t.Errorf("by words: %s", got)
		}
		if got := counted(`text:"rien"`); got != "0 false <nil>" {
			t.Errorf("by words that are nowhere: %s", got)
		}
		if got := counted("", page.Cond{SQL: "t.name < ?", Args: []any{"zone 0010"}}); got != "11 false <nil>" {
			t.Errorf("in a scope: %s", got)
		}
		if _, _, err := zoneList.Count(s.View(ctx), "color = red"); err == nil {
			t.Error("a filter that the list does not know is counted")
		}
	})
}

func TestJournal_chainHoldsAndATamperedLineIsFound(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		s, _ := zones.Open(t, "land", url)
		ctx := zones.As(t.Context(), "ales", "agglo")
		z := zones.New("ales", "a")
		zones.Put(ctx, t, s, z)
		if err := zones.Rename(ctx, s, z.ID, "b"); err != nil {
			t.Fatal(err)
		}
		faults := 0
		count := func(journal.Fault) { faults++ }
		if n, err := journal.Verify(ctx, s.DB(), count); err != nil || n != 2 || faults != 0 {
			t.Fatalf("%d lines, %d faults, %v", n, faults, err)
		}
		_ = s.Update(ctx, func(tx *store.Tx) error {
			_, err := tx.Exec(tx.Ctx, "UPDATE journal SET actor_body = 'cma' WHERE version = 1")
			return err
		})
		if _, err := journal.Verify(ctx, s.DB(), count); err != nil || faults == 0 {
			t.Errorf("a changed line is not found: %v", err)
		}
	})
}

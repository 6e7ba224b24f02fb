package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	landeventv1 "hup.example/proto/gen/go/hup/land/event/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/db"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/etag"
	"hup.example/services/kit/id"
	"hup.example/services/kit/idem"
	"hup.example/services/kit/journal"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/migrate"
	"hup.example/services/kit/page"
	"hup.example/services/kit/store"
)

// zone is a small aggregate of the tests, kept as the land service's resource.
type zone struct {
	aggregate.Root
	name string
}

type zoneChanged struct{}

var zones = store.Table[*zone, *landv1.Zone]{
	Name: "zone", Kind: "zone", Taken: "NAME_TAKEN",
	Columns: []store.Column[*zone]{{Name: "name", Value: func(z *zone) any { return z.name }}},
	Encode:  func(z *zone) *landv1.Zone { return &landv1.Zone{ZoneId: z.ID, Name: z.name} },
	Decode:  func(m *landv1.Zone) *zone { return &zone{name: m.GetName()} },
	Project: func(tx *store.Tx, z *zone) error { return tx.Index("zone", z.ID, z.name) },
}.Open()

func encode(root *aggregate.Root, _ any) (store.Entry, error) {
	return store.Entry{Message: &landeventv1.ZoneChanged{ZoneId: root.ID}, Context: root.ID}, nil
}

func newZone(territory, name string) *zone {
	z := &zone{Root: aggregate.Root{Territory: territory, ID: id.New("zon")}, name: name}
	z.Record(zoneChanged{})
	return z
}

var now = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

func open(t *testing.T, url string) (*store.Store, *clock.Fake) {
	t.Helper()
	ctx := t.Context()
	d, err := db.Open(ctx, "land", url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	if err := migrate.Up(ctx, d, store.Migrations()); err != nil {
		t.Fatal(err)
	}
	if err := d.OpenSearch(ctx); err != nil {
		t.Fatal(err)
	}
	fake := clock.NewFake(now)
	s := store.New(d, fake, encode)
	err = s.Update(ctx, func(tx *store.Tx) error {
		_, err := tx.Exec(tx.Ctx, `CREATE TABLE zone (territory text NOT NULL, id text NOT NULL, version bigint NOT NULL,
 head bytea NOT NULL, record bytea NOT NULL, name text NOT NULL, PRIMARY KEY (territory, id), UNIQUE (territory, name))`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return s, fake
}

func as(ctx context.Context, territory, body string) context.Context {
	return actor.With(ctx, actor.Actor{Kind: actor.Person, ID: "per_1", Territory: territory, BodyID: body})
}

func put(ctx context.Context, t *testing.T, s *store.Store, z *zone) {
	t.Helper()
	if err := s.Update(ctx, func(tx *store.Tx) error { return zones.Put(tx, z) }); err != nil {
		t.Fatal(err)
	}
}

func rename(ctx context.Context, s *store.Store, zoneID, name string) error {
	return s.Update(ctx, func(tx *store.Tx) error {
		z, err := zones.Target(tx, zoneID)
		if err != nil {
			return err
		}
		z.name = name
		z.Record(zoneChanged{})
		return zones.Put(tx, z)
	})
}

func TestTable_givesBackWhatWasPut(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		s, _ := open(t, url)
		ctx := as(t.Context(), "ales", "agglo")
		z := newZone("ales", "Bruèges")
		put(ctx, t, s, z)
		got, err := zones.Get(s.View(ctx), z.ID)
		if err != nil || got.name != "Bruèges" || got.Version != 1 {
			t.Fatalf("got %+v, %v", got, err)
		}
		if _, err := zones.Get(s.View(as(t.Context(), "nimes", "agglo")), z.ID); !errs.Is(err, "NOT_FOUND") {
			t.Errorf("another territory sees the row: %v", err)
		}
	})
}

func TestPut_withoutFactIsRefused(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		s, _ := open(t, url)
		ctx := as(t.Context(), "ales", "agglo")
		z := &zone{Root: aggregate.Root{Territory: "ales", ID: id.New("zon")}, name: "x"}
		if err := s.Update(ctx, func(tx *store.Tx) error { return zones.Put(tx, z) }); err == nil {
			t.Error("a change without a fact was written")
		}
	})
}

func TestTarget_tellsAStaleWriterWhatChanged(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		s, _ := open(t, url)
		ctx := as(t.Context(), "ales", "cci")
		z := newZone("ales", "Bruèges")
		put(ctx, t, s, z)
		if err := rename(ctx, s, z.ID, "Pist Oasis"); err != nil {
			t.Fatal(err)
		}
		err := rename(etag.With(ctx, etag.Of(1)), s, z.ID, "Croupillac")
		e, ok := errs.As(err)
		if !ok || e.Conflict == nil || e.Conflict.CurrentEtag != etag.Of(2) {
			t.Fatalf("got %v", err)
		}
		if len(e.Conflict.Changes) != 1 || e.Conflict.Changes[0].Field != "name" || e.Conflict.Changes[0].ByBodyID != "cci" {
			t.Errorf("changes: %+v", e.Conflict.Changes)
		}
		if err := rename(etag.With(ctx, etag.Of(2)), s, z.ID, "Croupillac"); err != nil {
			t.Errorf("the current version is refused: %v", err)
		}
	})
}

func TestPut_uniqueValueTaken(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		s, _ := open(t, url)
		ctx := as(t.Context(), "ales", "agglo")
		put(ctx, t, s, newZone("ales", "Bruèges"))
		err := s.Update(ctx, func(tx *store.Tx) error { return zones.Put(tx, newZone("ales", "Bruèges")) })
		if !errs.Is(err, "NAME_TAKEN") {
			t.Errorf("got %v", err)
		}
	})
}

func TestUpdate_concurrentWritersLoseNothing(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		s, _ := open(t, url)
		ctx := as(t.Context(), "ales", "agglo")
		z := newZone("ales", "n0")
		put(ctx, t, s, z)
		const writers = 16
		var wg sync.WaitGroup
		failed := make(chan error, writers)
		for i := range writers {
			wg.Go(func() { failed <- rename(ctx, s, z.ID, fmt.Sprintf("n%d", i+1)) })
		}
		wg.Wait()
		close(failed)
		done := int64(1)
		for err := range failed {
			if err == nil {
				done++
			}
		}
		got, err := zones.Get(s.View(ctx), z.ID)
		if err != nil || got.Version != done || done < 2 {
			t.Errorf("version %d after %d answered changes, %v", got.Version, done, err)
		}
	})
}

func TestWrite_sameKeySameAnswer(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		s, fake := open(t, url)
		ctx := as(t.Context(), "ales", "agglo")
		request := idem.Request{Caller: "client:cci", Territory: "ales", Method: "/m", Key: "k", Hash: []byte("h")}
		create := func(r idem.Request) (*landv1.Zone, error) {
			return store.Write(idem.With(ctx, r), s, func(tx *store.Tx) (*landv1.Zone, error) {
				z := newZone("ales", id.New("zon"))
				return &landv1.Zone{ZoneId: z.ID}, zones.Put(tx, z)
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
		s, _ := open(t, url)
		ctx := as(t.Context(), "ales", "agglo")
		boom := errors.New("boom")
		good, bad := newZone("ales", "good"), newZone("ales", "bad")
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				err := s.Update(ctx, func(tx *store.Tx) error {
					if err := zones.Put(tx, newZone("ales", id.New("zon"))); err != nil {
						return err
					}
					return boom
				})
				if !errors.Is(err, boom) {
					t.Errorf("got %v", err)
				}
			})
		}
		wg.Go(func() { put(ctx, t, s, good) })
		wg.Wait()
		if _, err := zones.Get(s.View(ctx), bad.ID); !errs.Is(err, "NOT_FOUND") {
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
		{Name: "word", Where: "t.id IN (SELECT id FROM search_doc WHERE territory = t.territory AND id = ?)"},
	},
	Orders: []page.Order{{Name: "name", Column: "t.name"}},
}

func TestPage_isStableUnderInserts(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		s, _ := open(t, url)
		ctx := as(t.Context(), "ales", "agglo")
		for i := range 25 {
			put(ctx, t, s, newZone("ales", fmt.Sprintf("zone %02d", 2*i)))
		}
		put(ctx, t, s, newZone("nimes", "elsewhere"))
		signer := page.NewSigner([]byte("key"))
		seen := map[string]bool{}
		r := listRequest{size: 10}
		for i := 0; ; i++ {
			found, next, err := page.Of(s.View(ctx), zones, zoneList, signer, r)
			if err != nil {
				t.Fatal(err)
			}
			for _, z := range found {
				if seen[z.name] {
					t.Errorf("%s comes twice", z.name)
				}
				seen[z.name] = true
			}
			put(ctx, t, s, newZone("ales", fmt.Sprintf("zone %02d", 4*i+1)))
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
		s, _ := open(t, url)
		ctx := as(t.Context(), "ales", "agglo")
		habitarelle := newZone("ales", "Zone de l'Habitarelle")
		put(ctx, t, s, habitarelle)
		put(ctx, t, s, newZone("ales", "Pôle mécanique"))
		signer := page.NewSigner([]byte("key"))
		ask := func(r listRequest) (int, error) {
			found, _, err := page.Of(s.View(ctx), zones, zoneList, signer, r)
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

func TestJournal_chainHoldsAndATamperedLineIsFound(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		s, _ := open(t, url)
		ctx := as(t.Context(), "ales", "agglo")
		z := newZone("ales", "a")
		put(ctx, t, s, z)
		if err := rename(ctx, s, z.ID, "b"); err != nil {
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

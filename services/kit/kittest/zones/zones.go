// Package zones is the smallest service there is, for the tests of the kit: one aggregate, one fact, one table.
package zones

import (
	"context"
	"testing"
	"time"

	landeventv1 "hup.example/proto/gen/go/hup/land/event/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/db"
	"hup.example/services/kit/id"
	"hup.example/services/kit/migrate"
	"hup.example/services/kit/store"
)

// Zone is the aggregate, kept as the land service's resource.
type Zone struct {
	aggregate.Root
	Name string
}

// Changed is its only fact.
type Changed struct{}

// Table is where zones are kept.
var Table = store.Table[*Zone, *landv1.Zone]{
	Name: "zone", Kind: "zone", Taken: "NAME_TAKEN",
	Columns: []store.Column[*Zone]{{Name: "name", Value: func(z *Zone) any { return z.Name }}},
	Encode:  func(z *Zone) *landv1.Zone { return &landv1.Zone{ZoneId: z.ID, Name: z.Name} },
	Decode:  func(m *landv1.Zone) *Zone { return &Zone{Name: m.GetName()} },
	Project: func(tx *store.Tx, z *Zone) error { return tx.Index("zone", z.ID, z.Name) },
}.Open()

// Facts is the encoder; the context of each line is the zone itself.
func Facts(root *aggregate.Root, _ any) (store.Entry, error) {
	return store.Entry{Message: &landeventv1.ZoneChanged{ZoneId: root.ID}, Context: root.ID}, nil
}

// ChangedType is the type of the event.
const ChangedType = "hup.land.zone_changed.v1"

// New makes a zone that is not yet put.
func New(territory, name string) *Zone {
	z := &Zone{Root: aggregate.Root{Territory: territory, ID: id.New("zon")}, Name: name}
	z.Record(Changed{})
	return z
}

// Now is where the fake clocks of the tests begin.
var Now = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

// Open opens a migrated store on the URL, closed with the test. Name is the service that it plays.
func Open(t testing.TB, name, url string) (*store.Store, *clock.Fake) {
	t.Helper()
	ctx := context.Background()
	d, err := db.Open(ctx, name, url)
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
	fake := clock.NewFake(Now)
	s := store.New(d, fake, Facts)
	err = s.Update(ctx, func(tx *store.Tx) error {
		_, err := tx.Exec(tx.Ctx, `CREATE TABLE IF NOT EXISTS zone (territory text NOT NULL, id text NOT NULL, version bigint NOT NULL,
 head bytea NOT NULL, record bytea NOT NULL, name text NOT NULL, PRIMARY KEY (territory, id), UNIQUE (territory, name))`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return s, fake
}

// As is a call of a person of a body.
func As(ctx context.Context, territory, body string) context.Context {
	return actor.With(ctx, actor.Actor{Kind: actor.Person, ID: "per_1", Territory: territory, BodyID: body})
}

// Put puts a zone.
func Put(ctx context.Context, t testing.TB, s *store.Store, z *Zone) {
	t.Helper()
	err := s.Update(ctx, func(tx *store.Tx) error {
		put := *z // a unit of work may run again
		tx.AfterCommit(func() { *z = put })
		return Table.Put(tx, &put)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Rename changes a zone, as a call that may carry an If-Match.
func Rename(ctx context.Context, s *store.Store, zoneID, name string) error {
	return s.Update(ctx, func(tx *store.Tx) error {
		z, err := Table.Target(tx, zoneID)
		if err != nil {
			return err
		}
		z.Name = name
		z.Record(Changed{})
		return Table.Put(tx, z)
	})
}

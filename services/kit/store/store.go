// Package store is the unit of work: the only way that a service writes. Update gets aggregates, applies the domain's
// methods and puts them back against their version; the journal lines, timers, projections and the idempotency row go
// into the same transaction, so that none can be forgotten.
package store

import (
	"context"
	"embed"
	"io/fs"
	"time"

	"go.opentelemetry.io/otel/propagation"
	"google.golang.org/protobuf/proto"

	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/db"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/migrate"
)

//go:embed migrations/*.sql
var files embed.FS

// Migrations are the tables that every service has.
func Migrations() migrate.Set {
	sub, err := fs.Sub(files, "migrations")
	if err != nil {
		panic(err) // the folder is embedded
	}
	return migrate.Set{Table: "kit_migration", Files: sub}
}

// Entry is what the journal says of a fact.
type Entry struct {
	// Message is of hup.<service>.event.v1.
	Message proto.Message
	// Reason is a code where the move asks for one; Note its words, kept apart.
	Reason, Note string
	// Context groups lines across aggregates: the id of the case.
	Context string
}

// Encoder turns a fact of the domain into its journal entry; each service has one, in internal/events.
type Encoder func(root *aggregate.Root, fact any) (Entry, error)

// Store is one service's unit of work.
type Store struct {
	db      *db.DB
	clock   clock.Clock
	encode  Encoder
	service string
}

// New makes the store of a service.
func New(d *db.DB, c clock.Clock, encode Encoder) *Store {
	return &Store{db: d, clock: c, service: d.Name, encode: func(root *aggregate.Root, fact any) (Entry, error) {
		if entry, ours := fact.(Entry); ours { // of a table that each service has
			return entry, nil
		}
		return encode(root, fact)
	}}
}

// DB is the database behind the store.
func (s *Store) DB() *db.DB { return s.db }

// Clock is the store's clock.
func (s *Store) Clock() clock.Clock { return s.clock }

// View is a place to read from: the pool, or a transaction.
type View struct {
	db.Querier
	// Ctx is the call's; inside an Update it is never cancelled.
	Ctx context.Context
	// Actor is who asks. Rows of other territories do not exist for it.
	Actor actor.Actor
	// Now is the instant of the call or of the transaction.
	Now time.Time

	db *db.DB
}

func (v *View) view() *View { return v }

// Source is a View or a Tx.
type Source interface{ view() *View }

// View reads outside a transaction, as the call's actor.
func (s *Store) View(ctx context.Context) *View {
	return &View{Querier: s.db.Read(), Ctx: ctx, Actor: actor.From(ctx), Now: s.clock.Now(), db: s.db}
}

// Tx is one unit of work under way.
type Tx struct {
	View
	raw     *db.Tx
	store   *Store
	trace   string
	written bool
}

// As is the same unit of work for another actor: consumers work for several territories.
func (t *Tx) As(a actor.Actor) *Tx {
	other := *t
	other.Actor = a
	other.Ctx = actor.With(t.Ctx, a)
	return &other
}

// Following is the same unit of work under the trace of the event that it applies: what it writes belongs to the request
// that made the event.
func (t *Tx) Following(traceparent string) *Tx {
	if traceparent == "" {
		return t
	}
	other := *t
	other.trace = traceparent
	return &other
}

// DB is the database of the unit of work.
func (t *Tx) DB() *db.DB { return t.db }

// AfterCommit runs f once all is on disk.
func (t *Tx) AfterCommit(f func()) { t.raw.AfterCommit(f) }

// Update runs fn as one unit of work. fn may run again, and does no I/O but through its Tx.
func (s *Store) Update(ctx context.Context, fn func(*Tx) error) error {
	trace := traceparent(ctx)
	err := s.db.Update(ctx, func(ctx context.Context, raw *db.Tx) error {
		tx := &Tx{
			View:  View{Querier: raw, Ctx: ctx, Actor: actor.From(ctx), Now: s.clock.Now(), db: s.db},
			raw:   raw,
			store: s,
			trace: trace,
		}
		raw.AfterCommit(s.db.Committed)
		return fn(tx)
	})
	if db.IsFull(err) {
		return errs.Unavailable("STORAGE_FULL").Because(err)
	}
	return err
}

// traceparent is the W3C trace context of the call, kept with each journal line.
func traceparent(ctx context.Context) string {
	carrier := propagation.MapCarrier{}
	propagation.TraceContext{}.Inject(ctx, carrier)
	return carrier["traceparent"]
}

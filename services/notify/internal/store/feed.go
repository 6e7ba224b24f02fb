package store

import (
	"database/sql"
	"errors"
	"slices"
	"time"

	"hup.example/services/kit/clock"
	kit "hup.example/services/kit/store"
)

// Event is a fact of a service as the feed keeps it.
type Event struct {
	// Seq is its place in the feed of the territory; At is the place where the reader came to know it.
	Seq, At                   int64
	ID, Type, Source, Subject string
	// PubSeq is its place in the order of its source.
	PubSeq int64
	// Context is the case it belongs to; empty when none.
	Context string
	// Farewell says that it tells of an end: who was told of the rest is told of it, too.
	Farewell bool
	// ActorBody is the body that did it.
	ActorBody string
	Trace     string
	Time      time.Time
	// Data is the message, encoded.
	Data []byte
}

const (
	selectCounter = `SELECT seq, pruned FROM feed_counter WHERE territory = $1`
	countUp       = `INSERT INTO feed_counter (territory, seq, pruned) VALUES ($1, 1, 0)
 ON CONFLICT (territory) DO UPDATE SET seq = feed_counter.seq + 1`
)

// Head answers the last place of the territory's feed, and the last one that is no longer kept. All places up to the head
// are committed: the counter's row is held from the count to the commit.
func Head(v *kit.View) (head, pruned int64, err error) {
	err = v.QueryRow(v.Ctx, selectCounter, v.Actor.Territory).Scan(&head, &pruned)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, 0, nil
	}
	return head, pruned, err
}

// Next takes the next place of the territory's feed.
func Next(tx *kit.Tx) (int64, error) {
	if _, err := tx.Exec(tx.Ctx, countUp, tx.Actor.Territory); err != nil {
		return 0, err
	}
	seq, _, err := Head(&tx.View)
	return seq, err
}

const insertEvent = `INSERT INTO feed_event (territory, seq, id, type, source, pub_seq, subject, context_id, farewell, actor_body,
 trace, time_us, received_us, data) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`

// AddEvent keeps an event at its place.
func AddEvent(tx *kit.Tx, e Event) error {
	data := e.Data
	if data == nil {
		data = []byte{}
	}
	_, err := tx.Exec(tx.Ctx, insertEvent, tx.Actor.Territory, e.Seq, e.ID, e.Type, e.Source, e.PubSeq, e.Subject, e.Context,
		e.Farewell, e.ActorBody, e.Trace, clock.Micros(e.Time), clock.Micros(tx.Now), data)
	return err
}

const countEvent = `SELECT count(*) FROM feed_event WHERE territory = $1 AND id = $2`

// Knows says whether the feed has an event.
func Knows(tx *kit.Tx, eventID string) (bool, error) {
	var n int
	err := tx.QueryRow(tx.Ctx, countEvent, tx.Actor.Territory, eventID).Scan(&n)
	return n > 0, err
}

const insertEntry = `INSERT INTO feed_entry (territory, body_id, seq, event_seq) VALUES ($1, $2, $3, $4)
 ON CONFLICT (territory, event_seq, body_id) DO NOTHING`

// AddEntry lets a body know of an event, at a place; false when it knows already.
func AddEntry(tx *kit.Tx, bodyID string, at int64, e Event) (bool, error) {
	result, err := tx.Exec(tx.Ctx, insertEntry, tx.Actor.Territory, bodyID, at, e.Seq)
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n == 1, err
}

// With "=", or an order, SQLite would read every reader of the territory.
const selectReaders = `SELECT reader FROM context_reader WHERE territory = $1 AND context_id BETWEEN $2 AND $2 AND reader <> '-'`

// Readers are the bodies that may see a context.
func Readers(tx *kit.Tx, contextID string) ([]string, error) {
	readers, err := texts(&tx.View, selectReaders, tx.Actor.Territory, contextID)
	slices.Sort(readers)
	return readers, err
}

const (
	selectOwner = `SELECT body_id FROM feed_owner WHERE territory = $1 AND subject = $2`
	insertOwner = `INSERT INTO feed_owner (territory, subject, body_id) VALUES ($1, $2, $3)
 ON CONFLICT (territory, subject) DO UPDATE SET body_id = excluded.body_id`
)

// Owner is the body of an aggregate that belongs to no case, empty when it is not known.
func Owner(tx *kit.Tx, subject string) (owner string, err error) {
	err = tx.QueryRow(tx.Ctx, selectOwner, tx.Actor.Territory, subject).Scan(&owner)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return owner, err
}

// SetOwner remembers it.
func SetOwner(tx *kit.Tx, subject, bodyID string) error {
	_, err := tx.Exec(tx.Ctx, insertOwner, tx.Actor.Territory, subject, bodyID)
	return err
}

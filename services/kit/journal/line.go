// Package journal is the one table with four uses: outbox, timeline, audit, and the partners' feed. A line states a fact
// about one change of one aggregate, holds no personal data, and is chained to the aggregate's line before it.
package journal

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"strings"
	"time"

	"hup.example/services/kit/clock"
	"hup.example/services/kit/db"
)

// Line is one line of the journal.
type Line struct {
	ID        string
	Territory string
	// Aggregate and AggregateID name what changed; Version is what it came to; Ordinal counts the facts of one version.
	Aggregate, AggregateID string
	Version                int64
	Ordinal                int32
	// Type is the event's name, hup.support.case_received.v1; Payload its message, encoded.
	Type    string
	Payload []byte
	// Actor is who did it, Body the body it acted for.
	Actor, Body string
	// Reason is a code; its words, if any, are in journal_note.
	Reason string
	// Context groups the lines of several aggregates, for instance by the case they belong to.
	Context string
	// Fields are the names of the record's fields that changed, separated by commas.
	Fields string
	// Trace is the traceparent of the request.
	Trace   string
	Created time.Time
	// Prev and Hash are the chain.
	Prev, Hash []byte
	// PubSeq is the place in the order of publication, 0 until it is numbered.
	PubSeq int64
	// Note are the words of the reason. They are kept beside the journal, and not read with it.
	Note string
}

// seal computes the hash: over the previous one and a fixed list of columns, each prefixed with its length.
func (l *Line) seal() []byte {
	h := sha256.New()
	write := func(part []byte) {
		var size [8]byte
		binary.BigEndian.PutUint64(size[:], uint64(len(part)))
		h.Write(size[:])
		h.Write(part)
	}
	number := func(n int64) {
		var b [8]byte
		binary.BigEndian.PutUint64(b[:], uint64(n))
		write(b[:])
	}
	write(l.Prev)
	for _, s := range []string{l.ID, l.Territory, l.Aggregate, l.AggregateID} {
		write([]byte(s))
	}
	number(l.Version)
	number(int64(l.Ordinal))
	write([]byte(l.Type))
	write(l.Payload)
	for _, s := range []string{l.Actor, l.Body, l.Reason, l.Context, l.Fields, l.Trace} {
		write([]byte(s))
	}
	number(clock.Micros(l.Created))
	return h.Sum(nil)
}

// Intact says whether the line is what was written.
func (l *Line) Intact() bool { return bytes.Equal(l.Hash, l.seal()) }

const columns = `id, territory, aggregate, aggregate_id, version, ordinal, type, payload, actor, actor_body, reason_code,
 context_id, fields, trace, created_us, prev_hash, hash, coalesce(pub_seq, 0)`

var (
	insertLine = db.NewInsert("journal", []string{"id", "territory", "aggregate", "aggregate_id", "version", "ordinal", "type", "payload",
		"actor", "actor_body", "reason_code", "context_id", "fields", "trace", "created_us", "prev_hash", "hash", "pub_seq"}, "")
	insertNote = db.NewInsert("journal_note", []string{"id", "territory", "note"}, "")
)

// Append chains the lines of one aggregate to its head, the hash of its last line, and writes them, with the words of their
// reasons beside them. It answers the new head.
func Append(ctx context.Context, d *db.DB, tx db.Querier, head []byte, lines ...*Line) ([]byte, error) {
	if err := number(ctx, d, tx, lines); err != nil {
		return nil, err
	}
	var rows, notes [][]any
	for _, l := range lines {
		l.Prev = head
		l.Hash = l.seal()
		head = l.Hash
		var place any
		if l.PubSeq > 0 {
			place = l.PubSeq
		}
		rows = append(rows, []any{l.ID, l.Territory, l.Aggregate, l.AggregateID, l.Version, l.Ordinal, l.Type, l.Payload,
			l.Actor, l.Body, l.Reason, l.Context, l.Fields, l.Trace, clock.Micros(l.Created), l.Prev, l.Hash, place})
		if l.Note != "" {
			notes = append(notes, []any{l.ID, l.Territory, l.Note})
		}
	}
	if err := insertLine.Rows(ctx, tx, rows...); err != nil {
		return nil, err
	}
	return head, insertNote.Rows(ctx, tx, notes...)
}

// number gives the lines their places at once where one unit of work is written after the other. Elsewhere a lower place
// could be committed later than a higher one, and the relay numbers them.
func number(ctx context.Context, d *db.DB, tx db.Querier, lines []*Line) error {
	if !d.Serial() {
		return nil
	}
	head, err := Head(ctx, tx)
	for i, l := range lines {
		l.PubSeq = head + int64(i) + 1
	}
	return err
}

// scanner is a row or rows.
type scanner interface{ Scan(dest ...any) error }

func scan(row scanner) (*Line, error) {
	var l Line
	var created int64
	err := row.Scan(&l.ID, &l.Territory, &l.Aggregate, &l.AggregateID, &l.Version, &l.Ordinal, &l.Type, &l.Payload,
		&l.Actor, &l.Body, &l.Reason, &l.Context, &l.Fields, &l.Trace, &created, &l.Prev, &l.Hash, &l.PubSeq)
	l.Created = clock.FromMicros(created)
	return &l, err
}

// list runs a query over the columns.
func list(ctx context.Context, q db.Querier, query string, args ...any) ([]*Line, error) {
	rows, err := q.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var lines []*Line
	for rows.Next() {
		l, err := scan(rows)
		if err != nil {
			return nil, err
		}
		lines = append(lines, l)
	}
	return lines, rows.Err()
}

// fieldNames are the changed fields; only the first line of a version carries them.
func (l *Line) fieldNames() []string {
	if l.Fields == "" {
		return nil
	}
	return strings.Split(l.Fields, ",")
}

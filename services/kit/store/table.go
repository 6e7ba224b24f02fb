package store

import (
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"google.golang.org/protobuf/proto"

	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/db"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/etag"
	"hup.example/services/kit/journal"
)

// Column is a value of an aggregate that lists filter or sort by, or that a unique index holds.
type Column[A aggregate.Aggregate] struct {
	Name  string
	Value func(A) any
}

// Table describes where the aggregates of one kind are kept: a row is its keys, a few columns, and the record, which is
// the API's resource message in binary.
type Table[A aggregate.Aggregate, M proto.Message] struct {
	// Name is the SQL table; it has the columns territory, id, version, head, record and those of Columns.
	Name string
	// Kind names the aggregate in the journal and in errors: "case".
	Kind    string
	Columns []Column[A]
	// Listed is the message that lists show of the record: fields of it under the same names and numbers. Their bytes are
	// kept in the column summary, too. Nil: lists show the record.
	Listed proto.Message
	// Encode and Decode are the service's mapping in internal/wire. Encode must not depend on the caller.
	Encode func(A) M
	Decode func(M) A
	// Taken is the reason answered when a unique index of the table is broken.
	Taken string
	// Project keeps the rows of other tables that are derived from the aggregate, in the same transaction.
	Project func(*Tx, A) error

	selectOne, insert, update, remove string
	summary                           summary
}

// Open composes the SQL once.
func (t Table[A, M]) Open() *Table[A, M] {
	names := []string{"territory", "id", "version", "head", "record"}
	for _, c := range t.Columns {
		names = append(names, c.Name)
	}
	if t.Listed != nil {
		var record M
		t.summary = summaryOf(record.ProtoReflect().Descriptor(), t.Listed.ProtoReflect().Descriptor())
		names = append(names, "summary")
	}
	places, sets := make([]string, len(names)), make([]string, 0, len(names))
	for i, name := range names {
		places[i] = "$" + strconv.Itoa(i+1)
		if i >= 2 {
			sets = append(sets, name+" = "+places[i])
		}
	}
	t.selectOne = "SELECT version, head, record FROM " + t.Name + " WHERE territory = $1 AND id = $2"
	t.insert = "INSERT INTO " + t.Name + " (" + strings.Join(names, ", ") + ") VALUES (" + strings.Join(places, ", ") + ")"
	t.remove = "DELETE FROM " + t.Name + " WHERE territory = $1 AND id = $2 AND version = $3"
	t.update = "UPDATE " + t.Name + " SET " + strings.Join(sets, ", ") + " WHERE territory = $1 AND id = $2 AND version = $3 - 1"
	return &t
}

// Get reads an aggregate of the actor's territory.
func (t *Table[A, M]) Get(from Source, id string) (A, error) {
	v := from.view()
	var version int64
	var head, record []byte
	err := v.QueryRow(v.Ctx, t.selectOne, v.Actor.Territory, id).Scan(&version, &head, &record)
	if err != nil {
		var none A
		if errors.Is(err, sql.ErrNoRows) {
			return none, errs.NotFound(t.Kind)
		}
		return none, err
	}
	return t.Restore(v.Actor.Territory, id, version, head, record)
}

// Target reads the aggregate that the call names: a stale If-Match of the call is refused with what changed since.
func (t *Table[A, M]) Target(tx *Tx, id string) (A, error) {
	a, err := t.Get(tx, id)
	if err != nil {
		return a, err
	}
	root := a.Base()
	if match := etag.From(tx.Ctx); match != "" && !etag.Matches(match, root.Version) {
		return a, t.stale(tx, root, match)
	}
	return a, nil
}

func (t *Table[A, M]) stale(tx *Tx, root *aggregate.Root, match string) error {
	changes, err := journal.Changes(tx.Ctx, tx, root.Territory, t.Kind, root.ID, etag.Version(match))
	if err != nil {
		return err
	}
	return errs.Stale(etag.Of(root.Version), changes...)
}

// Restore makes the aggregate of a row that a list has read.
func (t *Table[A, M]) Restore(territory, id string, version int64, head, record []byte) (A, error) {
	var m M
	m = m.ProtoReflect().New().Interface().(M)
	if err := proto.Unmarshal(record, m); err != nil {
		var none A
		return none, fmt.Errorf("record of %s %s: %w", t.Kind, id, err)
	}
	a := t.Decode(m)
	a.Base().Restore(territory, id, version, head, record)
	return a, nil
}

// Put writes an aggregate against its version, with the facts it recorded. A change without a fact is a mistake of ours.
func (t *Table[A, M]) Put(tx *Tx, a A) error {
	root := a.Base()
	if len(root.Facts()) == 0 {
		return fmt.Errorf("%s %s is put without a fact", t.Kind, root.ID)
	}
	message := t.Encode(a)
	record, err := proto.MarshalOptions{Deterministic: true}.Marshal(message)
	if err != nil {
		return err
	}
	version := root.Version + 1
	head, err := tx.journal(t.Kind, root, version, changedFields(message, root.Stored(), record))
	switch {
	case db.IsUnique(err) && version == 1:
		return errs.Exists(t.Taken).With("id", root.ID).Because(err) // an id that people choose
	case db.IsUnique(err):
		return errors.Join(db.ErrRace, err) // somebody put it since we read it
	case err != nil:
		return err
	}
	if err := t.write(tx, a, version, head, record); err != nil {
		return err
	}
	root.Settle(version, head, record)
	if t.Project != nil {
		return t.Project(tx, a)
	}
	return nil
}

func (t *Table[A, M]) write(tx *Tx, a A, version int64, head, record []byte) error {
	root := a.Base()
	args := []any{root.Territory, root.ID, version, head, record}
	for _, c := range t.Columns {
		args = append(args, c.Value(a))
	}
	if t.summary != nil {
		seen, err := t.summary.of([]byte{}, record)
		if err != nil {
			return err
		}
		args = append(args, seen)
	}
	query := t.update
	if version == 1 {
		query = t.insert
	}
	result, err := tx.Exec(tx.Ctx, query, args...)
	switch {
	case db.IsUnique(err):
		return errs.Exists(t.Taken).With("id", root.ID).Because(err)
	case err != nil:
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n != 1 {
		return errors.Join(db.ErrRace, err) // somebody put it since we read it
	}
	return nil
}

// Delete drops an aggregate with the last facts it recorded; the journal keeps its lines.
func (t *Table[A, M]) Delete(tx *Tx, a A) error {
	root := a.Base()
	if len(root.Facts()) == 0 {
		return fmt.Errorf("%s %s is deleted without a fact", t.Kind, root.ID)
	}
	head, err := tx.journal(t.Kind, root, root.Version+1, "")
	if err != nil {
		return err
	}
	result, err := tx.Exec(tx.Ctx, t.remove, root.Territory, root.ID, root.Version)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n != 1 {
		return errors.Join(db.ErrRace, err) // somebody put it since we read it
	}
	root.Settle(root.Version+1, head, nil)
	return nil
}

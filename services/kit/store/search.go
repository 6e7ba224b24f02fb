package store

import (
	"strings"

	"hup.example/services/kit/db"
	"hup.example/services/kit/text"
)

// Index lets people find the aggregate by the words of the parts, in its territory. It replaces what was indexed before.
func (t *Tx) Index(kind, id string, parts ...string) error {
	return t.IndexFor(nil, kind, id, parts...)
}

// IndexFor is Index for an aggregate that only some readers see: a search for one of them looks at no other documents.
func (t *Tx) IndexFor(readers []string, kind, id string, parts ...string) error {
	return t.store.db.Index(t.Ctx, t, t.Actor.Territory, kind, id, text.Fold(strings.Join(parts, " ")), readers...)
}

// Search answers the ids of the newest documents of a kind that hold the words, in the actor's territory; with a reader, only
// of those that were indexed for it.
func (v *View) Search(kind, reader, words string, limit int) ([]string, error) {
	return v.db.Find(v.Ctx, v, v.Actor.Territory, kind, reader, text.Tokens(words), limit)
}

// FindRows answers the numbers of rows of registers that have the terms, in no order. See db.FindRows.
func (v *View) FindRows(terms db.Terms, limit int) ([]int64, error) {
	return v.db.FindRows(v.Ctx, v, terms, limit)
}

// NextRows answers the numbers of the rows behind one that have the terms, in order.
func (v *View) NextRows(terms db.Terms, after int64, limit int) ([]int64, error) {
	return v.db.NextRows(v.Ctx, v, terms, after, limit)
}

// Package aggregate holds what every aggregate has: who it is, its version, and the facts it states about its last change.
package aggregate

// Root is embedded in each aggregate.
type Root struct {
	// Territory is the tenant it belongs to.
	Territory string
	// ID is its id; a readable slug for the few that have one.
	ID string
	// Version counts its changes; 0 before it is first put.
	Version int64
	// Head is the hash of its last journal line, the link of the chain.
	Head []byte

	facts  []any
	stored []byte
}

// Record states a fact. It goes to the journal when the aggregate is put.
func (r *Root) Record(fact any) { r.facts = append(r.facts, fact) }

// Facts are the facts recorded since the aggregate was read or put.
func (r *Root) Facts() []any { return r.facts }

// Restore is called by the store when it has read the aggregate.
func (r *Root) Restore(territory, id string, version int64, head, record []byte) {
	r.Territory, r.ID = territory, id
	r.Settle(version, head, record)
}

// Settle is called by the store once the aggregate is written and its facts are in the journal.
func (r *Root) Settle(version int64, head, record []byte) {
	r.Version, r.Head, r.stored, r.facts = version, head, record, nil
}

// Stored is the record as it was last read or written; the store compares it to name the changed fields.
func (r *Root) Stored() []byte { return r.stored }

// Base gives the root to the store.
func (r *Root) Base() *Root { return r }

// Aggregate is what a store can keep.
type Aggregate interface {
	Base() *Root
}

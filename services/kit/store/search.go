package store

import (
	"strings"

	"hup.example/services/kit/text"
)

// Index lets people find the aggregate by the words of the parts, in its territory. It replaces what was indexed before.
func (t *Tx) Index(kind, id string, parts ...string) error {
	return t.store.db.Index(t.Ctx, t, t.Actor.Territory, kind, id, text.Fold(strings.Join(parts, " ")))
}

// Search answers the ids of the newest documents of a kind that hold the words, in the actor's territory.
func (v *View) Search(kind, words string, limit int) ([]string, error) {
	return v.db.Find(v.Ctx, v, v.Actor.Territory, kind, text.Tokens(words), limit)
}

package events

import (
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/store"
)

// directoryFact is the journal entry of a fact about a company, a project leader, a body or a subject.
func directoryFact(_ *aggregate.Root, _ any) (store.Entry, bool) {
	return store.Entry{}, false
}

package events

import "hup.example/services/kit/store"

// togetherFact is the journal entry of a fact about what bodies do together around cases.
func togetherFact(fact any) (store.Entry, bool) {
	for _, of := range []func(any) (store.Entry, bool){exchangeFact, taskFact, opinionFact} {
		if entry, ok := of(fact); ok {
			return entry, true
		}
	}
	return store.Entry{}, false
}

package events

import "hup.example/services/kit/store"

// togetherFact is the journal entry of a fact about what bodies do together around cases.
func togetherFact(fact any) (store.Entry, bool) {
	return exchangeFact(fact)
}

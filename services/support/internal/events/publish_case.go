package events

import (
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/store"
)

// caseFact is the journal entry of a fact about a case, a referral or a message.
func caseFact(_ *aggregate.Root, _ any) (store.Entry, bool) {
	return store.Entry{}, false
}

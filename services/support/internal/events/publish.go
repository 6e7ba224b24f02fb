// Package events says what support states to the others, and what it does when others state something.
package events

import (
	"fmt"

	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/store"
)

// Facts turns the facts of the domain into journal entries: those of cases, of working together, else those of the directory.
func Facts(root *aggregate.Root, fact any) (store.Entry, error) {
	if entry, ok := caseFact(root, fact); ok {
		return entry, nil
	}
	if entry, ok := togetherFact(fact); ok {
		return entry, nil
	}
	if entry, ok := directoryFact(root, fact); ok {
		return entry, nil
	}
	return store.Entry{}, fmt.Errorf("no event for the fact %T", fact)
}

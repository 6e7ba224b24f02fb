// Package events says what land states to the others, and what it does when others state something.
package events

import (
	"fmt"

	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/store"
)

// Facts turns the facts of the domain into journal entries.
func Facts(_ *aggregate.Root, fact any) (store.Entry, error) {
	for _, known := range []func(any) (store.Entry, bool){requestFact, assetFact, layerFact, matchFact, optionFact, dealFact, dealChanged} {
		if entry, ok := known(fact); ok {
			return entry, nil
		}
	}
	return store.Entry{}, fmt.Errorf("no event for the fact %T", fact)
}

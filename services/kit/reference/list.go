package reference

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"sync"
)

// List is one code list: looked up by code, searched by words.
type List[T any] struct {
	source Source
	items  []T
	codes  []string
	labels []string
	at     map[string]int
	index  func() *index // made at the first search: most callers only look codes up
}

// entry is what a list knows of one of its items.
type entry struct {
	code, label string
	// words are also found by a search, after the label's.
	words string
	// note is a text whose words are found last.
	note string
	// weight puts the greater first among items that a search finds as good: a population.
	weight int
}

func newList[T any](source Source, fold func(string) string, items []T, describe func(T) entry) *List[T] {
	l := &List[T]{source: source, items: items, at: make(map[string]int, len(items))}
	for i, item := range items {
		e := describe(item)
		l.codes, l.labels = append(l.codes, e.code), append(l.labels, e.label)
		l.at[e.code] = i
	}
	l.index = sync.OnceValue(func() *index {
		x := newIndex(fold)
		for _, item := range items {
			x.add(describe(item))
		}
		x.seal()
		return x
	})
	return l
}

// Get finds an item by its code.
func (l *List[T]) Get(code string) (T, bool) {
	i, ok := l.at[code]
	if !ok {
		var none T
		return none, false
	}
	return l.items[i], true
}

// Len is the number of items.
func (l *List[T]) Len() int { return len(l.items) }

// All goes through the items in the order of the source.
func (l *List[T]) All() iter.Seq[T] { return slices.Values(l.items) }

// Source says where the list comes from.
func (l *List[T]) Source() Source { return l.source }

// Search finds the items that have all the words, or words that begin so, the best first. The code is a word, too.
func (l *List[T]) Search(query string, limit int) []T {
	found := l.index().search(query, limit)
	items := make([]T, 0, len(found))
	for _, i := range found {
		items = append(items, l.items[i])
	}
	return items
}

// candidates are the nearest codes, for a code that the list does not have; for a text, what a search finds.
func (l *List[T]) candidates(value string) []Candidate {
	found := l.nearest(compactUpper(value))
	if len(found) == 0 {
		found = l.index().search(value, maxCandidates)
	}
	candidates := make([]Candidate, 0, len(found))
	for _, i := range found {
		candidates = append(candidates, Candidate{Code: l.codes[i], Label: l.labels[i]})
	}
	return candidates
}

const (
	maxCandidates = 5
	maxCodeLength = 12
)

// nearest finds the codes one edit away, or two with the same two first signs: the fewer edits, then the longer common
// beginning, come first.
func (l *List[T]) nearest(code string) []int {
	if code == "" || len(code) > maxCodeLength {
		return nil
	}
	type near struct{ item, edits, common int }
	var all []near
	for i, known := range l.codes {
		plain := strings.ReplaceAll(known, ".", "")
		d, common := edits(code, plain), commonPrefix(code, plain)
		if d <= 1 || (d == 2 && common >= 2) {
			all = append(all, near{i, d, common})
		}
	}
	slices.SortFunc(all, func(a, b near) int {
		return cmp.Or(cmp.Compare(a.edits, b.edits), cmp.Compare(b.common, a.common), cmp.Compare(l.codes[a.item], l.codes[b.item]))
	})
	items := make([]int, 0, maxCandidates)
	for _, n := range all[:min(len(all), maxCandidates)] {
		items = append(items, n.item)
	}
	return items
}

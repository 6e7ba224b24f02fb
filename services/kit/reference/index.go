package reference

import (
	"cmp"
	"slices"
	"strings"
)

// index finds items by the beginnings of their words. Words are kept sorted, so that a beginning is one range.
type index struct {
	fold  func(string) string
	words []posting
	docs  []doc
}

type posting struct {
	word string
	item int
}

type doc struct {
	label  string // folded
	weight int
}

func newIndex(fold func(string) string) *index { return &index{fold: fold} }

// add takes the next item in.
func (x *index) add(e entry) {
	item := len(x.docs)
	label := x.fold(e.label)
	x.docs = append(x.docs, doc{label, e.weight})
	seen := map[string]bool{}
	for _, word := range strings.Fields(label + " " + x.fold(e.words) + " " + x.fold(e.code) + " " + strings.ToLower(compact(e.code))) {
		if !seen[word] {
			seen[word] = true
			x.words = append(x.words, posting{word, item})
		}
	}
}

// seal sorts the words, once all the items are in.
func (x *index) seal() {
	slices.SortFunc(x.words, func(a, b posting) int {
		return cmp.Or(cmp.Compare(a.word, b.word), cmp.Compare(a.item, b.item))
	})
}

// search gives the items that have, for each word of the query, a word that begins with it.
func (x *index) search(query string, limit int) []int {
	folded := x.fold(query)
	var found map[int]bool
	for _, word := range strings.Fields(folded) {
		found = intersect(found, x.beginning(singular(word)))
	}
	items := make([]int, 0, len(found))
	for item := range found {
		items = append(items, item)
	}
	slices.SortFunc(items, func(a, b int) int {
		da, db := x.docs[a], x.docs[b]
		return cmp.Or(cmp.Compare(rank(da.label, folded), rank(db.label, folded)), cmp.Compare(db.weight, da.weight),
			cmp.Compare(da.label, db.label), cmp.Compare(a, b))
	})
	return items[:max(0, min(limit, len(items)))]
}

func (x *index) beginning(prefix string) map[int]bool {
	items := map[int]bool{}
	start, _ := slices.BinarySearchFunc(x.words, prefix, func(p posting, s string) int { return cmp.Compare(p.word, s) })
	for _, p := range x.words[start:] {
		if !strings.HasPrefix(p.word, prefix) {
			break
		}
		items[p.item] = true
	}
	return items
}

// intersect keeps what is in both; the first of all is nil.
func intersect(found, more map[int]bool) map[int]bool {
	if found == nil {
		return more
	}
	for item := range found {
		if !more[item] {
			delete(found, item)
		}
	}
	return found
}

// rank puts the label that was typed first, then those that begin with it, then those that have its words, then those
// that have words that begin so, then those found by other words.
func rank(label, query string) int {
	switch {
	case label == query:
		return 0
	case strings.HasPrefix(label, query):
		return 1
	}
	best := 2
	for _, word := range strings.Fields(query) {
		switch {
		case strings.Contains(" "+label+" ", " "+word+" "):
		case strings.Contains(" "+label, " "+singular(word)):
			best = max(best, 3)
		default:
			return 4
		}
	}
	return best
}

// singular drops the plural of a long word: soudeurs finds soudeur.
func singular(word string) string {
	if len(word) > 3 && (strings.HasSuffix(word, "s") || strings.HasSuffix(word, "x")) {
		return word[:len(word)-1]
	}
	return word
}

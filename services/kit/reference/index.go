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
	weak bool // a word of the note only
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
	note := func(words string, weak bool) {
		for _, word := range strings.Fields(words) {
			if !seen[word] {
				seen[word] = true
				x.words = append(x.words, posting{word, item, weak})
			}
		}
	}
	note(label+" "+x.fold(e.words)+" "+x.fold(e.code)+" "+strings.ToLower(compact(e.code)), false)
	note(x.fold(e.note), true)
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
	type hit struct{ item, rank int }
	hits := make([]hit, 0, len(found))
	for item, strong := range found {
		hits = append(hits, hit{item, rank(x.docs[item].label, folded, strong)})
	}
	slices.SortFunc(hits, func(a, b hit) int {
		da, db := x.docs[a.item], x.docs[b.item]
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(db.weight, da.weight), cmp.Compare(da.label, db.label), cmp.Compare(a.item, b.item))
	})
	items := make([]int, 0, max(0, min(limit, len(hits))))
	for _, h := range hits[:max(0, min(limit, len(hits)))] {
		items = append(items, h.item)
	}
	return items
}

// beginning tells, of each item that has such a word, whether it is elsewhere than in the note.
func (x *index) beginning(prefix string) map[int]bool {
	items := map[int]bool{}
	start, _ := slices.BinarySearchFunc(x.words, prefix, func(p posting, s string) int { return cmp.Compare(p.word, s) })
	for _, p := range x.words[start:] {
		if !strings.HasPrefix(p.word, prefix) {
			break
		}
		items[p.item] = items[p.item] || !p.weak
	}
	return items
}

// intersect keeps what is in both, strong if it is in both; the first of all is nil.
func intersect(found, more map[int]bool) map[int]bool {
	if found == nil {
		return more
	}
	for item, strong := range found {
		other, ok := more[item]
		if !ok {
			delete(found, item)
			continue
		}
		found[item] = strong && other
	}
	return found
}

// rank puts the label that was typed first, then those that begin with it, then those that have its words, then those
// that have words that begin so, then those found by other words, then those found by their note.
func rank(label, query string, strong bool) int {
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
		case strong:
			best = max(best, 4)
		default:
			return 5
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

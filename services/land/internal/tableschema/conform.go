package tableschema

import (
	"slices"
	"strings"
)

// Conform is a text as the schema takes it: the text itself when it does, else the first of the others that it takes, else what
// its list says for what it does not know. A text that nothing stands for is left out.
func (s *Schema) Conform(column, text string, others ...string) string {
	f, known := s.byName[column]
	if !known || f.takes(text) {
		return text
	}
	others = append(others, strings.ReplaceAll(text, ", ", "|"))
	if text != "" {
		others = append(others, "autre")
	}
	for _, other := range append(others, "inconnu") {
		if other != "" && f.takes(other) && (f.lists(other) || !slices.Contains([]string{"autre", "inconnu"}, other)) {
			return other
		}
	}
	return ""
}

func (f *Field) takes(text string) bool {
	if text == "" {
		return !f.Constraints.Required
	}
	return f.fault(text) == ""
}

// lists says whether a word is one of the column's, not just any text.
func (f *Field) lists(word string) bool {
	return slices.Contains(f.Constraints.Enum, word) || slices.Contains(f.Listed, word)
}

package exchange

import (
	"strings"

	"hup.example/services/kit/text"
)

// word is how a standard writes a value; the first one of a value is written back.
type word[E comparable] struct {
	text  string
	value E
}

// vocabulary reads the words of a standard whatever their case, accents and apostrophes. A word that it does not know is
// other: the text itself stays with the source's line.
type vocabulary[E comparable] struct {
	words []word[E]
	other E
	// drop is a word that the sources write or leave out at the beginning: friche agro-industrielle, agro-industrielle.
	drop string
}

func (v vocabulary[E]) fold(s string) string {
	return strings.TrimPrefix(text.Fold(s), v.drop+" ")
}

func (v vocabulary[E]) read(s string) E {
	folded := v.fold(s)
	for _, w := range v.words {
		if v.fold(w.text) == folded {
			return w.value
		}
	}
	return v.other
}

func (v vocabulary[E]) write(value E) string {
	for _, w := range v.words {
		if w.value == value {
			return w.text
		}
	}
	return ""
}

func words[M any, E comparable](name, path string, v vocabulary[E], of func(M) *E) Column[M] {
	return Column[M]{
		Name: name, Path: path,
		Read:  func(record M, text string) error { *of(record) = v.read(text); return nil },
		Write: func(record M) string { return v.write(*of(record)) },
	}
}

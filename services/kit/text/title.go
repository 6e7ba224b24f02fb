package text

import (
	"regexp"
	"slices"
	"strings"
)

// Title is a job or training title reduced to what tells it from others: « Soudeur(se) H/F » and « SOUDEUR (f/h) » are
// both soudeur. It is for keys that look for duplicates, never for display.
func Title(s string) string {
	s = plain(s)
	if strings.Contains(s, "f") {
		s = genderMark.ReplaceAllString(s, " ")
	}
	if strings.ContainsAny(s, "(·•") {
		s = feminineEnding.ReplaceAllString(s, "$1")
	}
	words := strings.Fields(fold(s))
	kept := slices.DeleteFunc(slices.Clone(words), func(word string) bool { return emptyWords[word] })
	if len(kept) == 0 {
		kept = words
	}
	return strings.Join(kept, " ")
}

var (
	// genderMark is H/F in its many forms.
	genderMark = regexp.MustCompile(`\(?\b(?:h\s*[/.-]\s*f(?:\s*[/.-]\s*x)?|f\s*[/.-]\s*h(?:\s*[/.-]\s*x)?|m\s*/\s*f|hf|fh)\b\)?`)
	// feminineEnding is the ending that inclusive writing adds to a word: (se), (trice), ·e·s.
	feminineEnding = regexp.MustCompile(`(\p{L}{3,})(?:\((?:e|ne|se|euse|rice|trice|iere|ere)s?\)|[·•]\p{L}{1,5}(?:[·•]s)?)`)
	emptyWords     = map[string]bool{"a": true, "au": true, "aux": true, "de": true, "des": true, "du": true, "en": true, "et": true,
		"la": true, "le": true, "les": true, "ou": true, "pour": true, "sur": true, "un": true, "une": true}
)

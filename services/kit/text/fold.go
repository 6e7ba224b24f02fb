// Package text folds what people type, so that a search finds it: accents, case, elisions, the dots of initials.
package text

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold is the form of a text that searches compare: lower case, no accents, no punctuation, one space between words.
// Elided articles go (l'Oréal is oreal), initials become one word (S.A.R.L. is sarl). Fold(Fold(s)) is Fold(s).
func Fold(s string) string {
	s = elision.ReplaceAllString(plain(s), "$1")
	s = dottedInitials.ReplaceAllStringFunc(s, onlyLetters)
	return strings.Join(joinInitials(strings.FieldsFunc(s, isSeparator)), " ")
}

// Tokens are the words of the folded text.
func Tokens(s string) []string { return strings.Fields(Fold(s)) }

// SearchText is what a search_text column holds: the folded parts, each word once, in order.
func SearchText(parts ...string) string {
	seen := map[string]bool{}
	var words []string
	for _, part := range parts {
		for _, word := range Tokens(part) {
			if !seen[word] {
				seen[word] = true
				words = append(words, word)
			}
		}
	}
	return strings.Join(words, " ")
}

var (
	// elision is a French word cut before a vowel; O'Connor and N'Diaye keep their letter.
	elision = regexp.MustCompile(`(^|[^\p{L}\p{N}'])(?:l|d|qu|jusqu|lorsqu|puisqu|quelqu)'`)
	// dottedInitials are single letters, each with its dot but perhaps the last: S.A.R.L., J.-P.
	dottedInitials = regexp.MustCompile(`\b\p{L}(?:\.[ -]?\p{L}\b)+\.?`)
)

// plain is the text in lower case and without accents, apostrophes alike.
func plain(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(s, " ")) {
		if unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r) {
			continue
		}
		r = unicode.ToLower(r)
		if letters, ok := ligatures[r]; ok {
			b.WriteString(letters)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// ligatures are the letters that Unicode does not take apart, and the apostrophes that people type.
var ligatures = map[rune]string{
	'œ': "oe", 'æ': "ae", 'ß': "ss", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ı': "i",
	'’': "'", '‘': "'", 'ʼ': "'", '`': "'", '´': "'", '′': "'",
}

func isSeparator(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }

func onlyLetters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, s) + " "
}

// joinInitials makes one word of three single letters or more in a row: S A R L is sarl.
func joinInitials(words []string) []string {
	var joined []string
	for start := 0; start < len(words); {
		end := start
		for end < len(words) && isSingleLetter(words[end]) {
			end++
		}
		switch {
		case end-start >= 3:
			joined = append(joined, strings.Join(words[start:end], ""))
		case end > start:
			joined = append(joined, words[start:end]...)
		default:
			joined = append(joined, words[start])
			end++
		}
		start = end
	}
	return joined
}

func isSingleLetter(word string) bool {
	letters := []rune(word)
	return len(letters) == 1 && unicode.IsLetter(letters[0])
}

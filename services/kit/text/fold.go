// Package text folds what people type, so that a search finds it: accents, case, elisions, the dots of initials.
package text

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold is the form of a text that searches compare: lower case, no accents, no punctuation, one space between words.
// Elided articles go (l'Oréal is oreal), initials become one word (S.A.R.L. is sarl). Fold(Fold(s)) is Fold(s).
func Fold(s string) string { return fold(plain(s)) }

// fold is Fold of a plain text. Expressions cost microseconds: they run only where they may match.
func fold(s string) string {
	if strings.Contains(s, "'") {
		s = dropElisions(s)
	}
	if strings.Contains(s, ".") {
		s = dottedInitials.ReplaceAllStringFunc(s, onlyLetters)
	}
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

// elided are the French words that lose their end before a vowel; O'Connor and N'Diaye keep their letter.
var elided = map[string]bool{"l": true, "d": true, "qu": true, "jusqu": true, "lorsqu": true, "puisqu": true, "quelqu": true}

// dropElisions takes away the elided words with their apostrophe; the other apostrophes become spaces.
func dropElisions(s string) string {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(s, "'")
		if !found {
			b.WriteString(before)
			return b.String()
		}
		rest, word := cutLastWord(before)
		b.WriteString(rest)
		if !elided[word] {
			b.WriteString(word + " ")
		}
		s = after
	}
}

func cutLastWord(s string) (rest, word string) {
	at := strings.LastIndexFunc(s, isSeparator)
	if at < 0 {
		return "", s
	}
	_, size := utf8.DecodeRuneInString(s[at:])
	return s[:at+size], s[at+size:]
}

// dottedInitials are single letters, each with its dot but perhaps the last: S.A.R.L., J.-P.
var dottedInitials = regexp.MustCompile(`\b\p{L}(?:\.[ -]?\p{L}\b)+\.?`)

// plain is the text in lower case and without accents, apostrophes alike.
func plain(s string) string {
	s = strings.ReplaceAll(s, "`", "'")
	if isASCII(s) {
		return strings.ToLower(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(s, " ")) {
		if r < utf8.RuneSelf {
			b.WriteRune(unicode.ToLower(r))
			continue
		}
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
	'’': "'", '‘': "'", 'ʼ': "'", '´': "'", '′': "'",
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
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
	letter, size := utf8.DecodeRuneInString(word)
	return size == len(word) && unicode.IsLetter(letter)
}

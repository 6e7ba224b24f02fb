package text

import (
	"regexp"
	"strings"
)

// Place folds the name of a commune as people write it: « ST-CHRISTOL LES ALES CEDEX 2 » and « Saint-Christol-lez-Alès »
// are both saint christol les ales.
func Place(s string) string {
	s = plain(s)
	if strings.Contains(s, "s/") {
		s = onRiver.ReplaceAllString(s, " sur ")
	}
	var words []string
	for _, word := range strings.Fields(fold(s)) {
		if word == "cedex" {
			break // what follows is a sorting office
		}
		if word == "l" || word == "d" {
			continue // an elision whose apostrophe was lost: L UNION
		}
		if same, ok := sameWords[word]; ok {
			word = same
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

var (
	onRiver   = regexp.MustCompile(`\bs/`)
	sameWords = map[string]string{"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "lez": "les"}
)

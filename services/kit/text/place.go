package text

import (
	"regexp"
	"strings"
)

// Place folds the name of a commune as people write it: « ST-CHRISTOL LES ALES CEDEX 2 » and « Saint-Christol-lès-Alès »
// are both saint christol les ales.
func Place(s string) string {
	s = onRiver.ReplaceAllString(plain(s), " sur ")
	var words []string
	for _, word := range Tokens(s) {
		if word == "cedex" {
			break // what follows is a sorting office
		}
		if long, ok := shortWords[word]; ok {
			word = long
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

var (
	onRiver    = regexp.MustCompile(`\bs/`)
	shortWords = map[string]string{"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
)

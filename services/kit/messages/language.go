package messages

import (
	"strconv"
	"strings"
)

// Language picks the language of an Accept-Language header: the one of ours with the highest weight, French when none is.
func Language(header string) Lang {
	best, weight := French, 0.0
	for item := range strings.SplitSeq(header, ",") {
		tag, params, _ := strings.Cut(strings.TrimSpace(item), ";")
		if w := quality(params); w > weight {
			if lang, ok := known(tag); ok {
				best, weight = lang, w
			}
		}
	}
	return best
}

func known(tag string) (Lang, bool) {
	primary, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
	for _, lang := range Langs {
		if primary == string(lang) {
			return lang, true
		}
	}
	return French, primary == "*"
}

func quality(params string) float64 {
	value, ok := strings.CutPrefix(strings.TrimSpace(params), "q=")
	if !ok {
		return 1
	}
	q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil || q < 0 || q > 1 {
		return 0
	}
	return q
}

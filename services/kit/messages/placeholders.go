package messages

import (
	"regexp"
	"slices"
	"strings"
)

var placeholder = regexp.MustCompile(`\{[a-zA-Z_]+\}`)

// placeholders lists those of a text, sorted, each once.
func placeholders(text string) string {
	found := placeholder.FindAllString(text, -1)
	slices.Sort(found)
	return strings.Join(slices.Compact(found), " ")
}

package store

import (
	"strings"

	kit "hup.example/services/kit/store"
)

var keywords = kit.Children{Table: "keyword", Owner: "id", Columns: []string{"value"}}.Open()

const selectByWord = `SELECT id FROM keyword WHERE territory = $1 AND value = $2`

// setKeywords keeps the words that a record is found by; a keyword without a value is none.
func setKeywords(tx *kit.Tx, id string, words []string) error {
	var rows [][]any
	for _, w := range words {
		if !strings.HasSuffix(w, ":") {
			rows = append(rows, []any{w})
		}
	}
	return keywords.Set(tx, id, rows)
}

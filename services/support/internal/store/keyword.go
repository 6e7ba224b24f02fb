package store

import (
	"strings"

	kit "hup.example/services/kit/store"
)

const (
	deleteKeywords = `DELETE FROM keyword WHERE territory = $1 AND id = $2`
	selectKeywords = `SELECT value FROM keyword WHERE territory = $1 AND id = $2`
	deleteKeyword  = `DELETE FROM keyword WHERE territory = $1 AND value = $2 AND id = $3`
	insertKeyword  = `INSERT INTO keyword (territory, value, id) VALUES ($1, $2, $3) ON CONFLICT (territory, value, id) DO NOTHING`
	selectByWord   = `SELECT id FROM keyword WHERE territory = $1 AND value = $2`
)

// setKeywords writes the keywords that are new and removes those that are gone; a keyword without a value is none.
func setKeywords(tx *kit.Tx, id string, words []string) error {
	known, err := texts(&tx.View, selectKeywords, tx.Actor.Territory, id)
	if err != nil {
		return err
	}
	kept := map[string]bool{}
	for _, w := range known {
		kept[w] = false
	}
	for _, w := range words {
		if strings.HasSuffix(w, ":") {
			continue
		}
		if _, there := kept[w]; !there {
			if _, err := tx.Exec(tx.Ctx, insertKeyword, tx.Actor.Territory, w, id); err != nil {
				return err
			}
		}
		kept[w] = true
	}
	for w, wanted := range kept {
		if wanted {
			continue
		}
		if _, err := tx.Exec(tx.Ctx, deleteKeyword, tx.Actor.Territory, w, id); err != nil {
			return err
		}
	}
	return nil
}

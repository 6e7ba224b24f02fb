package store

import (
	"slices"
	"strings"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/db"
	kit "hup.example/services/kit/store"
	"hup.example/services/kit/text"
	"hup.example/services/support/internal/domain"
)

// A word that is typed wrong is found by what is left of it when a letter goes: two words that differ by one letter, or by
// two that changed places, have such a rest in common. So a search asks for a few keys and goes through no words. Only the
// beginning of a word counts, as the end may be left out when it is typed.

const (
	// beginning is how many letters of a word count, shortest how many it has at least.
	beginning, shortest = 7, 4
	// remembered bounds the words that one import keeps in mind.
	remembered = 200_000
)

// Spelling keeps the words of names, and in mind which it has kept. Nil keeps none in mind.
type Spelling struct{ known map[string]bool }

// NewSpelling is the spelling of one import.
func NewSpelling() *Spelling { return &Spelling{known: map[string]bool{}} }

var insertSpelling = db.NewInsert("spelling", []string{"territory", "rest", "word"}, "ON CONFLICT (territory, rest, word) DO NOTHING")

// learn keeps the words of the names that may be published. Those of a unit of work that is not committed are not in mind.
func (s *Spelling) learn(tx *kit.Tx, territory string, companies ...*supportv1.Company) error {
	fresh := map[string]bool{}
	var rows [][]any
	for _, c := range companies {
		if c.GetDiffusion() == supportv1.Diffusion_DIFFUSION_PARTIAL {
			continue
		}
		for _, word := range text.Tokens(c.GetLegalName() + " " + c.GetTradeName()) {
			word = beginningOf(word)
			if word == "" || fresh[word] || s != nil && s.known[territory+word] {
				continue
			}
			fresh[word] = true
			for _, rest := range rests(word) {
				rows = append(rows, []any{territory, rest, word})
			}
		}
	}
	if s != nil {
		tx.AfterCommit(func() { s.remember(territory, fresh) })
	}
	return tx.DB().Bulk(tx.Ctx, tx, insertSpelling, rows...)
}

func (s *Spelling) remember(territory string, words map[string]bool) {
	if len(s.known) >= remembered {
		clear(s.known)
	}
	for word := range words {
		s.known[territory+word] = true
	}
}

// beginningOf is what counts of a word; empty for a short one, and for a number.
func beginningOf(word string) string {
	letters := []rune(word)
	if len(letters) < shortest || strings.ContainsAny(word, "0123456789") {
		return ""
	}
	return string(letters[:min(len(letters), beginning)])
}

// rests are the word and what is left when one letter of it goes.
func rests(word string) []string {
	letters := []rune(word)
	found := []string{word}
	for i := range letters {
		rest := string(letters[:i]) + string(letters[i+1:])
		if !slices.Contains(found, rest) {
			found = append(found, rest)
		}
	}
	return found
}

var selectSpelled = `SELECT DISTINCT word FROM spelling WHERE territory = $1 AND rest IN (` + placesFrom(2, beginning+1) + `) LIMIT 200`

// likeWords bounds by how many words one that is typed wrong is replaced.
const likeWords = 8

// like are the words of the register that somebody may have meant: those one slip away, and those whose beginning is.
func like(v *kit.View, word string) ([]string, error) {
	start := beginningOf(word)
	if start == "" {
		return nil, nil
	}
	args := []any{v.Actor.Territory}
	keys := rests(start)
	for i := range beginning + 1 {
		args = append(args, keys[min(i, len(keys)-1)])
	}
	found, err := texts(v, selectSpelled, args...)
	found = slices.DeleteFunc(found, func(w string) bool { return domain.Slips(start, w) > slipsIn(start, w) })
	slices.SortFunc(found, func(a, b string) int {
		if d := domain.Slips(start, a) - domain.Slips(start, b); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	return found[:min(len(found), likeWords)], err
}

// slipsIn is how many slips two beginnings may differ by: where both are cut off, one slip also moves the cut.
func slipsIn(a, b string) int {
	if len([]rune(a)) == beginning && len([]rune(b)) == beginning {
		return 2
	}
	return 1
}

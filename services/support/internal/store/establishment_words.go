package store

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/reference"
	"hup.example/services/kit/text"
	"hup.example/services/support/internal/domain"
)

// The kinds of terms that an establishment is found by.
const (
	// typed are words of names, street and commune, veiled those of a name or an address that is not published.
	typed, veiled = "w", "v"
	// The others stand for a filter.
	ofCommune, ofEPCI, ofQuarter, ofZone, ofActivity, ofHeadcount = "c", "e", "q", "z", "a", "h"
)

// term is one of a scope. Folded text has no þ.
func term(scope, kind, value string) string { return scope + kind + value }

// scopeOf is where the terms of establishments with a status are, in a territory: those that have ceased are apart, for they
// are most of a register, and seldom meant. Territories have no þ.
func scopeOf(territory string, s supportv1.CompanyStatus) string {
	if s == supportv1.CompanyStatus_COMPANY_STATUS_CEASED {
		return territory + "þc"
	}
	return territory + "þa"
}

// silent are the words of addresses that are in most of them, and say nothing.
var silent = wordsOf("rue avenue av boulevard bd bld chemin che chem route rte place pl allee impasse imp quai lotissement lot a au aux de du des d la le les l et en sur")

// forms are what people say before a name, and registers do not.
var forms = wordsOf("sarl sas sasu sa eurl earl gaec sci scp snc scop ei eirl ste societe ets etablissements entreprise")

func wordsOf(list string) map[string]bool {
	words := map[string]bool{}
	for _, w := range strings.Fields(list) {
		words[w] = true
	}
	return words
}

// establishmentTerms are the terms that an establishment is found by.
func establishmentTerms(territory string, c *supportv1.Company) []string {
	scope, terms := scopeOf(territory, c.GetStatus()), make([]string, 0, 24)
	add := func(kind string, values ...string) {
		for _, value := range values {
			if t := term(scope, kind, value); value != "" && !slices.Contains(terms, t) {
				terms = append(terms, t)
			}
		}
	}
	names, street := typed, typed
	if c.GetDiffusion() == supportv1.Diffusion_DIFFUSION_PARTIAL {
		if street = veiled; domain.MasksName(c) {
			names = veiled
		}
	}
	add(names, text.Tokens(c.GetLegalName())...)
	add(names, text.Tokens(c.GetTradeName())...)
	add(street, said(text.Tokens(c.GetAddress()))...)
	commune, known := reference.Communes().Current(c.GetCommuneCode())
	add(typed, said(text.Tokens(commune.Name))...)
	add(typed, c.GetPostalCode())
	if !known {
		commune.Code = c.GetCommuneCode()
	}
	add(ofCommune, commune.Code)
	add(ofEPCI, commune.EPCISIREN)
	add(ofQuarter, c.GetQpvCode())
	add(ofZone, c.GetZoneId())
	for _, naf := range c.GetNaf() {
		add(ofActivity, naf.GetCode())
	}
	if band, ok := reference.Headcounts().Get(c.GetHeadcount().GetCode()); ok {
		add(ofHeadcount, rank(band.Rank))
	}
	return terms
}

// said are the words that say something; all when none does.
func said(words []string) []string {
	kept := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return silent[w] })
	if len(kept) == 0 {
		return words
	}
	return kept
}

func rank(n int) string { return fmt.Sprintf("%02d", n) }

// searched are the words that an establishment must have, as groups of terms, the last as the beginning of a word. A word
// also finds the activities that are called so.
func (q EstablishmentQuery) searched(scope string, words []string) (groups [][]string) {
	for i, word := range words {
		group := q.meant(scope, ending(words, i, word))
		for _, code := range activitiesCalled(word) {
			group = append(group, term(scope, ofActivity, code))
		}
		groups = append(groups, group)
	}
	return groups
}

// meant are the terms of one word: published, and for those who may read them, not published.
func (q EstablishmentQuery) meant(scope, word string) []string {
	if !q.Names {
		return []string{term(scope, typed, word)}
	}
	return []string{term(scope, typed, word), term(scope, veiled, word)}
}

// nafTyped is an activity code among other words.
var nafTyped = regexp.MustCompile(`(?i)\b\d{2}\.?\d{2}[a-z]\b`)

// activityTerms are those of a code and of what it stands for in the other nomenclature.
func activityTerms(scope, code string) []string {
	activity, ok := reference.NAF(code)
	if !ok {
		return []string{term(scope, ofActivity, strings.ToUpper(code))}
	}
	terms := []string{term(scope, ofActivity, activity.Code)}
	for _, other := range reference.ActivityPassage().Of(activity.Code) {
		if other.Exact {
			terms = append(terms, term(scope, ofActivity, other.Code))
		}
	}
	return terms
}

// callings bounds how many activities a word may stand for; one that is in more says little.
const callings = 16

var labelled = sync.OnceValue(func() map[string][]string {
	codes := map[string][]string{}
	for a := range reference.Activities().All() {
		for _, word := range said(text.Tokens(a.Label)) {
			if w := one(word); !slices.Contains(codes[w], a.Code) {
				codes[w] = append(codes[w], a.Code)
			}
		}
	}
	return codes
})

// activitiesCalled are the codes whose label has the word.
func activitiesCalled(word string) []string {
	if codes := labelled()[one(word)]; len(word) >= shortest && len(codes) <= callings {
		return codes
	}
	return nil
}

// one drops the plural of a long word.
func one(word string) string {
	if len(word) > shortest {
		return strings.TrimRight(word, "sx")
	}
	return word
}

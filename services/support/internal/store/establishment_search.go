package store

import (
	"cmp"
	"database/sql"
	"slices"
	"strings"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/db"
	"hup.example/services/kit/reference"
	kit "hup.example/services/kit/store"
	"hup.example/services/kit/text"
	"hup.example/services/support/internal/domain"
)

// EstablishmentQuery is whom somebody looks for in the register.
type EstablishmentQuery struct {
	// Words is what was typed: words of names, street and commune, an activity, a number.
	Words string
	// Names says that who asks may find by what is not published.
	Names bool
	// The others narrow it; empty for any.
	CommuneCode, EPCISIREN, QPVCode, ZoneID, NAFCode, LeastHeadcount, MostHeadcount string
	Status                                                                          supportv1.CompanyStatus
}

// Filtered says whether anything narrows it.
func (q EstablishmentQuery) Filtered() bool {
	return q.CommuneCode+q.EPCISIREN+q.QPVCode+q.ZoneID+q.NAFCode+q.LeastHeadcount+q.MostHeadcount != ""
}

// filters are the terms that narrow it, in a scope.
func (q EstablishmentQuery) filters(scope string) (groups db.Terms) {
	commune := q.CommuneCode
	if current, ok := reference.Communes().Current(commune); ok {
		commune = current.Code
	}
	for _, f := range []struct{ kind, value string }{
		{ofCommune, commune}, {ofEPCI, q.EPCISIREN}, {ofQuarter, q.QPVCode}, {ofZone, q.ZoneID},
	} {
		if f.value != "" {
			groups = append(groups, []string{term(scope, f.kind, f.value)})
		}
	}
	if q.NAFCode != "" {
		groups = append(groups, activityTerms(scope, q.NAFCode))
	}
	if q.LeastHeadcount+q.MostHeadcount != "" {
		var bands []string
		for band := range reference.Headcounts().All() {
			if within(band, q.LeastHeadcount, q.MostHeadcount) {
				bands = append(bands, term(scope, ofHeadcount, rank(band.Rank)))
			}
		}
		groups = append(groups, bands)
	}
	return groups
}

func within(band reference.HeadcountBand, least, most string) bool {
	low, _ := reference.Headcounts().Get(least)
	high, bounded := reference.Headcounts().Get(most)
	return band.Rank >= low.Rank && (!bounded || band.Rank <= high.Rank)
}

// candidates is how many rows a search looks at to put the best first; with enough of those at work it looks at no others.
const candidates, enough = 100, 50

// Search answers the establishments that are meant, the best first; corrected is what was looked for instead when nothing
// has the words as they were typed.
func (q EstablishmentQuery) Search(v *kit.View, most int) (found []*supportv1.Company, corrected string, err error) {
	if number := digits(q.Words); len(number) >= 9 {
		found, err = q.numbered(v, number, most)
		return found, "", err
	}
	codes := nafTyped.FindAllString(q.Words, -1)
	words := said(text.Tokens(nafTyped.ReplaceAllString(q.Words, " ")))
	if kept := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return forms[w] }); len(kept) > 0 {
		words = kept
	}
	narrow := func(scope string) db.Terms {
		terms := q.filters(scope)
		for _, code := range codes {
			terms = append(terms, activityTerms(scope, code))
		}
		return terms
	}
	if found, err = q.beginning(v, most); err != nil {
		return nil, "", err
	}
	having, err := q.having(v, func(scope string) db.Terms { return append(narrow(scope), q.searched(scope, words)...) })
	if err != nil {
		return nil, "", err
	}
	if found = q.best(append(found, having...), most); len(found) > 0 || len(words) == 0 {
		return found, "", nil
	}
	return q.corrected(v, narrow, words, most)
}

// having are some rows that have the terms: those at work, and when they are few those that have ceased.
func (q EstablishmentQuery) having(v *kit.View, terms func(scope string) db.Terms) ([]*supportv1.Company, error) {
	var numbers []int64
	for _, scope := range q.scopes(v.Actor.Territory) {
		groups := terms(scope)
		if len(groups) == 0 {
			return nil, nil
		}
		more, err := v.FindRows(groups, candidates-len(numbers))
		if err != nil {
			return nil, err
		}
		if numbers = append(numbers, more...); len(numbers) >= enough {
			break
		}
	}
	rows, err := numberedRows(v, numbers)
	found := make([]*supportv1.Company, len(rows))
	for i, r := range rows {
		found[i] = r.Company
	}
	return found, err
}

// scopes are where to look, one after the other.
func (q EstablishmentQuery) scopes(territory string) []string {
	if q.Status == supportv1.CompanyStatus_COMPANY_STATUS_UNSPECIFIED {
		return []string{scopeOf(territory, supportv1.CompanyStatus_COMPANY_STATUS_ACTIVE), scopeOf(territory, supportv1.CompanyStatus_COMPANY_STATUS_CEASED)}
	}
	if q.Status == supportv1.CompanyStatus_COMPANY_STATUS_PROSPECT {
		return nil // no register has them
	}
	return []string{scopeOf(territory, q.Status)}
}

// corrected searches for words of the register that are like those typed.
func (q EstablishmentQuery) corrected(v *kit.View, narrow func(scope string) db.Terms, words []string, most int) ([]*supportv1.Company, string, error) {
	near, read := make([][]string, len(words)), slices.Clone(words)
	for i, word := range words {
		var err error
		if near[i], err = like(v, word); err != nil {
			return nil, "", err
		}
		if len(near[i]) > 0 {
			read[i] = near[i][0]
		}
	}
	found, err := q.having(v, func(scope string) db.Terms {
		terms := narrow(scope)
		for i, word := range words {
			terms = append(terms, append(q.meant(scope, ending(words, i, word)), q.spelled(scope, near[i])...))
		}
		return terms
	})
	if len(found) == 0 {
		return nil, "", err
	}
	return q.best(found, most), strings.Join(read, " "), nil
}

// spelled are the terms of beginnings of words.
func (q EstablishmentQuery) spelled(scope string, beginnings []string) (terms []string) {
	for _, b := range beginnings {
		if len([]rune(b)) == beginning {
			b += "*"
		}
		terms = append(terms, term(scope, typed, b))
	}
	return terms
}

// ending is a word, the last one as the beginning of a word.
func ending(words []string, i int, word string) string {
	if i == len(words)-1 {
		return word + "*"
	}
	return word
}

// beginning are those whose name begins so, when nothing else is asked for.
func (q EstablishmentQuery) beginning(v *kit.View, most int) ([]*supportv1.Company, error) {
	name := text.Fold(q.Words)
	if q.Filtered() || name == "" {
		return nil, nil
	}
	found, err := someEstablishments(v, selectBeginning, name, name+last, most)
	return slices.DeleteFunc(found, func(c *supportv1.Company) bool {
		return !q.Names && domain.MasksName(c) || !slices.Contains(q.scopes(v.Actor.Territory), scopeOf(v.Actor.Territory, c.GetStatus()))
	}), err
}

// numbered are those whose SIRET begins with the digits.
func (q EstablishmentQuery) numbered(v *kit.View, number string, most int) ([]*supportv1.Company, error) {
	found, err := someEstablishments(v, selectOfSiren, number, number+":", most)
	return q.best(found, most), err
}

// digits is a number that was typed, with its spaces, dots and dashes gone; empty for anything else.
func digits(typed string) string {
	number := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" .-\u00a0\u202f", r) {
			return -1
		}
		return r
	}, typed)
	if strings.Trim(number, "0123456789") != "" || len(number) > 14 {
		return ""
	}
	return number
}

// best keeps each once: those at work first, then by how well the name is what was typed.
func (q EstablishmentQuery) best(found []*supportv1.Company, most int) []*supportv1.Company {
	name := text.Fold(q.Words)
	type ranked struct {
		*supportv1.Company
		rank int
		key  string
	}
	var all []ranked
	seen := map[string]bool{}
	for _, c := range found {
		if seen[c.GetSiret()] {
			continue
		}
		seen[c.GetSiret()] = true
		key := text.Fold(domain.CompanyName(c))
		all = append(all, ranked{c, nearness(c, key, name), key})
	}
	slices.SortStableFunc(all, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), strings.Compare(a.key, b.key), strings.Compare(a.GetSiret(), b.GetSiret()))
	})
	kept := make([]*supportv1.Company, 0, most)
	for _, r := range all[:min(len(all), most)] {
		kept = append(kept, r.Company)
	}
	return kept
}

func nearness(c *supportv1.Company, key, name string) int {
	rank := 3
	switch legal := text.Fold(c.GetLegalName()); {
	case key == name || legal == name:
		rank = 0
	case strings.HasPrefix(key, name) || strings.HasPrefix(legal, name):
		rank = 1
	case strings.Contains(" "+key, " "+name):
		rank = 2
	}
	if c.GetStatus() == supportv1.CompanyStatus_COMPANY_STATUS_CEASED {
		rank += 10
	}
	return rank
}

func someEstablishments(v *kit.View, query, from, to string, most int) ([]*supportv1.Company, error) {
	rows, err := v.Query(v.Ctx, query, v.Actor.Territory, from, to, most)
	if err != nil {
		return nil, err
	}
	defer func(rows *sql.Rows) { _ = rows.Close() }(rows)
	return establishments(rows)
}

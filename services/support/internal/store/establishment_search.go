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

// filters are the terms that narrow it.
func (q EstablishmentQuery) filters(territory string) (groups db.Terms) {
	commune := q.CommuneCode
	if current, ok := reference.Communes().Current(commune); ok {
		commune = current.Code
	}
	for _, f := range []struct{ kind, value string }{
		{ofCommune, commune}, {ofEPCI, q.EPCISIREN}, {ofQuarter, q.QPVCode}, {ofZone, q.ZoneID},
	} {
		if f.value != "" {
			groups = append(groups, []string{term(territory, f.kind, f.value)})
		}
	}
	if q.NAFCode != "" {
		groups = append(groups, activityTerms(territory, q.NAFCode))
	}
	if q.LeastHeadcount+q.MostHeadcount != "" {
		var bands []string
		for band := range reference.Headcounts().All() {
			if within(band, q.LeastHeadcount, q.MostHeadcount) {
				bands = append(bands, term(territory, ofHeadcount, rank(band.Rank)))
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

// candidates is how many rows a search looks at to put the best first.
const candidates = 100

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
	narrow := q.filters(v.Actor.Territory)
	for _, code := range codes {
		narrow = append(narrow, activityTerms(v.Actor.Territory, code))
	}
	if found, err = q.beginning(v, most); err != nil {
		return nil, "", err
	}
	having, err := q.having(v, append(slices.Clone(narrow), q.searched(v.Actor.Territory, words)...))
	if err != nil {
		return nil, "", err
	}
	if found = q.best(append(found, having...), most); len(found) > 0 || len(words) == 0 {
		return found, "", nil
	}
	return q.corrected(v, narrow, words, most)
}

// having are some rows that have the terms: those at work, and when they are few those that have ceased.
func (q EstablishmentQuery) having(v *kit.View, terms db.Terms) ([]*supportv1.Company, error) {
	if len(terms) == 0 {
		return nil, nil
	}
	var numbers []int64
	for _, s := range q.statuses() {
		more, err := v.FindRows(append(slices.Clone(terms), []string{term(v.Actor.Territory, ofStatus, s)}), candidates-len(numbers))
		if err != nil {
			return nil, err
		}
		if numbers = append(numbers, more...); len(numbers) >= candidates {
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

// statuses are the terms to look for, one after the other.
func (q EstablishmentQuery) statuses() []string {
	if q.Status == supportv1.CompanyStatus_COMPANY_STATUS_UNSPECIFIED {
		return []string{status(supportv1.CompanyStatus_COMPANY_STATUS_ACTIVE), status(supportv1.CompanyStatus_COMPANY_STATUS_CEASED)}
	}
	return []string{status(q.Status)}
}

// corrected searches for words of the register that are like those typed.
func (q EstablishmentQuery) corrected(v *kit.View, narrow db.Terms, words []string, most int) ([]*supportv1.Company, string, error) {
	terms, read := slices.Clone(narrow), make([]string, len(words))
	for i, word := range words {
		near, err := like(v, word)
		if err != nil {
			return nil, "", err
		}
		read[i] = word
		if len(near) > 0 {
			read[i] = near[0]
		}
		end := ""
		if i == len(words)-1 {
			end = "*"
		}
		group := q.meant(v.Actor.Territory, word+end)
		for _, n := range near {
			if len([]rune(n)) == beginning {
				n += "*"
			}
			group = append(group, term(v.Actor.Territory, typed, n))
		}
		terms = append(terms, group)
	}
	found, err := q.having(v, terms)
	if len(found) == 0 {
		return nil, "", err
	}
	return q.best(found, most), strings.Join(read, " "), nil
}

// beginning are those whose name begins so, when nothing else is asked for.
func (q EstablishmentQuery) beginning(v *kit.View, most int) ([]*supportv1.Company, error) {
	name := text.Fold(q.Words)
	if q.Filtered() || name == "" {
		return nil, nil
	}
	found, err := someEstablishments(v, selectBeginning, name, name+last, most)
	return slices.DeleteFunc(found, func(c *supportv1.Company) bool {
		return !q.Names && domain.MasksName(c) || !slices.Contains(q.statuses(), status(c.GetStatus()))
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

// Numbered is an establishment with its number in the register.
type Numbered struct {
	*supportv1.Company
	Number int64
}

// After answers the establishments behind a number that have what narrows the query, in the order of the numbers.
func (q EstablishmentQuery) After(v *kit.View, number int64, most int) ([]Numbered, error) {
	terms := q.filters(v.Actor.Territory)
	if q.Status != supportv1.CompanyStatus_COMPANY_STATUS_UNSPECIFIED {
		terms = append(terms, []string{term(v.Actor.Territory, ofStatus, status(q.Status))})
	}
	numbers, err := v.NextRows(terms, number, most)
	if err != nil {
		return nil, err
	}
	return numberedRows(v, numbers)
}

var selectNumbered = `SELECT number, record, source_us FROM establishment WHERE territory = $1 AND number IN (` + placesFrom(2, atOnce) + `) ORDER BY number`

func numberedRows(v *kit.View, numbers []int64) (found []Numbered, err error) {
	for start := 0; start < len(numbers); start += atOnce {
		args := []any{v.Actor.Territory}
		for i := range atOnce {
			args = append(args, numbers[min(start+i, len(numbers)-1)])
		}
		if found, err = appendNumbered(v, found, args); err != nil {
			return nil, err
		}
	}
	return found, nil
}

func appendNumbered(v *kit.View, found []Numbered, args []any) ([]Numbered, error) {
	rows, err := v.Query(v.Ctx, selectNumbered, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var n Numbered
		var record []byte
		var sourced int64
		if err := rows.Scan(&n.Number, &record, &sourced); err != nil {
			return nil, err
		}
		if n.Company, err = establishment(record, sourced); err != nil {
			return nil, err
		}
		found = append(found, n)
	}
	return found, rows.Err()
}

func someEstablishments(v *kit.View, query, from, to string, most int) ([]*supportv1.Company, error) {
	rows, err := v.Query(v.Ctx, query, v.Actor.Territory, from, to, most)
	if err != nil {
		return nil, err
	}
	defer func(rows *sql.Rows) { _ = rows.Close() }(rows)
	return establishments(rows)
}

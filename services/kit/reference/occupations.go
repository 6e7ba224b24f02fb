package reference

import (
	"cmp"
	"slices"
	"strings"

	"hup.example/services/kit/text"
)

// Occupation is a sheet of ROME.
type Occupation struct {
	Code, Label string
	// ParentCode is the sheet of V347 that this one came from; it is the one that has mobilities and a definition.
	ParentCode              string
	DomainCode, DomainLabel string
	FamilyCode, FamilyLabel string
	EcologicalTransition    string
	FormerLabel, Definition string
}

// JobTitle is an appellation: one of the names of an occupation.
type JobTitle struct {
	// OGR is the number of the appellation.
	OGR, OccupationCode, Label string
	Principal                  bool
}

// Mobility is a way from an occupation to another.
type Mobility struct {
	Target Occupation
	// Near tells a job that can be taken at once (« Proche ») from one that needs a step (« Évolution »).
	Near bool
}

// OccupationList is ROME: sheets, job titles and mobilities.
type OccupationList struct {
	*List[Occupation]
	titles       *List[JobTitle]
	titlesOf     map[string][]JobTitle
	mobilitiesOf map[string][]mobilityTo
}

// mobilityTo is a mobility of V347, from sheet to sheet.
type mobilityTo struct {
	code string
	near bool
}

// Rome is the directory of occupations of France Travail.
func Rome() *OccupationList { return must(current.Load().occupations()) }

// JobTitles are the appellations, by OGR number.
func (l *OccupationList) JobTitles() *List[JobTitle] { return l.titles }

// TitlesOf are the appellations of an occupation.
func (l *OccupationList) TitlesOf(code string) []JobTitle { return slices.Clone(l.titlesOf[code]) }

// Mobilities are the occupations that one can move to, the near ones first. They are known for the sheets of V347: a
// newer sheet has those of the sheet it came from.
func (l *OccupationList) Mobilities(code string) []Mobility {
	occupation, ok := l.Get(code)
	if !ok {
		return nil
	}
	var mobilities []Mobility
	for _, to := range l.mobilitiesOf[occupation.ParentCode] {
		if target, ok := l.Get(to.code); ok && target.Code != code {
			mobilities = append(mobilities, Mobility{target, to.near})
		}
	}
	return mobilities
}

// Related tells whether two occupations come from the same sheet of V347, or one has a mobility to the other.
func (l *OccupationList) Related(a, b string) bool {
	from, okFrom := l.Get(a)
	to, okTo := l.Get(b)
	if !okFrom || !okTo {
		return false
	}
	return from.ParentCode == to.ParentCode || slices.ContainsFunc(l.mobilitiesOf[from.ParentCode], func(m mobilityTo) bool { return m.code == to.ParentCode })
}

func newOccupationList(source Source, occupations []Occupation, titles *List[JobTitle]) *OccupationList {
	l := &OccupationList{titles: titles, titlesOf: map[string][]JobTitle{}, mobilitiesOf: map[string][]mobilityTo{}}
	for title := range titles.All() {
		l.titlesOf[title.OccupationCode] = append(l.titlesOf[title.OccupationCode], title)
	}
	l.List = newList(source, text.Title, occupations, func(o Occupation) entry {
		words := []string{o.FormerLabel, o.DomainLabel}
		for _, title := range l.titlesOf[o.Code] {
			words = append(words, title.Label)
		}
		return entry{code: o.Code, label: o.Label, words: strings.Join(words, " "), weight: len(l.titlesOf[o.Code])}
	})
	return l
}

// addMobility keeps one mobility a pair of sheets, the near one if there are both.
func (l *OccupationList) addMobility(from string, to mobilityTo) {
	known := l.mobilitiesOf[from]
	for i := range known {
		if known[i].code == to.code {
			known[i].near = known[i].near || to.near
			return
		}
	}
	l.mobilitiesOf[from] = append(known, to)
}

func (l *OccupationList) sortMobilities() {
	for _, mobilities := range l.mobilitiesOf {
		slices.SortFunc(mobilities, func(a, b mobilityTo) int {
			if a.near != b.near {
				if a.near {
					return -1
				}
				return 1
			}
			return cmp.Compare(a.code, b.code)
		})
	}
}

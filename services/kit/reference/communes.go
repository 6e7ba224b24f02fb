package reference

import (
	"slices"
	"strings"

	"hup.example/services/kit/calendar"
	"hup.example/services/kit/text"
)

// Commune is a commune of today.
type Commune struct {
	// Code is the Insee code, Postcodes are the postal ones: one postal code has many communes.
	Code, Name string
	Postcodes  []string
	// Population is municipal.
	Population int
	SurfaceHa  float64
	// Point is the centre.
	Point                      Point
	DepartmentCode, RegionCode string
	EPCISIREN, EPCIName        string
	// EmploymentZoneCode is of Insee (2020), LabourBasinCode of France Travail; the names are known in the Gard only.
	EmploymentZoneCode, EmploymentZone string
	LabourBasinCode, LabourBasin       string
	// RuralZone is the FRR class of July 2025.
	RuralZone string
	// The rest is known in the Gard only.
	SIREN, ArrondissementCode, CantonCode, EmploymentCommitteeCode, EmploymentCommittee string
}

// FormerCommune is a commune that became part of another.
type FormerCommune struct {
	Code, Name  string
	CurrentCode string
	// Since is the day of the change, the zero Day when our source does not say.
	Since calendar.Day
}

// CommuneList is the list of communes, with those of yesterday.
type CommuneList struct {
	*List[Commune]
	former     map[string]FormerCommune
	byPostcode map[string][]string
	byEPCI     map[string][]string
}

// Communes are those of Occitanie today. Codes of elsewhere are unknown, not wrong.
func Communes() *CommuneList { return must(current.Load().communes()) }

// Former finds a commune that is no more.
func (l *CommuneList) Former(code string) (FormerCommune, bool) {
	former, ok := l.former[code]
	return former, ok
}

// Current is the commune of today that has a code of today or of yesterday.
func (l *CommuneList) Current(code string) (Commune, bool) {
	for range len(l.former) + 1 { // a chain of mergers, whatever its length
		if commune, ok := l.Get(code); ok {
			return commune, true
		}
		former, ok := l.former[code]
		if !ok {
			break
		}
		code = former.CurrentCode
	}
	return Commune{}, false
}

// WithPostcode are the communes of a postal code.
func (l *CommuneList) WithPostcode(postcode string) []Commune { return l.get(l.byPostcode[postcode]) }

// OfEPCI are the communes of an intercommunal body.
func (l *CommuneList) OfEPCI(siren string) []Commune { return l.get(l.byEPCI[siren]) }

// Distance is the distance between the centres of two communes in kilometres, if both are known.
func (l *CommuneList) Distance(a, b string) (km float64, ok bool) {
	from, okFrom := l.Current(a)
	to, okTo := l.Current(b)
	if !okFrom || !okTo {
		return 0, false
	}
	return Distance(from.Point, to.Point), true
}

// Within are the communes whose centre is at most so far from that of a commune, the nearest first, itself the first.
func (l *CommuneList) Within(code string, km float64) []Commune {
	centre, ok := l.Current(code)
	if !ok {
		return nil
	}
	type near struct {
		Commune
		km float64
	}
	var found []near
	for commune := range l.All() {
		if d := Distance(centre.Point, commune.Point); d <= km {
			found = append(found, near{commune, d})
		}
	}
	slices.SortStableFunc(found, func(a, b near) int {
		if a.km < b.km {
			return -1
		}
		return 1
	})
	communes := make([]Commune, 0, len(found))
	for _, n := range found {
		communes = append(communes, n.Commune)
	}
	return communes
}

func (l *CommuneList) get(codes []string) []Commune {
	communes := make([]Commune, 0, len(codes))
	for _, code := range codes {
		commune, _ := l.Get(code)
		communes = append(communes, commune)
	}
	return communes
}

func newCommuneList(source Source, communes []Commune, history history) *CommuneList {
	l := &CommuneList{former: history.former, byPostcode: map[string][]string{}, byEPCI: map[string][]string{}}
	for _, commune := range communes {
		l.byEPCI[commune.EPCISIREN] = append(l.byEPCI[commune.EPCISIREN], commune.Code)
		for _, postcode := range commune.Postcodes {
			l.byPostcode[postcode] = append(l.byPostcode[postcode], commune.Code)
		}
	}
	l.List = newList(source, text.Place, communes, func(c Commune) entry {
		words := append(slices.Clone(c.Postcodes), history.names[c.Code]...)
		return entry{code: c.Code, label: c.Name, words: strings.Join(words, " "), weight: c.Population}
	})
	return l
}

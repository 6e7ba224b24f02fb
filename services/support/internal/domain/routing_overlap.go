package domain

import (
	"maps"
	"slices"
	"strings"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/reference"
)

// meets says whether a case could be one of both rules. What can't be told apart meets.
func (r *bookedRule) meets(o *bookedRule) bool {
	return common(r.subjects, o.subjects) && common(r.origins, o.origins) && common(r.urgencies, o.urgencies) && r.area.meets(o.area) &&
		companiesMeet(r.GetWhen().GetCompany(), o.GetWhen().GetCompany())
}

// common says whether two sets have something in common; an empty one stands for all.
func common[T comparable](a, b map[T]bool) bool {
	if len(a) == 0 || len(b) == 0 {
		return true
	}
	for v := range a {
		if b[v] {
			return true
		}
	}
	return false
}

// meets says whether some commune is in both areas.
func (a *area) meets(b *area) bool {
	if a.everywhere || b.everywhere {
		return true
	}
	for _, pair := range [2][2]*area{{a, b}, {b, a}} {
		for code := range pair[0].communes {
			if pair[1].holds(placeOf(code)) != failed {
				return true
			}
		}
	}
	return len(a.epcis) > 0 && len(b.epcis) > 0 && common(a.epcis, b.epcis)
}

// samples are places that stand for the area: each commune, and one of each group; nil for everywhere.
func (a *area) samples() []*place {
	if a.everywhere {
		return []*place{nil}
	}
	var found []*place
	for _, code := range sortedKeys(a.communes) {
		p := placeOf(code)
		found = append(found, &p)
	}
	for _, epci := range sortedKeys(a.epcis) {
		if communes := reference.Communes().OfEPCI(epci); len(communes) > 0 {
			p := placeOf(communes[0].Code)
			found = append(found, &p)
		}
	}
	return found
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// companiesMeet says whether a company could be as both ask.
func companiesMeet(a, b *supportv1.OfferConditions) bool {
	if a == nil || b == nil {
		return true
	}
	return headcountsMeet(a, b) && agesMeet(a, b) && formsMeet(a.GetLegalFormFamilies(), b.GetLegalFormFamilies()) && answersMeet(a.GetAnswers(), b.GetAnswers())
}

func headcountsMeet(a, b *supportv1.OfferConditions) bool {
	above := func(low, high string) bool { // whether low is above high
		l, okLow := reference.Headcounts().Get(low)
		h, okHigh := reference.Headcounts().Get(high)
		return okLow && okHigh && l.Rank > h.Rank
	}
	return !above(a.GetMinHeadcountCode(), b.GetMaxHeadcountCode()) && !above(b.GetMinHeadcountCode(), a.GetMaxHeadcountCode())
}

func agesMeet(a, b *supportv1.OfferConditions) bool {
	return (b.GetMaxAgeMonths() == 0 || a.GetMinAgeMonths() <= b.GetMaxAgeMonths()) && (a.GetMaxAgeMonths() == 0 || b.GetMinAgeMonths() <= a.GetMaxAgeMonths())
}

func formsMeet(a, b []string) bool {
	if len(a) == 0 || len(b) == 0 {
		return true
	}
	return slices.ContainsFunc(a, func(x string) bool {
		return slices.ContainsFunc(b, func(y string) bool { return strings.HasPrefix(x, y) || strings.HasPrefix(y, x) })
	})
}

// answersMeet tells apart rules that ask for other choices of the same question.
func answersMeet(a, b []*supportv1.AnswerCondition) bool {
	for _, x := range a {
		for _, y := range b {
			if x.GetQuestionCode() == y.GetQuestionCode() && len(x.GetValues()) > 0 && len(y.GetValues()) > 0 && !common(setOf(x.GetValues()), setOf(y.GetValues())) {
				return false
			}
		}
	}
	return true
}

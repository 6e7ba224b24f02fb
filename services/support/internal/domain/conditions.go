package domain

import (
	"slices"
	"strconv"
	"strings"
	"time"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/reference"
)

// verdict is what is found of a condition. What is not known, or only possible, excludes nothing, and is said.
type verdict int

const (
	failed verdict = iota
	unknown
	possible
	fulfilled
)

// condition is one thing that an offer or a rule asks of a company.
type condition struct {
	rule, words, toCheck string
	verdict              verdict
}

// zone says whether the offer covers the place, and by what.
func zone(p place, a *area) condition {
	d := condition{rule: "zone.all", words: "couvre tout le territoire", verdict: a.holds(p)}
	switch {
	case a.everywhere:
	case d.verdict == unknown && p.code == "":
		d.rule, d.toCheck = "zone.unknown", "commune à préciser"
	case d.verdict == unknown:
		d.rule, d.toCheck = "zone.unknown", "commune à vérifier"
	case a.communes[p.code] || p.known && a.communes[p.commune.Code]:
		d.rule, d.words = "zone.commune", "commune couverte ("+p.name()+")"
	default:
		d.rule, d.words = "zone.epci", "commune couverte ("+p.name()+", "+p.commune.EPCIName+")"
	}
	return d
}

// conditions are what is found of each thing that is asked of the company, in order; ok is false when one fails.
func conditions(c *Case, company *supportv1.Company, asked *supportv1.OfferConditions, now time.Time) (found []condition, ok bool) {
	if company == nil && !asked.GetProjectLeaders() {
		return nil, false
	}
	if asked == nil {
		return nil, true
	}
	for _, look := range []func() (condition, bool){
		func() (condition, bool) { return headcount(company, asked) },
		func() (condition, bool) { return age(company, asked, now) },
		func() (condition, bool) { return legalForm(company, asked) },
		func() (condition, bool) { return activity(company, asked) },
		func() (condition, bool) { return quarter(c, company, asked) },
	} {
		d, isAsked := look()
		if !isAsked {
			continue
		}
		if d.verdict == failed {
			return nil, false
		}
		found = append(found, d)
	}
	return found, true
}

// verdictOf is fulfilled or failed for what is known, else unknown.
func verdictOf(known, holds bool) verdict {
	switch {
	case !known:
		return unknown
	case holds:
		return fulfilled
	}
	return failed
}

func headcount(company *supportv1.Company, asked *supportv1.OfferConditions) (d condition, isAsked bool) {
	band, known := reference.Headcounts().Get(company.GetHeadcount().GetCode())
	low, hasLow := reference.Headcounts().Get(asked.GetMinHeadcountCode())
	high, hasHigh := reference.Headcounts().Get(asked.GetMaxHeadcountCode())
	holds := (!hasLow || band.Rank >= low.Rank) && (!hasHigh || band.Rank <= high.Rank)
	return condition{"condition.headcount", "effectif adapté", "effectif à vérifier", verdictOf(known, holds)}, hasLow || hasHigh
}

func age(company *supportv1.Company, asked *supportv1.OfferConditions, now time.Time) (d condition, isAsked bool) {
	created, err := calendar.ParseDay(company.GetCreationDate())
	today := calendar.DayOf(now)
	months := int32((today.Year-created.Year)*12 + int(today.Month) - int(created.Month))
	if today.Day < created.Day {
		months--
	}
	holds := months >= asked.GetMinAgeMonths() && (asked.GetMaxAgeMonths() == 0 || months <= asked.GetMaxAgeMonths())
	return condition{"condition.age", "ancienneté adaptée", "ancienneté à vérifier", verdictOf(err == nil, holds)},
		asked.GetMinAgeMonths() > 0 || asked.GetMaxAgeMonths() > 0
}

func legalForm(company *supportv1.Company, asked *supportv1.OfferConditions) (d condition, isAsked bool) {
	holds := slices.ContainsFunc(asked.GetLegalFormFamilies(), func(family string) bool { return strings.HasPrefix(company.GetLegalForm(), family) })
	return condition{"condition.legal_form", "forme juridique admise", "forme juridique à vérifier", verdictOf(company.GetLegalForm() != "", holds)},
		len(asked.GetLegalFormFamilies()) > 0
}

func quarter(c *Case, company *supportv1.Company, asked *supportv1.OfferConditions) (d condition, isAsked bool) {
	inside := c.State.GetQpvCode() != "" || company.GetQpvCode() != ""
	located := company.GetPoint() != nil || company.GetAddress() != ""
	return condition{"condition.qpv", "quartier prioritaire", "quartier prioritaire à vérifier", verdictOf(inside || located, inside)}, asked.GetQpvOnly()
}

// answered says whether the need gave what each condition asks for.
func answered(n *supportv1.Need, asked []*supportv1.AnswerCondition) bool {
	for _, condition := range asked {
		given := slices.ContainsFunc(n.GetAnswers(), func(a *supportv1.Answer) bool {
			return a.GetQuestionCode() == condition.GetQuestionCode() && answers(a, condition)
		})
		if !given {
			return false
		}
	}
	return true
}

// answers says whether one answer is one that the condition asks for: a choice, a number or an amount, or a day.
func answers(a *supportv1.Answer, asked *supportv1.AnswerCondition) bool {
	switch {
	case asked.MinValue != nil || asked.MaxValue != nil:
		n, err := strconv.ParseFloat(strings.Replace(a.GetValue(), ",", ".", 1), 64)
		return err == nil && (asked.MinValue == nil || n >= float64(asked.GetMinValue())) && (asked.MaxValue == nil || n <= float64(asked.GetMaxValue()))
	case asked.GetFromDate() != "" || asked.GetToDate() != "":
		day := a.GetValue()
		return day != "" && day >= asked.GetFromDate() && (asked.GetToDate() == "" || day <= asked.GetToDate())
	}
	return slices.Contains(asked.GetValues(), a.GetValue()) || slices.ContainsFunc(a.GetValues(), func(v string) bool { return slices.Contains(asked.GetValues(), v) })
}

package domain

import (
	"slices"
	"strings"
	"time"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/reference"
)

// zone says whether the offer covers the commune of the case, and by what. A commune that is not known excludes nothing.
func zone(c *Case, o Offer) (rules []string, words string, ok bool) {
	commune := c.State.GetCompany().GetCommuneCode()
	communes, epcis := o.Offer.GetCommuneCodes(), o.Offer.GetEpciCodes()
	if len(communes)+len(epcis) == 0 {
		communes, epcis = o.Body.GetCommuneCodes(), o.Body.GetEpciCodes()
	}
	if len(communes)+len(epcis) == 0 {
		return []string{"zone.all"}, "couvre tout le territoire", true
	}
	if commune == "" {
		return []string{"zone.unknown"}, "commune à préciser", true
	}
	known, found := reference.Communes().Current(commune)
	name := commune
	if found {
		name = known.Name
	}
	switch {
	case slices.Contains(communes, commune), found && slices.Contains(communes, known.Code):
		return []string{"zone.commune"}, "commune couverte (" + name + ")", true
	case found && slices.Contains(epcis, known.EPCISIREN):
		return []string{"zone.epci"}, "commune couverte (" + name + ", " + known.EPCIName + ")", true
	case !found && len(epcis) > 0:
		return []string{"zone.unknown"}, "commune à vérifier", true
	}
	return nil, "", false
}

// condition is one thing an offer asks of a company.
type condition struct {
	rule, words string
	// asked says whether the offer asks for it, known whether the company told, met whether it fits.
	asked, known, met bool
}

// conditions says whether the company is one that the offer is for. What is not known of it excludes nothing.
func conditions(c *Case, company *supportv1.Company, asked *supportv1.OfferConditions, now time.Time) (rules, words []string, ok bool) {
	if company == nil && !asked.GetProjectLeaders() {
		return nil, nil, false
	}
	for _, d := range []condition{
		headcount(company, asked), age(company, asked, now), legalForm(company, asked), activity(company, asked), quarter(c, company, asked),
	} {
		if !d.asked || !d.known {
			continue
		}
		if !d.met {
			return nil, nil, false
		}
		rules, words = append(rules, d.rule), append(words, d.words)
	}
	return rules, words, true
}

func headcount(company *supportv1.Company, asked *supportv1.OfferConditions) condition {
	d := condition{rule: "condition.headcount", words: "effectif adapté", asked: asked.GetMinHeadcountCode() != "" || asked.GetMaxHeadcountCode() != ""}
	band, known := reference.Headcounts().Get(company.GetHeadcount().GetCode())
	low, hasLow := reference.Headcounts().Get(asked.GetMinHeadcountCode())
	high, hasHigh := reference.Headcounts().Get(asked.GetMaxHeadcountCode())
	d.known = known
	d.met = (!hasLow || band.Rank >= low.Rank) && (!hasHigh || band.Rank <= high.Rank)
	return d
}

func age(company *supportv1.Company, asked *supportv1.OfferConditions, now time.Time) condition {
	d := condition{rule: "condition.age", words: "ancienneté adaptée", asked: asked.GetMinAgeMonths() > 0 || asked.GetMaxAgeMonths() > 0}
	created, err := calendar.ParseDay(company.GetCreationDate())
	today := calendar.DayOf(now)
	months := int32((today.Year-created.Year)*12 + int(today.Month) - int(created.Month))
	if today.Day < created.Day {
		months--
	}
	d.known = err == nil
	d.met = months >= asked.GetMinAgeMonths() && (asked.GetMaxAgeMonths() == 0 || months <= asked.GetMaxAgeMonths())
	return d
}

func legalForm(company *supportv1.Company, asked *supportv1.OfferConditions) condition {
	d := condition{rule: "condition.legal_form", words: "forme juridique admise", asked: len(asked.GetLegalFormFamilies()) > 0, known: company.GetLegalForm() != ""}
	d.met = slices.ContainsFunc(asked.GetLegalFormFamilies(), func(family string) bool { return strings.HasPrefix(company.GetLegalForm(), family) })
	return d
}

func activity(company *supportv1.Company, asked *supportv1.OfferConditions) condition {
	d := condition{rule: "condition.activity", words: "activité admise", asked: len(asked.GetNafAccepted())+len(asked.GetNafExcluded()) > 0}
	excluded, _ := matches(company.GetNaf(), asked.GetNafExcluded())
	accepted, comparable := matches(company.GetNaf(), asked.GetNafAccepted())
	d.known = len(company.GetNaf()) > 0 && (comparable || excluded || len(asked.GetNafAccepted()) == 0)
	d.met = !excluded && (accepted || len(asked.GetNafAccepted()) == 0)
	return d
}

// matches says whether a code fits a pattern of its own nomenclature; comparable is false when none is of the same.
func matches(codes []*commonv1.NafCode, patterns []*supportv1.NafPattern) (fits, comparable bool) {
	for _, code := range codes {
		for _, p := range patterns {
			if code.GetNomenclature() == p.GetNomenclature() {
				comparable = true
				fits = fits || strings.HasPrefix(plain(code.GetCode()), plain(p.GetPrefix()))
			}
		}
	}
	return fits, comparable
}

func plain(naf string) string { return strings.ReplaceAll(naf, ".", "") }

func quarter(c *Case, company *supportv1.Company, asked *supportv1.OfferConditions) condition {
	inside := c.State.GetQpvCode() != "" || company.GetQpvCode() != ""
	located := company.GetPoint() != nil || company.GetAddress() != ""
	return condition{rule: "condition.qpv", words: "quartier prioritaire", asked: asked.GetQpvOnly(), known: inside || located, met: inside}
}

// answered says whether the need gave one of the answers that each condition asks for.
func answered(n *supportv1.Need, asked []*supportv1.AnswerCondition) bool {
	for _, condition := range asked {
		given := slices.ContainsFunc(n.GetAnswers(), func(a *supportv1.Answer) bool {
			return a.GetQuestionCode() == condition.GetQuestionCode() && slices.ContainsFunc(append([]string{a.GetValue()}, a.GetValues()...), func(v string) bool {
				return slices.Contains(condition.GetValues(), v)
			})
		})
		if !given {
			return false
		}
	}
	return true
}

package domain

import (
	"strconv"
	"strings"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/calendar"
)

// facts are what the places of a sentence are filled with.
type facts = map[string]string

// say is a sentence with its places filled.
func say(key string, filled facts) string {
	text := sentences[key]
	for name, value := range filled {
		text = strings.ReplaceAll(text, "{"+name+"}", value)
	}
	return text
}

// Criteria are the lines of the match of an asset.
func (q *Asked) Criteria(a *Asset) []*landv1.MatchCriterion {
	lines := make([]*landv1.MatchCriterion, len(criteria))
	for i, v := range q.verdicts(a) {
		c := criteria[i]
		var filled facts
		if c.facts != nil {
			filled = c.facts(q, a)
		}
		lines[i] = &landv1.MatchCriterion{
			Code: c.code, Label: c.label, Hard: c.hard, Met: v.met, Points: c.points * v.share / 100, MaxPoints: c.points, Sentence: say(v.says, filled),
		}
	}
	return lines
}

// sentence says why the asset fits, or what it misses.
func sentence(fit Fit, lines []*landv1.MatchCriterion, a *Asset) string {
	if fit.Outcome == Fits {
		key := "match.fits"
		if len(a.Joined) > 0 {
			key = "match.fits_joined"
		}
		return say(key, facts{"kind": kindWord(a.Kind), "names": a.names(), "area": squareMetres(a.AreaM2), "at_commune": at(communeName(a.Commune, a.CommuneCode))})
	}
	var misses []string
	for _, c := range lines {
		if c.GetHard() && !c.GetMet() {
			misses = append(misses, c.GetSentence())
		}
	}
	return strings.Join(misses, " ")
}

func kindFacts(q *Asked, a *Asset) facts {
	return facts{"kind": kindWord(a.Kind), "kinds": kindWords(q.need.GetAssetKinds())}
}

func kindWords(kinds []commonv1.AssetKind) string {
	words := make([]string, len(kinds))
	for i, k := range kinds {
		words[i] = kindWord(k)
	}
	return strings.Join(words, " ou ")
}

func areaFacts(q *Asked, a *Asset) facts {
	least, most := q.need.GetMinAreaM2(), q.need.GetMaxAreaM2()
	return facts{
		"asked": areaAsked(int64(least), int64(most)), "area": squareMetres(a.AreaM2), "alone": squareMetres(a.LeastArea()),
		"missing": squareMetres(least - a.AreaM2), "over": squareMetres(a.LeastArea() - most),
	}
}

func placeFacts(q *Asked, a *Asset) facts {
	nearest, km := q.nearest(a)
	return facts{
		"commune": communeName(a.Commune, a.CommuneCode), "nearest": nearest, "of_nearest": of(nearest), "distance": kilometres(km),
		"radius": strconv.Itoa(int(q.radius)), "beyond": kilometres(km - q.radius),
	}
}

func deadlineFacts(q *Asked, a *Asset) facts {
	filled := facts{"constraints": a.Constraints}
	from, err := calendar.ParseDay(a.AvailableFrom)
	if err != nil {
		return filled
	}
	filled["from"] = frenchDay(from)
	if needed, err := calendar.ParseDay(q.neededBy); err == nil {
		filled["needed"], filled["days"] = frenchDay(needed), strconv.Itoa(needed.DaysUntil(from))
	}
	return filled
}

func priceFacts(q *Asked, a *Asset) facts {
	limit := q.need.GetMaxPricePerM2().GetAmountCents()
	return facts{
		"limit": euros(limit), "rent": euros(a.RentCents), "price": euros(a.PriceCents), "rent_over": euros(a.RentCents - limit),
		"price_over": euros(a.PriceCents - limit),
	}
}

func powerFacts(q *Asked, a *Asset) facts {
	return facts{"power": number(a.PowerKVA), "asked": number(q.asks.GetPowerKva())}
}

func heightFacts(q *Asked, a *Asset) facts {
	return facts{"height": metres(a.HeightCM), "asked": metres(q.asks.GetHeightCm())}
}

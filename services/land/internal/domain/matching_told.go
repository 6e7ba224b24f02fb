package domain

import (
	"strconv"
	"strings"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/calendar"
)

// TellMatch is the match of a request and an asset before anybody answered it, in words.
func TellMatch(w Words, r *LandRequest, a Asset) *landv1.Match {
	q := NewAsked(r.State)
	m, fit := newMatch(r, q, &a)
	m.Criteria = q.Criteria(w, &a)
	m.Sentence = sentence(w, fit, m.GetCriteria(), &a)
	return m
}

// Criteria are the lines of the match of an asset.
func (q *Asked) Criteria(w Words, a *Asset) []*landv1.MatchCriterion {
	lines := make([]*landv1.MatchCriterion, len(criteria))
	for i, v := range q.verdicts(a) {
		c := criteria[i]
		var filled facts
		if c.facts != nil {
			filled = c.facts(w, q, a)
		}
		lines[i] = &landv1.MatchCriterion{
			Code: c.code, Label: w.Say(c.code.String(), nil), Hard: c.hard, Met: v.met, Points: c.points * v.share / 100, MaxPoints: c.points,
			Sentence: w.Say(v.says, filled),
		}
	}
	return lines
}

// sentence says why the asset fits, or what it misses.
func sentence(w Words, fit Fit, lines []*landv1.MatchCriterion, a *Asset) string {
	if fit.Outcome == Fits {
		key := "match.fits"
		if len(a.Joined) > 0 {
			key = "match.fits_joined"
		}
		return w.Say(key, facts{
			"asset": kindWord(w, a.Kind), "names": a.names(w), "area": squareMetres(w, a.AreaM2), "at_commune": at(w, communeName(a.Commune, a.CommuneCode)),
		})
	}
	var misses []string
	for _, c := range lines {
		if c.GetHard() && !c.GetMet() {
			misses = append(misses, c.GetSentence())
		}
	}
	return strings.Join(misses, " ")
}

func kindFacts(w Words, q *Asked, a *Asset) facts {
	return facts{"asset": kindWord(w, a.Kind), "asked": kindWords(w, q.need.GetAssetKinds())}
}

func areaFacts(w Words, q *Asked, a *Asset) facts {
	least, most := q.need.GetMinAreaM2(), q.need.GetMaxAreaM2()
	return facts{
		"asked": areaAsked(w, least, most), "area": squareMetres(w, a.AreaM2), "alone": squareMetres(w, a.LeastArea()),
		"missing": squareMetres(w, least-a.AreaM2), "over": squareMetres(w, a.LeastArea()-most),
	}
}

func placeFacts(w Words, q *Asked, a *Asset) facts {
	nearest, km := q.nearest(a)
	return facts{
		"commune": communeName(a.Commune, a.CommuneCode), "nearest": nearest, "from_nearest": from(w, nearest), "distance": kilometres(w, km),
		"radius": w.Number(int64(q.radius)), "beyond": kilometres(w, km-q.radius),
	}
}

func deadlineFacts(w Words, q *Asked, a *Asset) facts {
	filled := facts{"from": w.Day(a.AvailableFrom), "needed": w.Day(q.neededBy), "constraints": constraints(w, a)}
	available, err := calendar.ParseDay(a.AvailableFrom)
	if needed, unknown := calendar.ParseDay(q.neededBy); err == nil && unknown == nil {
		filled["count"] = strconv.Itoa(needed.DaysUntil(available))
	}
	return filled
}

// constraints are what stands between a brownfield and its next use.
func constraints(w Words, a *Asset) string {
	var said []string
	if soil := a.soilToTreat(); soil != "" {
		said = append(said, w.Say(soil, nil))
	}
	if a.Buildings > 0 {
		said = append(said, w.Say("match.constraint.buildings", facts{"count": w.Number(int64(a.Buildings))}))
	}
	if a.InBuildings != "" {
		said = append(said, w.Say("match.constraint.in_buildings", facts{"found": a.InBuildings}))
	}
	return strings.Join(said, ", ")
}

func priceFacts(w Words, q *Asked, a *Asset) facts {
	limit := q.need.GetMaxPricePerM2().GetAmountCents()
	return facts{
		"limit": w.Euros(limit), "rent": w.Euros(a.RentCents), "price": w.Euros(a.PriceCents), "rent_over": w.Euros(a.RentCents - limit),
		"price_over": w.Euros(a.PriceCents - limit),
	}
}

func powerFacts(w Words, q *Asked, a *Asset) facts {
	return facts{"power": w.Number(int64(a.PowerKVA)), "asked": w.Number(int64(q.asks.GetPowerKva()))}
}

func heightFacts(w Words, q *Asked, a *Asset) facts {
	return facts{"height": metres(w, a.HeightCM), "asked": metres(w, q.asks.GetHeightCm())}
}

// names tells the plots that are joined.
func (s *Asset) names(w Words) string {
	parts := make([]string, len(s.Joined))
	for i, one := range s.Joined {
		parts[i] = one.Name + " (" + squareMetres(w, one.AreaM2) + ")"
	}
	return strings.Join(parts, w.Say("said.and", nil))
}

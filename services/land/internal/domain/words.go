package domain

import (
	"math"
	"strings"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	"hup.example/services/kit/text"
)

// What sentences are made of, in the language of who reads them.

func kindWord(w Words, k commonv1.AssetKind) string { return w.Say("said."+k.String(), nil) }

func kindWords(w Words, kinds []commonv1.AssetKind) string {
	words := make([]string, len(kinds))
	for i, k := range kinds {
		words[i] = kindWord(w, k)
	}
	return strings.Join(words, w.Say("said.or", nil))
}

func squareMetres(w Words, n int32) string { return w.Number(int64(n)) + " m²" }

func areaAsked(w Words, least, most int32) string {
	key := "match.asked.any"
	switch {
	case least > 0 && most > 0:
		key = "match.asked.between"
	case least > 0:
		key = "match.asked.least"
	case most > 0:
		key = "match.asked.most"
	}
	return w.Say(key, facts{"from": w.Number(int64(least)), "least": squareMetres(w, least), "most": squareMetres(w, most)})
}

func kilometres(w Words, km float64) string {
	if km < 10 {
		return w.Decimal(int64(math.RoundToEven(km*10)), 1) + " km"
	}
	return w.Number(int64(math.RoundToEven(km))) + " km"
}

func metres(w Words, cm int32) string {
	if cm%100 == 0 {
		return w.Number(int64(cm/100)) + " m"
	}
	return w.Decimal(int64(cm), 2) + " m"
}

// from and at put a preposition before the name of a commune: d'Alès, du Vigan, aux Mages.
func from(w Words, commune string) string {
	if w.English {
		return "from " + commune
	}
	return before(commune, "de ", "d'", "du ", "des ")
}

func at(w Words, commune string) string {
	if w.English {
		return "in " + commune
	}
	return before(commune, "à ", "à ", "au ", "aux ")
}

func before(commune, plain, vowel, le, les string) string {
	switch {
	case strings.HasPrefix(commune, "Le "):
		return le + commune[len("Le "):]
	case strings.HasPrefix(commune, "Les "):
		return les + commune[len("Les "):]
	case startsWithVowel(commune):
		return vowel + commune
	}
	return plain + commune
}

func startsWithVowel(name string) bool {
	folded := text.Fold(name)
	return folded != "" && strings.IndexByte("aeiouy", folded[0]) >= 0
}

// hectares is an area in hectares, as people write it: 1,25 ha.
func hectares(w Words, m2 int64) string {
	sign := ""
	if m2 < 0 {
		sign, m2 = "−", -m2
	}
	if m2%10_000 == 0 {
		return sign + w.Number(m2/10_000) + " ha"
	}
	return sign + strings.TrimRight(w.Decimal(m2, 4), "0") + " ha"
}

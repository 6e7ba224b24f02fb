package domain

import (
	"fmt"
	"strconv"
	"strings"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/text"
)

// French words and numbers of the sentences that explain a match.

var kinds = map[commonv1.AssetKind]string{
	commonv1.AssetKind_ASSET_KIND_PLOT: "terrain", commonv1.AssetKind_ASSET_KIND_BROWNFIELD: "friche",
	commonv1.AssetKind_ASSET_KIND_WORKSHOP: "atelier", commonv1.AssetKind_ASSET_KIND_WAREHOUSE: "entrepôt",
	commonv1.AssetKind_ASSET_KIND_OFFICE: "bureau", commonv1.AssetKind_ASSET_KIND_SHOP: "commerce",
	commonv1.AssetKind_ASSET_KIND_LABORATORY: "laboratoire", commonv1.AssetKind_ASSET_KIND_INCUBATOR: "place en pépinière",
	commonv1.AssetKind_ASSET_KIND_COWORKING: "place de coworking",
}

func kindWord(k commonv1.AssetKind) string {
	if word, ok := kinds[k]; ok {
		return word
	}
	return "bien"
}

// number parts thousands: 1 200.
func number(n int32) string {
	digits := strconv.Itoa(int(n))
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 && digits[i-1] != '-' {
			b.WriteByte(' ')
		}
		b.WriteRune(d)
	}
	return b.String()
}

func squareMetres(n int32) string { return number(n) + " m²" }

func areaAsked(least, most int64) string {
	switch {
	case least > 0 && most > 0:
		return number(int32(least)) + " à " + squareMetres(int32(most)) + " demandés"
	case least > 0:
		return squareMetres(int32(least)) + " demandés au moins"
	case most > 0:
		return squareMetres(int32(most)) + " demandés au plus"
	}
	return "une surface libre"
}

func kilometres(km float64) string {
	if km < 10 {
		return strings.Replace(fmt.Sprintf("%.1f km", km), ".", ",", 1)
	}
	return fmt.Sprintf("%.0f km", km)
}

func metres(cm int32) string {
	return strings.TrimSuffix(strings.Replace(fmt.Sprintf("%d.%02d", cm/100, cm%100), ".", ",", 1), ",00") + " m"
}

func euros(cents int64) string {
	if cents%100 == 0 {
		return number(int32(cents/100)) + " €"
	}
	return fmt.Sprintf("%s,%02d €", number(int32(cents/100)), cents%100)
}

func frenchDay(d calendar.Day) string {
	iso := d.String()
	return iso[8:10] + "/" + iso[5:7] + "/" + iso[0:4]
}

// of and at put a preposition before the name of a commune: d'Alès, du Vigan, aux Mages.
func of(commune string) string {
	return before(commune, "de ", "d'", "du ", "des ")
}

func at(commune string) string { return before(commune, "à ", "à ", "au ", "aux ") }

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
func hectares(m2 int64) string {
	sign := ""
	if m2 < 0 {
		sign, m2 = "−", -m2
	}
	fraction := strings.TrimRight(fmt.Sprintf(",%04d", m2%10_000), "0")
	return sign + number(int32(m2/10_000)) + strings.TrimSuffix(fraction, ",") + " ha"
}

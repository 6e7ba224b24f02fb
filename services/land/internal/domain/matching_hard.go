package domain

import (
	"fmt"
	"math"
	"slices"
	"strings"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/reference"
)

// How far a hard criterion may be missed for the asset to be shown still.
const (
	closeArea  = 75  // hundredths of the least area
	closeOver  = 150 // hundredths of the most area
	closeKM    = 10  // beyond the radius
	closeShare = 150 // hundredths of the radius
	closeDays  = 180 // after the day it is needed

	closeAreaShare = 50 // hundredths of its points at most that a missed area gives
)

// Reach is how far from what is asked a candidate may be, for a search that reads no more than it must.
type Reach struct {
	Kinds           []commonv1.AssetKind
	LeastM2, MostM2 int64 // what is asked; no upper bound when MostM2 is 0, here and below
	FromM2, ToM2    int64 // what comes near
	Communes        []string
	KM, RadiusKM    float64 // around the communes: what comes near, and what is asked
	Demands         Demands
}

// ReachOf is the reach of a request.
func ReachOf(r *landv1.LandRequest) Reach {
	n := r.GetNeed()
	radius := float64(n.GetRadiusKm())
	return Reach{
		Kinds: n.GetAssetKinds(), FromM2: int64(n.GetMinAreaM2()) * closeArea / 100, LeastM2: int64(n.GetMinAreaM2()),
		MostM2: int64(n.GetMaxAreaM2()), ToM2: int64(n.GetMaxAreaM2()) * closeOver / 100, Communes: n.GetCommuneCodes(), KM: max(radius+closeKM, radius*closeShare/100),
		RadiusKM: radius, Demands: demandsOf(r),
	}
}

// Wants says whether the kind of asset would do.
func (r Reach) Wants(kind commonv1.AssetKind) bool {
	return len(r.Kinds) == 0 || slices.Contains(r.Kinds, kind)
}

func judgeKind(r *landv1.LandRequest, a Asset) verdict {
	switch wanted := r.GetNeed().GetAssetKinds(); {
	case len(wanted) == 0:
		return full("Tous les types de biens conviennent.")
	case slices.Contains(wanted, a.Kind):
		return full("Type demandé : " + kindWord(a.Kind) + ".")
	default:
		return missed(0, "Type : "+kindWord(a.Kind)+", pour "+kindWords(wanted)+" demandé.")
	}
}

func judgeTenure(r *landv1.LandRequest, a Asset) verdict {
	switch wanted := r.GetNeed().GetTenure(); {
	case wanted == commonv1.LandTenure_LAND_TENURE_RENT && !a.ToRent:
		return missed(0, "Le bien est à vendre, pas à louer.")
	case wanted == commonv1.LandTenure_LAND_TENURE_BUY && !a.ToBuy:
		return missed(0, "Le bien est à louer, pas à vendre.")
	case wanted == commonv1.LandTenure_LAND_TENURE_RENT:
		return full("À louer, comme demandé.")
	case wanted == commonv1.LandTenure_LAND_TENURE_BUY:
		return full("À vendre, comme demandé.")
	default:
		return full("Location ou achat : les deux conviennent.")
	}
}

func judgeArea(r *landv1.LandRequest, a Asset) verdict {
	least, most := int64(r.GetNeed().GetMinAreaM2()), int64(r.GetNeed().GetMaxAreaM2())
	area, alone := int64(a.AreaM2), int64(a.LeastArea())
	asked := areaAsked(least, most)
	switch {
	case area == 0 && least > 0:
		return nearly(0, "Surface : elle n'est pas connue, pour "+asked+".")
	case area < least:
		sentence := fmt.Sprintf("Surface : il manque %s (%s pour %s).", squareMetres(int32(least-area)), squareMetres(a.AreaM2), asked)
		return within(area*100 >= least*closeArea, int32(closeAreaShare*area/least), sentence)
	case most > 0 && alone > most:
		sentence := fmt.Sprintf("Surface : %s de trop (%s pour %s).", squareMetres(int32(alone-most)), squareMetres(int32(alone)), asked)
		return within(alone*100 <= most*closeOver, int32(closeAreaShare*most/alone), sentence)
	case most > 0 && area > most:
		return full("Divisible à partir de " + squareMetres(int32(alone)) + " pour " + asked + ".")
	}
	return full(squareMetres(a.AreaM2) + " pour " + asked + ".")
}

// within is nearly or missed.
func within(isClose bool, share int32, sentence string) verdict {
	if isClose {
		return nearly(share, sentence)
	}
	return missed(share, sentence)
}

func judgePlace(r *landv1.LandRequest, a Asset) verdict {
	wanted, radius := r.GetNeed().GetCommuneCodes(), float64(r.GetNeed().GetRadiusKm())
	if len(wanted) == 0 {
		return full("Toutes les communes conviennent.")
	}
	if slices.Contains(wanted, a.CommuneCode) {
		return full("Dans une commune demandée : " + communeName(a.Commune, a.CommuneCode) + ".")
	}
	nearest, km := nearestCommune(wanted, a)
	switch {
	case math.IsInf(km, 1):
		return missed(0, "Lieu : "+communeName(a.Commune, a.CommuneCode)+" n'est pas une commune demandée.")
	case km == 0:
		return full("Au centre d'une commune demandée : " + nearest + ".")
	}
	share, inside := placeShare(km, radius)
	if inside {
		return partly(share, fmt.Sprintf("À %s %s, dans le rayon de %d km.", kilometres(km), of(nearest), int(radius)))
	}
	return within(km <= ReachOf(r).KM, share, fmt.Sprintf("Lieu : à %s %s, %s de trop.", kilometres(km), of(nearest), kilometres(km-radius)))
}

// placeShare is what is left of the points of the place so far from a commune wanted, and whether that is inside the radius. It
// never grows with the distance.
func placeShare(km, radius float64) (share int32, inside bool) {
	if km <= radius {
		return 100 - int32(math.Ceil(50*km/math.Max(radius, 1))), true
	}
	return int32(50 * radius / km), false
}

// nearestCommune is the commune wanted whose centre is nearest to the asset, as the crow flies.
func nearestCommune(wanted []string, a Asset) (name string, km float64) {
	km = math.Inf(1)
	at, ok := a.Position()
	if !ok {
		return "", km
	}
	for _, code := range wanted {
		commune, known := reference.Communes().Current(code)
		if !known {
			continue
		}
		if d := reference.Distance(at, commune.Point); d < km {
			name, km = commune.Name, d
		}
	}
	return name, km
}

func judgeDeadline(r *landv1.LandRequest, a Asset) verdict {
	needed, err := calendar.ParseDay(r.GetNeed().GetNeededByDate())
	from, unknown := calendar.ParseDay(a.AvailableFrom)
	switch {
	case a.Kind == commonv1.AssetKind_ASSET_KIND_BROWNFIELD:
		return judgeBrownfield(a)
	case unknown != nil:
		return full("Disponible tout de suite.")
	case err != nil:
		return full("Disponible le " + frenchDay(from) + " ; aucune date n'est demandée.")
	case !from.After(needed):
		return full("Disponible le " + frenchDay(from) + ", avant le " + frenchDay(needed) + ".")
	}
	late := needed.DaysUntil(from)
	return within(late <= closeDays, 0, fmt.Sprintf("Délai : disponible le %s, %d jours trop tard.", frenchDay(from), late))
}

// judgeBrownfield says when a brownfield can be had: hardly ever at once, and not as long as its owner does not offer it.
func judgeBrownfield(a Asset) verdict {
	switch {
	case a.Offered && a.Constraints == "":
		return partly(60, "Friche que son propriétaire offre : délai de remise en état à vérifier.")
	case a.Offered:
		return partly(60, "Friche que son propriétaire offre, à remettre en état : "+a.Constraints+".")
	case a.Status == landv1.BrownfieldStatus_BROWNFIELD_STATUS_WITH_PROJECT.String():
		return nearly(0, "Friche : un projet y est déjà, et son propriétaire ne l'offre pas.")
	}
	return nearly(0, "Friche repérée, que son propriétaire n'offre pas encore : à voir avec lui.")
}

func judgeUse(r *landv1.LandRequest, a Asset) verdict {
	forbidden := r.GetUse() != 0 && len(a.AllowedUses) > 0 && !slices.Contains(a.AllowedUses, r.GetUse())
	switch {
	case a.unbuildable():
		return missed(0, "PLU : le terrain est en zone agricole, naturelle ou non constructible.")
	case forbidden:
		return missed(0, "PLU : l'usage demandé n'est pas autorisé.")
	case a.PluZone == landv1.PluZone_PLU_ZONE_AUS:
		return nearly(0, "PLU : la zone n'est ouverte qu'après une modification du plan.")
	case r.GetUse() == 0:
		return full("Aucun usage particulier n'est demandé.")
	case len(a.AllowedUses) == 0:
		return partly(60, "Usages autorisés à vérifier auprès du service d'urbanisme.")
	}
	return full("L'usage demandé est autorisé.")
}

func judgeIcpe(r *landv1.LandRequest, a Asset) verdict {
	regime := r.GetRequirements().GetIcpeRegime()
	switch {
	case regime <= landv1.IcpeRegime_ICPE_REGIME_NONE:
		return full("Pas d'installation classée.")
	case a.FloodRisk == landv1.FloodRisk_FLOOD_RISK_HIGH && regime >= landv1.IcpeRegime_ICPE_REGIME_REGISTRATION:
		return missed(0, "Installation classée : incompatible avec le risque fort d'inondation.")
	case a.MaxIcpe == 0:
		return partly(60, "Régime d'installation classée à vérifier avec la DREAL.")
	case regime > a.MaxIcpe:
		return missed(0, "Installation classée : ce régime n'est pas admis ici.")
	}
	return full("Le régime d'installation classée est admis.")
}

func judgeFlood(_ *landv1.LandRequest, a Asset) verdict {
	switch a.FloodRisk {
	case landv1.FloodRisk_FLOOD_RISK_HIGH:
		return nearly(0, "PPRI : zone d'aléa fort, bâtiments existants seulement.")
	case landv1.FloodRisk_FLOOD_RISK_LOW:
		return partly(50, "PPRI : constructible avec des prescriptions.")
	case landv1.FloodRisk_FLOOD_RISK_NONE:
		return full("Hors zone inondable.")
	}
	return partly(70, "Risque d'inondation à vérifier.")
}

func kindWords(kinds []commonv1.AssetKind) string {
	words := make([]string, len(kinds))
	for i, k := range kinds {
		words[i] = kindWord(k)
	}
	return strings.Join(words, " ou ")
}

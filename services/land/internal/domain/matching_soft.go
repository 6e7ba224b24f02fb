package domain

import (
	"slices"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
)

func judgePrice(r *landv1.LandRequest, a Asset) verdict {
	limit := r.GetNeed().GetMaxPricePerM2().GetAmountCents()
	if limit <= 0 {
		return full("Aucun plafond de prix n'est donné.")
	}
	best := missed(0, "Prix : le bien ne se loue ni ne se vend comme demandé.")
	tenure := r.GetNeed().GetTenure()
	if a.ToRent && tenure != commonv1.LandTenure_LAND_TENURE_BUY {
		best = better(best, priced(a.RentCents, limit, "Loyer", "/m²/an"))
	}
	if a.ToBuy && tenure != commonv1.LandTenure_LAND_TENURE_RENT {
		best = better(best, priced(a.PriceCents, limit, "Prix", "/m²"))
	}
	return best
}

func better(a, b verdict) verdict {
	if b.share > a.share {
		return b
	}
	return a
}

func priced(cents, limit int64, what, unit string) verdict {
	switch {
	case cents <= 0:
		return missed(50, what+" : à demander.")
	case cents <= limit:
		return full(what + " : " + euros(cents) + unit + ", sous le plafond de " + euros(limit) + ".")
	}
	return missed(int32(100*limit/cents), what+" : "+euros(cents)+unit+", "+euros(cents-limit)+" au-dessus du plafond.")
}

func judgeAccess(r *landv1.LandRequest, a Asset) verdict {
	asks := r.GetRequirements()
	lorries, fibre := asks.GetLorryAccess() && !a.LorryAccess, asks.GetFibre() && !a.Fibre
	switch {
	case lorries && fibre:
		return missed(0, "Accès des poids lourds et fibre à vérifier.")
	case lorries:
		return missed(50, "Accès des poids lourds à vérifier.")
	case fibre:
		return missed(50, "Fibre à vérifier.")
	case asks.GetLorryAccess() || asks.GetFibre():
		return full("Les accès demandés y sont.")
	}
	return full("Aucun accès particulier n'est demandé.")
}

func judgePower(r *landv1.LandRequest, a Asset) verdict {
	asked := r.GetRequirements().GetPowerKva()
	switch {
	case asked == 0:
		return full("Aucune puissance particulière n'est demandée.")
	case a.PowerKVA == 0:
		return missed(50, "Puissance électrique à vérifier.")
	case a.PowerKVA < asked:
		return missed(min(49, 50*a.PowerKVA/asked), "Puissance : "+number(a.PowerKVA)+" kVA pour "+number(asked)+" demandés.")
	}
	return full(number(a.PowerKVA) + " kVA pour " + number(asked) + " demandés.")
}

func judgeHeight(r *landv1.LandRequest, a Asset) verdict {
	asked := r.GetRequirements().GetHeightCm()
	switch {
	case asked == 0:
		return full("Aucune hauteur particulière n'est demandée.")
	case !a.Measured:
		return full("À bâtir à la hauteur voulue.")
	case a.HeightCM == 0:
		return missed(50, "Hauteur à vérifier.")
	case a.HeightCM < asked:
		return missed(min(49, 50*a.HeightCM/asked), "Hauteur : "+metres(a.HeightCM)+" pour "+metres(asked)+" demandés.")
	}
	return full(metres(a.HeightCM) + " de hauteur pour " + metres(asked) + " demandés.")
}

func judgeRail(r *landv1.LandRequest, a Asset) verdict {
	switch {
	case !r.GetRequirements().GetRail():
		return full("Aucun embranchement ferré n'est demandé.")
	case a.Rail:
		return full("Le bien a l'embranchement ferré demandé.")
	}
	return missed(0, "Le bien n'a pas d'embranchement ferré.")
}

func judgeVisibility(r *landv1.LandRequest, a Asset) verdict {
	switch {
	case !r.GetRequirements().GetVisibility():
		return full("Aucune visibilité depuis un grand axe n'est demandée.")
	case a.Visibility:
		return full("Le bien se voit d'un grand axe, comme demandé.")
	}
	return missed(0, "Le bien ne se voit pas d'un grand axe.")
}

func judgeZone(r *landv1.LandRequest, a Asset) verdict {
	switch {
	case len(r.GetZoneIds()) == 0:
		return full("Aucune zone particulière n'est demandée.")
	case slices.Contains(r.GetZoneIds(), a.ZoneID):
		return full("Dans une zone demandée.")
	}
	return missed(0, "Hors des zones demandées.")
}

func judgePollution(_ *landv1.LandRequest, a Asset) verdict {
	switch a.Pollution {
	case landv1.SoilPollution_SOIL_POLLUTION_NONE, landv1.SoilPollution_SOIL_POLLUTION_TREATED:
		return full("Sol sans pollution, ou dépollué.")
	case landv1.SoilPollution_SOIL_POLLUTION_SUPPOSED:
		return missed(25, "Pollution du sol supposée.")
	case landv1.SoilPollution_SOIL_POLLUTION_PROVEN:
		return missed(0, "Pollution du sol avérée.")
	}
	if a.Kind == commonv1.AssetKind_ASSET_KIND_BROWNFIELD {
		return partly(50, "Pollution du sol à vérifier.")
	}
	return full("Aucune pollution n'est signalée.")
}

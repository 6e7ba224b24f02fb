package domain

import (
	"slices"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
)

func judgePrice(q *Asked, a *Asset) verdict {
	limit := q.need.GetMaxPricePerM2().GetAmountCents()
	if limit <= 0 {
		return full("match.price.any")
	}
	best := missed(0, "match.price.tenure")
	tenure := q.need.GetTenure()
	if a.ToRent && tenure != commonv1.LandTenure_LAND_TENURE_BUY {
		best = better(best, priced(a.RentCents, limit, "match.rent.unknown", "match.rent.met", "match.rent.over"))
	}
	if a.ToBuy && tenure != commonv1.LandTenure_LAND_TENURE_RENT {
		best = better(best, priced(a.PriceCents, limit, "match.price.unknown", "match.price.met", "match.price.over"))
	}
	return best
}

func better(a, b verdict) verdict {
	if b.share > a.share {
		return b
	}
	return a
}

func priced(cents, limit int64, unknown, met, over string) verdict {
	switch {
	case cents <= 0:
		return missed(50, unknown)
	case cents <= limit:
		return full(met)
	}
	return missed(int32(100*limit/cents), over)
}

func judgeAccess(q *Asked, a *Asset) verdict {
	lorries, fibre := q.asks.GetLorryAccess() && !a.LorryAccess, q.asks.GetFibre() && !a.Fibre
	switch {
	case lorries && fibre:
		return missed(0, "match.access.both")
	case lorries:
		return missed(50, "match.access.lorries")
	case fibre:
		return missed(50, "match.access.fibre")
	case q.asks.GetLorryAccess() || q.asks.GetFibre():
		return full("match.access.met")
	}
	return full("match.access.any")
}

func judgePower(q *Asked, a *Asset) verdict {
	asked := q.asks.GetPowerKva()
	switch {
	case asked == 0:
		return full("match.power.any")
	case a.PowerKVA == 0:
		return missed(50, "match.power.unknown")
	case a.PowerKVA < asked:
		return missed(min(49, 50*a.PowerKVA/asked), "match.power.short")
	}
	return full("match.power.met")
}

func judgeHeight(q *Asked, a *Asset) verdict {
	asked := q.asks.GetHeightCm()
	switch {
	case asked == 0:
		return full("match.height.any")
	case !a.Measured:
		return full("match.height.built")
	case a.HeightCM == 0:
		return missed(50, "match.height.unknown")
	case a.HeightCM < asked:
		return missed(min(49, 50*a.HeightCM/asked), "match.height.short")
	}
	return full("match.height.met")
}

func judgeRail(q *Asked, a *Asset) verdict {
	switch {
	case !q.asks.GetRail():
		return full("match.rail.any")
	case a.Rail:
		return full("match.rail.met")
	}
	return missed(0, "match.rail.none")
}

func judgeVisibility(q *Asked, a *Asset) verdict {
	switch {
	case !q.asks.GetVisibility():
		return full("match.visibility.any")
	case a.Visibility:
		return full("match.visibility.met")
	}
	return missed(0, "match.visibility.none")
}

func judgeZone(q *Asked, a *Asset) verdict {
	switch {
	case len(q.zoneIDs) == 0:
		return full("match.zone.any")
	case slices.Contains(q.zoneIDs, a.ZoneID):
		return full("match.zone.met")
	}
	return missed(0, "match.zone.outside")
}

func judgePollution(a *Asset) verdict {
	switch a.Pollution {
	case landv1.SoilPollution_SOIL_POLLUTION_NONE, landv1.SoilPollution_SOIL_POLLUTION_TREATED:
		return full("match.pollution.none")
	case landv1.SoilPollution_SOIL_POLLUTION_SUPPOSED:
		return missed(25, "match.pollution.supposed")
	case landv1.SoilPollution_SOIL_POLLUTION_PROVEN:
		return missed(0, "match.pollution.proven")
	}
	if a.Kind == commonv1.AssetKind_ASSET_KIND_BROWNFIELD {
		return partly(50, "match.pollution.unknown")
	}
	return full("match.pollution.untold")
}

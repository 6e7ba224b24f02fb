package domain

import (
	"math"
	"slices"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
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

func judgeKind(q *Asked, a *Asset) verdict {
	switch wanted := q.need.GetAssetKinds(); {
	case len(wanted) == 0:
		return full("match.kind.any")
	case slices.Contains(wanted, a.Kind):
		return full("match.kind.asked")
	}
	return missed(0, "match.kind.other")
}

func judgeTenure(q *Asked, a *Asset) verdict {
	switch wanted := q.need.GetTenure(); {
	case wanted == commonv1.LandTenure_LAND_TENURE_RENT && !a.ToRent:
		return missed(0, "match.tenure.sold")
	case wanted == commonv1.LandTenure_LAND_TENURE_BUY && !a.ToBuy:
		return missed(0, "match.tenure.let")
	case wanted == commonv1.LandTenure_LAND_TENURE_RENT:
		return full("match.tenure.rent")
	case wanted == commonv1.LandTenure_LAND_TENURE_BUY:
		return full("match.tenure.buy")
	}
	return full("match.tenure.any")
}

func judgeArea(q *Asked, a *Asset) verdict {
	least, most := int64(q.need.GetMinAreaM2()), int64(q.need.GetMaxAreaM2())
	area, alone := int64(a.AreaM2), int64(a.LeastArea())
	switch {
	case area == 0 && least > 0:
		return nearly(0, "match.area.unknown")
	case area < least:
		return within(area*100 >= least*closeArea, int32(closeAreaShare*area/least), "match.area.short")
	case most > 0 && alone > most:
		return within(alone*100 <= most*closeOver, int32(closeAreaShare*most/alone), "match.area.over")
	case most > 0 && area > most:
		return full("match.area.divisible")
	}
	return full("match.area.met")
}

func judgePlace(q *Asked, a *Asset) verdict {
	communes := q.need.GetCommuneCodes()
	if len(communes) == 0 {
		return full("match.place.any")
	}
	if slices.Contains(communes, a.CommuneCode) {
		return full("match.place.asked")
	}
	_, km := q.nearest(a)
	switch {
	case math.IsInf(km, 1):
		return missed(0, "match.place.other")
	case km == 0:
		return full("match.place.centre")
	}
	share, inside := placeShare(km, q.radius)
	if inside {
		return partly(share, "match.place.near")
	}
	return within(km <= q.reach, share, "match.place.far")
}

// placeShare is what is left of the points of the place so far from a commune wanted, and whether that is inside the radius. It
// never grows with the distance.
func placeShare(km, radius float64) (share int32, inside bool) {
	if km <= radius {
		return 100 - int32(math.Ceil(50*km/math.Max(radius, 1))), true
	}
	return int32(50 * radius / km), false
}

func judgeDeadline(q *Asked, a *Asset) verdict {
	switch {
	case a.Kind == commonv1.AssetKind_ASSET_KIND_BROWNFIELD:
		return judgeBrownfield(a)
	case a.AvailableFrom == "":
		return full("match.deadline.now")
	case q.neededBy == "":
		return full("match.deadline.any")
	case a.AvailableFrom <= q.neededBy:
		return full("match.deadline.met")
	}
	return within(a.AvailableFrom <= q.latest, 0, "match.deadline.late")
}

// judgeBrownfield says when a brownfield can be had: hardly ever at once, and not as long as its owner does not offer it.
func judgeBrownfield(a *Asset) verdict {
	switch {
	case a.Offered && !a.constrained():
		return partly(60, "match.brownfield.offered")
	case a.Offered:
		return partly(60, "match.brownfield.constrained")
	case a.Status == landv1.BrownfieldStatus_BROWNFIELD_STATUS_WITH_PROJECT.String():
		return nearly(0, "match.brownfield.project")
	}
	return nearly(0, "match.brownfield.found")
}

func judgeUse(q *Asked, a *Asset) verdict {
	forbidden := q.use != 0 && len(a.AllowedUses) > 0 && !slices.Contains(a.AllowedUses, q.use)
	switch {
	case a.unbuildable():
		return missed(0, "match.use.closed")
	case forbidden:
		return missed(0, "match.use.other")
	case a.PluZone == landv1.PluZone_PLU_ZONE_AUS:
		return nearly(0, "match.use.later")
	case q.use == 0:
		return full("match.use.any")
	case len(a.AllowedUses) == 0:
		return partly(60, "match.use.unknown")
	}
	return full("match.use.allowed")
}

func judgeIcpe(q *Asked, a *Asset) verdict {
	regime := q.asks.GetIcpeRegime()
	switch {
	case regime <= landv1.IcpeRegime_ICPE_REGIME_NONE:
		return full("match.icpe.none")
	case a.FloodRisk == landv1.FloodRisk_FLOOD_RISK_HIGH && regime >= landv1.IcpeRegime_ICPE_REGIME_REGISTRATION:
		return missed(0, "match.icpe.flood")
	case a.MaxIcpe == 0:
		return partly(60, "match.icpe.unknown")
	case regime > a.MaxIcpe:
		return missed(0, "match.icpe.over")
	}
	return full("match.icpe.allowed")
}

func judgeFlood(a *Asset) verdict {
	switch a.FloodRisk {
	case landv1.FloodRisk_FLOOD_RISK_HIGH:
		return nearly(0, "match.flood.high")
	case landv1.FloodRisk_FLOOD_RISK_LOW:
		return partly(50, "match.flood.low")
	case landv1.FloodRisk_FLOOD_RISK_NONE:
		return full("match.flood.none")
	}
	return partly(70, "match.flood.unknown")
}

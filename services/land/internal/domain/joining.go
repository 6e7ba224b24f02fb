package domain

import (
	"math"
	"slices"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/reference"
)

// How near the centres of two plots of a zone must be to be taken for neighbours: what they would be if both were squares side
// by side, half as much again for their real shapes, and a road between them.
const (
	shapeMargin = 1.5
	roadMetres  = 12
)

// Neighbours says whether two plots can be joined: a parcel is of both, or they are in one zone, side by side.
func Neighbours(a, b Asset) bool {
	plot := commonv1.AssetKind_ASSET_KIND_PLOT
	if a.Kind != plot || b.Kind != plot || a.ID == b.ID {
		return false
	}
	if slices.ContainsFunc(a.Parcels, func(parcel string) bool { return slices.Contains(b.Parcels, parcel) }) {
		return true
	}
	if a.ZoneID == "" || a.ZoneID != b.ZoneID || a.Point == nil || b.Point == nil {
		return false
	}
	from, to := reference.Point{Latitude: a.Point.GetLatitude(), Longitude: a.Point.GetLongitude()}, reference.Point{Latitude: b.Point.GetLatitude(), Longitude: b.Point.GetLongitude()}
	side := (math.Sqrt(float64(a.AreaM2)) + math.Sqrt(float64(b.AreaM2))) / 2
	return reference.Distance(from, to)*1000 <= side*shapeMargin+roadMetres
}

// Join is two neighbours as one plot: as large as both, free when both are, and allowed what both are.
func Join(a, b Asset) Asset {
	if b.ID < a.ID {
		a, b = b, a
	}
	j := a
	j.Name, j.AreaM2, j.DivisibleFromM2 = a.Name+" et "+b.Name, a.AreaM2+b.AreaM2, min(a.LeastArea(), b.LeastArea())
	j.Joined = []Asset{a, b}
	j.AvailableFrom = max(a.AvailableFrom, b.AvailableFrom)
	j.Confidentiality = max(a.Confidentiality, b.Confidentiality)
	j.AllowedUses = usesOf(a.AllowedUses, b.AllowedUses)
	j.PluZone = stricter(a.PluZone, b.PluZone)
	j.FloodRisk = worseFlood(a.FloodRisk, b.FloodRisk)
	j.MaxIcpe = 0
	if a.MaxIcpe != 0 && b.MaxIcpe != 0 {
		j.MaxIcpe = min(a.MaxIcpe, b.MaxIcpe)
	}
	j.PriceCents = 0
	if area := int64(j.AreaM2); a.PriceCents > 0 && b.PriceCents > 0 && area > 0 {
		j.PriceCents = (a.PriceCents*int64(a.AreaM2) + b.PriceCents*int64(b.AreaM2)) / area
	}
	j.PowerKVA = max(a.PowerKVA, b.PowerKVA)
	j.Rail, j.Fibre, j.Visibility = a.Rail || b.Rail, a.Fibre || b.Fibre, a.Visibility || b.Visibility
	return j
}

// usesOf are the uses allowed on both; unknown when one of them is.
func usesOf(a, b []landv1.LandUse) (both []landv1.LandUse) {
	for _, use := range a {
		if slices.Contains(b, use) {
			both = append(both, use)
		}
	}
	if len(a) > 0 && len(b) > 0 && len(both) == 0 {
		return []landv1.LandUse{landv1.LandUse_LAND_USE_UNSPECIFIED} // nothing is allowed on both
	}
	return both
}

// stricter is the zone of the plan that allows less.
func stricter(a, b landv1.PluZone) landv1.PluZone {
	order := []landv1.PluZone{landv1.PluZone_PLU_ZONE_A, landv1.PluZone_PLU_ZONE_N, landv1.PluZone_PLU_ZONE_ZNC, landv1.PluZone_PLU_ZONE_AUS}
	for _, strict := range order {
		if a == strict || b == strict {
			return strict
		}
	}
	return a
}

// worseFlood is the heavier risk; unknown when one is unknown and the other is none.
func worseFlood(a, b landv1.FloodRisk) landv1.FloodRisk {
	if worse := max(a, b); worse > landv1.FloodRisk_FLOOD_RISK_NONE || a == b {
		return worse
	}
	return landv1.FloodRisk_FLOOD_RISK_UNSPECIFIED
}

// Completes says whether two plots that are joined are a find for a request: each is too small alone. One asset always is.
func (s Asset) Completes(r *landv1.LandRequest) bool {
	return !slices.ContainsFunc(s.Joined, func(one Asset) bool { return one.AreaM2 >= r.GetNeed().GetMinAreaM2() })
}

// IDs are the ids of the asset, of both when it is two.
func (s Asset) IDs() []string {
	if len(s.Joined) == 0 {
		return []string{s.ID}
	}
	return []string{s.Joined[0].ID, s.Joined[1].ID}
}

package domain

import (
	"math"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
)

// What an asset lacks, a bit each: an engine passes by what lacks too much of what is asked, without reading it.
const (
	LacksRent int64 = 1 << iota
	LacksSale
	LacksLorryAccess
	LacksFibre
	LacksRail
	LacksVisibility
	// LacksPermit is land that the plan lets nobody build on.
	LacksPermit
	// LacksNothing is set on all that was ever looked at: a row without it is of before, and may have everything.
	LacksNothing
)

// unsaid is a number of an asset that tells nothing of what it loses: the kind has none, or who looks may not know it.
const unsaid = -1

// Lacks are the bits of what the asset lacks.
func (s Asset) Lacks() int64 {
	lacks := LacksNothing
	for bit, has := range map[int64]bool{
		LacksRent: s.ToRent, LacksSale: s.ToBuy, LacksLorryAccess: s.LorryAccess, LacksFibre: s.Fibre, LacksRail: s.Rail, LacksVisibility: s.Visibility,
		LacksPermit: !s.unbuildable(),
	} {
		if !has {
			lacks |= bit
		}
	}
	return lacks
}

// unbuildable says that the plan lets nobody build on the land.
func (s Asset) unbuildable() bool {
	switch s.PluZone {
	case landv1.PluZone_PLU_ZONE_A, landv1.PluZone_PLU_ZONE_N, landv1.PluZone_PLU_ZONE_ZNC:
		return true
	}
	return false
}

// Whole says that the asset has an area and is not divided.
func (s Asset) Whole() bool { return s.AreaM2 > 0 && s.LeastArea() == s.AreaM2 }

// Measures are the numbers that a search compares: cents a square metre to buy and to rent, kVA and centimetres; unsaid where they
// decide nothing.
func (s Asset) Measures() (priceCents, rentCents, powerKVA, heightCM int64) {
	priceCents, rentCents, powerKVA, heightCM = s.PriceCents, s.RentCents, int64(s.PowerKVA), int64(s.HeightCM)
	if s.PriceConfidentiality > landv1.AssetConfidentiality_ASSET_CONFIDENTIALITY_PUBLIC {
		priceCents = unsaid
	}
	if !s.Measured {
		heightCM = unsaid
	}
	return priceCents, rentCents, powerKVA, heightCM
}

// Demands are what a request asks beside kind, place and area, as a search compares it: an asset that misses one of the masks, or is
// below a number, is excluded or loses points. What is not asked compares with nothing.
type Demands struct {
	// Hard excludes what lacks one of the bits; Access, Rail and Visibility cost what lacks one some points.
	Hard, Access, Rail, Visibility int64
	PowerKVA, HeightCM             int64
	// LimitCents is the most for a square metre. NoRent and NoSale are the bits of what such a price does not count for; OnRequest is
	// how many points a price that is told on request loses.
	LimitCents, NoRent, NoSale, OnRequest int64
	// Uses are the uses one of which must be allowed, where any is known.
	Uses int64
}

// demandsOf are the demands of a request.
func demandsOf(r *landv1.LandRequest) Demands {
	asks, tenure, limit := r.GetRequirements(), r.GetNeed().GetTenure(), r.GetNeed().GetMaxPricePerM2().GetAmountCents()
	d := Demands{Hard: LacksPermit, PowerKVA: int64(asks.GetPowerKva()), HeightCM: int64(asks.GetHeightCm()), LimitCents: math.MaxInt64 / 100, Uses: -1}
	for _, asked := range []struct {
		is  bool
		of  *int64
		bit int64
	}{
		{tenure == commonv1.LandTenure_LAND_TENURE_RENT, &d.Hard, LacksRent}, {tenure == commonv1.LandTenure_LAND_TENURE_BUY, &d.Hard, LacksSale},
		{asks.GetLorryAccess(), &d.Access, LacksLorryAccess}, {asks.GetFibre(), &d.Access, LacksFibre},
		{asks.GetRail(), &d.Rail, LacksRail}, {asks.GetVisibility(), &d.Visibility, LacksVisibility},
	} {
		if asked.is {
			*asked.of |= asked.bit
		}
	}
	if r.GetUse() != 0 {
		d.Uses = UseMask([]landv1.LandUse{r.GetUse()})
	}
	if limit <= 0 {
		return d
	}
	d.LimitCents, d.NoRent, d.NoSale, d.OnRequest = limit, LacksRent, LacksSale, 5
	if tenure == commonv1.LandTenure_LAND_TENURE_BUY {
		d.NoRent |= LacksNothing
	}
	if tenure == commonv1.LandTenure_LAND_TENURE_RENT {
		d.NoSale |= LacksNothing
	}
	return d
}

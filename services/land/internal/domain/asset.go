package domain

import (
	"time"

	"google.golang.org/protobuf/proto"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/reference"
)

// Asset is what plots, premises and brownfields have in common: what events, visibility and matching look at. Zero means
// unknown where nothing else is said.
type Asset struct {
	ID                      string
	Kind                    commonv1.AssetKind
	Name                    string
	CommuneCode, Commune    string
	AreaM2, DivisibleFromM2 int32
	Point                   *commonv1.Point
	Boundary                string
	// Availability is unspecified for a brownfield that nothing holds; Status is the full name of whatever says how the asset stands.
	Availability landv1.AssetAvailability
	Status       string
	// OnMarket says whether the asset can be had now.
	OnMarket bool
	// Offered says whether somebody offers it: whatever is on the market, but for a brownfield that its owner does not offer.
	Offered bool
	// Buildings are how many stand on it and have to go or be made new; InBuildings is what pollutes them, as it was written down.
	Buildings       int32
	InBuildings     string
	Confidentiality landv1.AssetConfidentiality
	BodyID, ZoneID  string
	Demonstration   bool
	Created         time.Time
	// ToBuy and ToRent say how it can be had; the amounts are cents a square metre, of a year for a rent.
	ToBuy, ToRent         bool
	PriceCents, RentCents int64
	AvailableFrom         string
	AllowedUses           []landv1.LandUse
	PluZone               landv1.PluZone
	FloodRisk             landv1.FloodRisk
	MaxIcpe               landv1.IcpeRegime
	Pollution             landv1.SoilPollution
	PowerKVA, HeightCM    int32
	LorryAccess, Rail     bool
	Fibre, Visibility     bool
	// Measured says that the kind of asset has a power, a height and an access of its own; a bare plot is built to fit.
	Measured bool
	// Parcels are the cadastral parcels of a plot; Joined are the plots that this one is made of, when it is two.
	Parcels []string
	Joined  []Asset
	// PriceConfidentiality says who may see the price; all may when it is unspecified.
	PriceConfidentiality landv1.AssetConfidentiality
}

// Record is an aggregate of the register: a zone, or an asset.
type Record[M proto.Message] interface {
	aggregate.Aggregate
	// Message is its state.
	Message() M
	// Change replaces its state. Nothing is stated when nothing differs.
	Change(a actor.Actor, to M, now time.Time) error
	// Visible says whether the actor may know of it.
	Visible(a actor.Actor) bool
	// For takes from a copy of the state what the actor may not see, and says what it may do.
	For(a actor.Actor, seen M)
}

// Visible says whether the actor may know of the asset. What is off the market is its body's secret, from all but the
// coordinator, who sees all.
func (s Asset) Visible(a actor.Actor) bool {
	switch {
	case len(s.Joined) > 0:
		return s.Joined[0].Visible(a) && s.Joined[1].Visible(a)
	case a.Kind == actor.System || a.Kind == actor.Service:
		return true
	case s.secret():
		return s.Kept(a) || a.Has(actor.HupCoordinator)
	case s.Confidentiality == landv1.AssetConfidentiality_ASSET_CONFIDENTIALITY_PARTNERS:
		return a.Works()
	}
	return true
}

// Kept says whether the actor's body keeps the record.
func (s Asset) Kept(a actor.Actor) bool { return s.BodyID != "" && a.BodyID == s.BodyID }

// Summary is what a list or a match shows of the asset, without its labels.
func (s Asset) Summary() *landv1.AssetSummary {
	point := s.Point
	if s.secret() {
		point = nil
	}
	return &landv1.AssetSummary{
		AssetId: s.ID, Kind: s.Kind, Name: s.Name, CommuneCode: s.CommuneCode, Commune: s.Commune, AreaM2: s.AreaM2,
		Point: point, Demonstration: s.Demonstration, Availability: s.Availability,
	}
}

// LeastArea is the least area that can be had of the asset alone.
func (s Asset) LeastArea() int32 {
	if s.DivisibleFromM2 == 0 || s.DivisibleFromM2 > s.AreaM2 {
		return s.AreaM2
	}
	return s.DivisibleFromM2
}

// Counted is where the asset is counted in tables by zone and use: by its only use, if it has one. A secret is of no zone.
func (s Asset) Counted() (zoneID string, use landv1.LandUse) {
	if len(s.AllowedUses) == 1 {
		use = s.AllowedUses[0]
	}
	return s.told().ZoneID, use
}

// SeenBy is the asset as the actor may see it: a price may be hidden.
func (s Asset) SeenBy(a actor.Actor) Asset {
	if len(s.Joined) > 0 {
		return Join(s.Joined[0].SeenBy(a), s.Joined[1].SeenBy(a))
	}
	if s.priceHidden(a) {
		s.PriceCents = 0
	}
	return s
}

func (s Asset) priceHidden(a actor.Actor) bool {
	return !Asset{Confidentiality: s.PriceConfidentiality, BodyID: s.BodyID}.Visible(a)
}

// Position is where the asset is, or else the middle of its boundary or the centre of its commune.
func (s Asset) Position() (reference.Point, bool) {
	return positionOf(s.Point, s.Boundary, s.CommuneCode)
}

// communeName is the name written down, or else that of the list.
func communeName(written, code string) string {
	if written != "" {
		return written
	}
	commune, _ := reference.Communes().Current(code)
	return commune.Name
}

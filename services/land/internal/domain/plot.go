package domain

import (
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/id"
)

// Plot is a building plot.
type Plot struct {
	aggregate.Root
	// State is what is known of the plot.
	State *landv1.Plot
}

// RegisterPlot makes a plot out of what was said. The caller has checked the values.
func RegisterPlot(a actor.Actor, said *landv1.Plot, now time.Time) (*Plot, error) {
	p := &Plot{Root: aggregate.Root{Territory: a.Territory, ID: id.New("plt")}, State: said}
	said.PlotId = p.ID
	if said.GetAvailability() == anyAvailable {
		said.Availability = notForSale
	}
	said.BodyId = keeper(said.GetBodyId(), a)
	said.Commune = communeName(said.GetCommune(), said.GetCommuneCode())
	said.CreatedTime, said.UpdatedTime = timestamppb.New(now), timestamppb.New(now)
	recordNew(&p.Root, p.Asset())
	return p, nil
}

// Change replaces what is known of the plot; the availability moves within its machine.
func (p *Plot) Change(a actor.Actor, to *landv1.Plot, now time.Time) error {
	before, after := p.Asset(), (&Plot{Root: p.Root, State: to}).Asset()
	if err := movedLegally(a, before, after); err != nil {
		return err
	}
	if err := mayChange(a, before, after); err != nil {
		return err
	}
	if fields := changedFields(p.State, to); len(fields) > 0 {
		to.UpdatedTime = timestamppb.New(now)
		p.State = to
		recordChange(&p.Root, before, after, fields)
	}
	return nil
}

// Visible says whether the actor may know of the plot.
func (p *Plot) Visible(a actor.Actor) bool { return p.Asset().Visible(a) }

// Message is the state of the plot.
func (p *Plot) Message() *landv1.Plot { return p.State }

// For is the plot as the actor may see it: a price may be confidential.
func (p *Plot) For(a actor.Actor, seen *landv1.Plot) {
	if p.Asset().priceHidden(a) {
		seen.PricePerM2, seen.SalePrice = nil, nil
	}
	seen.AllowedActions = actions(a)
}

// Asset is what the plot has in common with the other assets.
func (p *Plot) Asset() Asset {
	s := p.State
	confidentiality := s.GetConfidentiality()
	if confidentiality == 0 {
		confidentiality = landv1.AssetConfidentiality_ASSET_CONFIDENTIALITY_PUBLIC
	}
	return Asset{
		ID: p.ID, Kind: commonv1.AssetKind_ASSET_KIND_PLOT, Name: s.GetName(), CommuneCode: s.GetCommuneCode(), Commune: s.GetCommune(),
		AreaM2: s.GetAreaM2(), DivisibleFromM2: s.GetDivisibleFromM2(), Point: s.GetPoint(), Boundary: s.GetBoundaryGeojson(),
		Availability: s.GetAvailability(), Status: s.GetAvailability().String(), OnMarket: offered(s.GetAvailability()), Offered: offered(s.GetAvailability()),
		Confidentiality: confidentiality, BodyID: s.GetBodyId(), ZoneID: s.GetZoneId(), Demonstration: s.GetDemonstration(), Created: s.GetCreatedTime().AsTime(),
		ToBuy: true, PriceCents: s.GetPricePerM2().GetAmountCents(), AvailableFrom: s.GetAvailableFromDate(),
		AllowedUses: s.GetAllowedUses(), PluZone: s.GetPluZone(), FloodRisk: s.GetFloodRisk(), MaxIcpe: s.GetMaxIcpeRegime(),
		PowerKVA: s.GetPowerKva(), Rail: s.GetRail(), Fibre: s.GetFibre(), Visibility: s.GetVisibility(), LorryAccess: true, PriceConfidentiality: s.GetPriceConfidentiality(),
		Parcels: s.GetParcelIds(),
	}
}

// keeper is the body that keeps a new record: the one that was named, or else the actor's.
func keeper(named string, a actor.Actor) string {
	if named != "" {
		return named
	}
	return a.BodyID
}

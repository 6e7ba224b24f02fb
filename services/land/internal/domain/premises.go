package domain

import (
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
)

// Premises is a building, or a part of one, that a company can buy or rent.
type Premises struct {
	aggregate.Root
	// State is what is known of the premises.
	State *landv1.Premises
}

// RegisterPremises makes premises out of what was said. The caller has checked the values.
func RegisterPremises(a actor.Actor, said *landv1.Premises, now time.Time) (*Premises, error) {
	p := &Premises{Root: aggregate.Root{Territory: a.Territory, ID: id.New("prm")}, State: said}
	said.PremisesId = p.ID
	if said.GetAvailability() == anyAvailable {
		said.Availability = notForSale
	}
	said.BodyId = keeper(said.GetBodyId(), a)
	said.Commune = communeName(said.GetCommune(), said.GetCommuneCode())
	said.CreatedTime, said.UpdatedTime = timestamppb.New(now), timestamppb.New(now)
	recordNew(&p.Root, p.Asset())
	return p, nil
}

// Change replaces what is known of the premises; the availability moves within its machine.
func (p *Premises) Change(a actor.Actor, to *landv1.Premises, now time.Time) error {
	before, after := p.Asset(), (&Premises{Root: p.Root, State: to}).Asset()
	if err := movedLegally(a, before, after); err != nil {
		return err
	}
	if err := mayChange(a, before, after); err != nil {
		return err
	}
	if !before.keeps(a) && !proto.Equal(p.State.GetOwnerContact(), to.GetOwnerContact()) {
		return errs.Denied("ROLE_MAY_NOT")
	}
	if fields := changedFields(p.State, to); len(fields) > 0 {
		to.UpdatedTime = timestamppb.New(now)
		p.State = to
		recordChange(&p.Root, before, after, fields)
	}
	return nil
}

// Visible says whether the actor may know of the premises.
func (p *Premises) Visible(a actor.Actor) bool { return p.Asset().Visible(a) }

// Message is the state of the premises.
func (p *Premises) Message() *landv1.Premises { return p.State }

// For is the premises as the actor may see them: whom to call is for the body that keeps the record, the address for
// those who work on it.
func (p *Premises) For(a actor.Actor, seen *landv1.Premises) {
	if !p.Asset().Kept(a) {
		seen.OwnerContact = nil
	}
	seen.AllowedActions = actions(a)
}

// Asset is what the premises have in common with the other assets. Unless somebody says otherwise they are their body's
// secret; those that no body keeps are for all partners.
func (p *Premises) Asset() Asset {
	s := p.State
	confidentiality := s.GetConfidentiality()
	switch {
	case confidentiality == 0 && s.GetBodyId() == "":
		confidentiality = landv1.AssetConfidentiality_ASSET_CONFIDENTIALITY_PARTNERS
	case confidentiality == 0:
		confidentiality = landv1.AssetConfidentiality_ASSET_CONFIDENTIALITY_OWNER_BODY
	}
	return Asset{
		ID: p.ID, Kind: s.GetKind(), Name: s.GetName(), CommuneCode: s.GetCommuneCode(), Commune: s.GetCommune(),
		AreaM2: s.GetAreaM2(), DivisibleFromM2: s.GetDivisibleFromM2(), Point: s.GetPoint(),
		Availability: s.GetAvailability(), Status: s.GetAvailability().String(), OnMarket: offered(s.GetAvailability()), Offered: offered(s.GetAvailability()),
		Confidentiality: confidentiality, BodyID: s.GetBodyId(), ZoneID: s.GetZoneId(), Demonstration: s.GetDemonstration(), Created: s.GetCreatedTime().AsTime(),
		ToBuy: s.GetTenure() != commonv1.LandTenure_LAND_TENURE_RENT, ToRent: s.GetTenure() != commonv1.LandTenure_LAND_TENURE_BUY,
		PriceCents: perSquareMetre(s.GetPrice().GetAmountCents(), s.GetAreaM2()), RentCents: s.GetRentPerM2Year().GetAmountCents(),
		AvailableFrom: s.GetAvailableFromDate(), AllowedUses: s.GetAllowedUses(), PluZone: s.GetPluZone(), FloodRisk: s.GetFloodRisk(),
		MaxIcpe: s.GetMaxIcpeRegime(), PowerKVA: s.GetPowerKva(), HeightCM: s.GetHeightCm(), LorryAccess: s.GetLorryAccess(),
		Rail: s.GetRail(), Fibre: s.GetFibre(), Visibility: s.GetVisibility(), Measured: true,
	}
}

func perSquareMetre(cents int64, areaM2 int32) int64 {
	if areaM2 == 0 {
		return 0
	}
	return cents / int64(areaM2)
}

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

// Brownfield is an abandoned site.
type Brownfield struct {
	aggregate.Root
	// State is what is known of the brownfield.
	State *landv1.Brownfield
}

// RegisterBrownfield makes a brownfield out of what was said. The caller has checked the values.
func RegisterBrownfield(a actor.Actor, said *landv1.Brownfield, now time.Time) (*Brownfield, error) {
	b := &Brownfield{Root: aggregate.Root{Territory: a.Territory, ID: id.New("bfd")}, State: said}
	said.BrownfieldId = b.ID
	said.BodyId = keeper(said.GetBodyId(), a)
	said.Commune = communeName(said.GetCommune(), said.GetCommuneCode())
	if said.GetDepartementCode() == "" && len(said.GetCommuneCode()) == 5 {
		said.DepartementCode = said.GetCommuneCode()[:2]
	}
	said.CreatedTime, said.UpdatedTime = timestamppb.New(now), timestamppb.New(now)
	recordNew(&b.Root, b.Asset())
	return b, nil
}

// Change replaces what is known of the brownfield; its status is what the field finds, and moves freely.
func (b *Brownfield) Change(a actor.Actor, to *landv1.Brownfield, now time.Time) error {
	before, after := b.Asset(), (&Brownfield{Root: b.Root, State: to}).Asset()
	if err := mayChange(a, before, after); err != nil {
		return err
	}
	if fields := changedFields(b.State, to); len(fields) > 0 {
		to.UpdatedTime = timestamppb.New(now)
		b.State = to
		recordChange(&b.Root, before, after, fields)
	}
	return nil
}

// Visible says whether the actor may know of the brownfield.
func (b *Brownfield) Visible(a actor.Actor) bool { return b.Asset().Visible(a) }

// Message is the state of the brownfield.
func (b *Brownfield) Message() *landv1.Brownfield { return b.State }

// For is the brownfield as the actor may see it: the note is for those who work on it.
func (b *Brownfield) For(a actor.Actor, seen *landv1.Brownfield) {
	if !a.Works() {
		seen.Note = ""
	}
	seen.AllowedActions = actions(a)
}

// Asset is what the brownfield has in common with the other assets: it can be bought until it is converted, and is supply when its owner
// offers it.
func (b *Brownfield) Asset() Asset {
	s := b.State
	confidentiality := s.GetConfidentiality()
	if confidentiality == 0 {
		confidentiality = landv1.AssetConfidentiality_ASSET_CONFIDENTIALITY_PUBLIC
	}
	free := s.GetStatus() != landv1.BrownfieldStatus_BROWNFIELD_STATUS_CONVERTED && s.GetAvailability() == anyAvailable
	return Asset{
		ID: b.ID, Kind: commonv1.AssetKind_ASSET_KIND_BROWNFIELD, Name: s.GetName(), CommuneCode: s.GetCommuneCode(), Commune: s.GetCommune(),
		AreaM2: s.GetAreaM2(), Point: s.GetPoint(), Boundary: s.GetBoundaryGeojson(), Status: s.GetStatus().String(), Availability: s.GetAvailability(),
		OnMarket: free, Offered: free && s.GetOffered(), Buildings: s.GetBuildings().GetCount(), InBuildings: polluted(s.GetBuildings()),
		Confidentiality: confidentiality, BodyID: s.GetBodyId(), Demonstration: s.GetDemonstration(), Created: s.GetCreatedTime().AsTime(),
		ToBuy: true, PluZone: s.GetPlan().GetZone(), FloodRisk: s.GetFloodRisk(), Pollution: s.GetSoilPollution(), LorryAccess: true,
	}
}

// polluted is what pollutes the buildings, unless that is not known.
func polluted(buildings *landv1.BrownfieldBuildings) string {
	if found := buildings.GetPollution(); found != "inconnu" {
		return found
	}
	return ""
}

// constrained says whether something has to be done before a brownfield can be used.
func (s *Asset) constrained() bool {
	return s.soilToTreat() != "" || s.Buildings > 0 || s.InBuildings != ""
}

// soilToTreat is the key of what has to be done with the soil first, empty when nothing has.
func (s *Asset) soilToTreat() string {
	switch s.Pollution {
	case landv1.SoilPollution_SOIL_POLLUTION_PROVEN:
		return "match.constraint.soil"
	case landv1.SoilPollution_SOIL_POLLUTION_NONE, landv1.SoilPollution_SOIL_POLLUTION_TREATED, landv1.SoilPollution_SOIL_POLLUTION_UNLIKELY:
		return ""
	}
	return "match.constraint.study"
}

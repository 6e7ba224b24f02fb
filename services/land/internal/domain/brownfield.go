package domain

import (
	"strings"
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
		OnMarket: free, Offered: free && s.GetOffered(), Constraints: b.constraints(),
		Confidentiality: confidentiality, BodyID: s.GetBodyId(), Demonstration: s.GetDemonstration(), Created: s.GetCreatedTime().AsTime(),
		ToBuy: true, PluZone: s.GetPlan().GetZone(), FloodRisk: s.GetFloodRisk(), Pollution: s.GetSoilPollution(), LorryAccess: true,
	}
}

// constraints are what stands between the brownfield and its next use.
func (b *Brownfield) constraints() string {
	var said []string
	switch b.State.GetSoilPollution() {
	case landv1.SoilPollution_SOIL_POLLUTION_PROVEN:
		said = append(said, "pollution du sol avérée")
	case landv1.SoilPollution_SOIL_POLLUTION_NONE, landv1.SoilPollution_SOIL_POLLUTION_TREATED, landv1.SoilPollution_SOIL_POLLUTION_UNLIKELY:
	default:
		said = append(said, "sol à étudier")
	}
	switch n := b.State.GetBuildings().GetCount(); n {
	case 0:
	case 1:
		said = append(said, "un bâtiment à démolir ou à réhabiliter")
	default:
		said = append(said, number(n)+" bâtiments à démolir ou à réhabiliter")
	}
	if p := b.State.GetBuildings().GetPollution(); p != "" && p != "inconnu" {
		said = append(said, "dans le bâti : "+p)
	}
	return strings.Join(said, ", ")
}

package store

import (
	"strings"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
	"hup.example/services/kit/text"
	"hup.example/services/land/internal/domain"
)

// Plots is the table of plots.
var Plots = kit.Table[*domain.Plot, *landv1.Plot]{
	Name: "plot", Kind: "plot", Taken: taken,
	Columns: []kit.Column[*domain.Plot]{
		{Name: "external_id", Value: func(p *domain.Plot) any { return orNull(p.State.GetExternalPlotId()) }},
		{Name: "name_key", Value: func(p *domain.Plot) any { return text.Fold(p.State.GetName()) }},
		{Name: "availability", Value: func(p *domain.Plot) any { return p.State.GetAvailability().String() }},
		{Name: "confidentiality", Value: func(p *domain.Plot) any { return p.Asset().Confidentiality.String() }},
		{Name: "zone_id", Value: func(p *domain.Plot) any { return p.State.GetZoneId() }},
		{Name: "commune_code", Value: func(p *domain.Plot) any { return p.State.GetCommuneCode() }},
		{Name: "area_m2", Value: func(p *domain.Plot) any { return int64(p.State.GetAreaM2()) }},
		{Name: "servicing_stage", Value: func(p *domain.Plot) any { return p.State.GetServicingStage().String() }},
		{Name: "occupation", Value: func(p *domain.Plot) any { return p.State.GetOccupation().String() }},
		{Name: "plu_zone", Value: func(p *domain.Plot) any { return p.State.GetPluZone().String() }},
		{Name: "body_id", Value: func(p *domain.Plot) any { return p.State.GetBodyId() }},
		{Name: "demonstration", Value: func(p *domain.Plot) any { return p.State.GetDemonstration() }},
		{Name: "created_us", Value: func(p *domain.Plot) any { return clock.Micros(p.State.GetCreatedTime().AsTime()) }},
		{Name: "updated_us", Value: func(p *domain.Plot) any { return clock.Micros(p.State.GetUpdatedTime().AsTime()) }},
	},
	Encode: func(p *domain.Plot) *landv1.Plot { return p.State },
	Decode: func(m *landv1.Plot) *domain.Plot { return &domain.Plot{State: m} },
	Project: func(tx *kit.Tx, p *domain.Plot) error {
		s := p.State
		return projectAsset(tx, p.Asset(), "plot", s.GetName(), s.GetCommune(), strings.Join(s.GetParcelIds(), " "))
	},
}.Open()

// PlotList is how plots are listed.
var PlotList = &page.List{
	Name: "plots", Kind: "plot", From: "plot t",
	Fields: append([]page.Field{
		{Name: "availability", Column: "t.availability", Kind: page.Enum},
		{Name: "zoneId", Column: "t.zone_id"},
		{Name: "communeCode", Column: "t.commune_code"},
		{Name: "areaM2", Column: "t.area_m2", Kind: page.Number},
		{Name: "servicingStage", Column: "t.servicing_stage", Kind: page.Enum},
		{Name: "occupation", Column: "t.occupation", Kind: page.Enum},
		{Name: "pluZone", Column: "t.plu_zone", Kind: page.Enum},
		{Name: "confidentiality", Column: "t.confidentiality", Kind: page.Enum},
		{Name: "externalPlotId", Column: "t.external_id"},
	}, sharedFields...),
	Orders: assetOrders,
}

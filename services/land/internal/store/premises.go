package store

import (
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
	"hup.example/services/kit/text"
	"hup.example/services/land/internal/domain"
)

// Premises is the table of premises.
var Premises = kit.Table[*domain.Premises, *landv1.Premises]{
	Name: "premises", Kind: "premises", Taken: taken,
	Columns: []kit.Column[*domain.Premises]{
		{Name: "external_id", Value: func(p *domain.Premises) any { return orNull(p.State.GetExternalPremisesId()) }},
		{Name: "name_key", Value: func(p *domain.Premises) any { return text.Fold(p.State.GetName()) }},
		{Name: "availability", Value: func(p *domain.Premises) any { return p.State.GetAvailability().String() }},
		{Name: "confidentiality", Value: func(p *domain.Premises) any { return p.Asset().Confidentiality.String() }},
		{Name: "kind", Value: func(p *domain.Premises) any { return p.State.GetKind().String() }},
		{Name: "zone_id", Value: func(p *domain.Premises) any { return p.State.GetZoneId() }},
		{Name: "commune_code", Value: func(p *domain.Premises) any { return p.State.GetCommuneCode() }},
		{Name: "area_m2", Value: func(p *domain.Premises) any { return int64(p.State.GetAreaM2()) }},
		{Name: "tenure", Value: func(p *domain.Premises) any { return p.State.GetTenure().String() }},
		{Name: "available_from_on", Value: func(p *domain.Premises) any { return p.State.GetAvailableFromDate() }},
		{Name: "body_id", Value: func(p *domain.Premises) any { return p.State.GetBodyId() }},
		{Name: "demonstration", Value: func(p *domain.Premises) any { return p.State.GetDemonstration() }},
		{Name: "created_us", Value: func(p *domain.Premises) any { return clock.Micros(p.State.GetCreatedTime().AsTime()) }},
		{Name: "updated_us", Value: func(p *domain.Premises) any { return clock.Micros(p.State.GetUpdatedTime().AsTime()) }},
	},
	Encode: func(p *domain.Premises) *landv1.Premises { return p.State },
	Decode: func(m *landv1.Premises) *domain.Premises { return &domain.Premises{State: m} },
	Project: func(tx *kit.Tx, p *domain.Premises) error {
		return projectAsset(tx, p.Asset(), "premises", p.State.GetName(), p.State.GetAddress(), p.State.GetCommune())
	},
}.Open()

// PremisesList is how premises are listed.
var PremisesList = &page.List{
	Name: "premises", Kind: "premises", From: "premises t",
	Fields: append([]page.Field{
		{Name: "availability", Column: "t.availability", Kind: page.Enum},
		{Name: "kind", Column: "t.kind", Kind: page.Enum},
		{Name: "zoneId", Column: "t.zone_id"},
		{Name: "communeCode", Column: "t.commune_code"},
		{Name: "areaM2", Column: "t.area_m2", Kind: page.Number},
		{Name: "tenure", Column: "t.tenure", Kind: page.Enum},
		{Name: "confidentiality", Column: "t.confidentiality", Kind: page.Enum},
		{Name: "availableFromDate", Column: "t.available_from_on"},
		{Name: "externalPremisesId", Column: "t.external_id"},
	}, sharedFields...),
	Orders: assetOrders,
}

package store

import (
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
	"hup.example/services/kit/text"
	"hup.example/services/land/internal/domain"
)

// Brownfields is the table of brownfields.
var Brownfields = kit.Table[*domain.Brownfield, *landv1.Brownfield]{
	Name: "brownfield", Kind: "brownfield", Taken: taken,
	Columns: []kit.Column[*domain.Brownfield]{
		{Name: "external_id", Value: func(b *domain.Brownfield) any { return orNull(b.State.GetExternalSiteId()) }},
		{Name: "name_key", Value: func(b *domain.Brownfield) any { return text.Fold(b.State.GetName()) }},
		{Name: "status", Value: func(b *domain.Brownfield) any { return b.State.GetStatus().String() }},
		{Name: "type", Value: func(b *domain.Brownfield) any { return b.State.GetType().String() }},
		{Name: "confidentiality", Value: func(b *domain.Brownfield) any { return b.Asset().Confidentiality.String() }},
		{Name: "commune_code", Value: func(b *domain.Brownfield) any { return b.State.GetCommuneCode() }},
		{Name: "departement_code", Value: func(b *domain.Brownfield) any { return b.State.GetDepartementCode() }},
		{Name: "area_m2", Value: func(b *domain.Brownfield) any { return int64(b.State.GetAreaM2()) }},
		{Name: "soil_pollution", Value: func(b *domain.Brownfield) any { return b.State.GetSoilPollution().String() }},
		{Name: "plu_zone", Value: func(b *domain.Brownfield) any { return b.State.GetPlan().GetZone().String() }},
		{Name: "body_id", Value: func(b *domain.Brownfield) any { return b.State.GetBodyId() }},
		{Name: "demonstration", Value: func(b *domain.Brownfield) any { return b.State.GetDemonstration() }},
		{Name: "created_us", Value: func(b *domain.Brownfield) any { return clock.Micros(b.State.GetCreatedTime().AsTime()) }},
		{Name: "updated_us", Value: func(b *domain.Brownfield) any { return clock.Micros(b.State.GetUpdatedTime().AsTime()) }},
	},
	Encode: func(b *domain.Brownfield) *landv1.Brownfield { return b.State },
	Decode: func(m *landv1.Brownfield) *domain.Brownfield { return &domain.Brownfield{State: m} },
	Project: func(tx *kit.Tx, b *domain.Brownfield) error {
		return projectAsset(tx, b.Asset(), "brownfield", b.State.GetName(), b.State.GetCommune(), b.State.GetExternalSiteId())
	},
}.Open()

// BrownfieldList is how brownfields are listed.
var BrownfieldList = &page.List{
	Name: "brownfields", Kind: "brownfield", From: "brownfield t",
	Fields: append([]page.Field{
		{Name: "status", Column: "t.status", Kind: page.Enum},
		{Name: "type", Column: "t.type", Kind: page.Enum},
		{Name: "communeCode", Column: "t.commune_code"},
		{Name: "departementCode", Column: "t.departement_code"},
		{Name: "areaM2", Column: "t.area_m2", Kind: page.Number},
		{Name: "soilPollution", Column: "t.soil_pollution", Kind: page.Enum},
		{Name: "pluZone", Column: "t.plu_zone", Kind: page.Enum},
		{Name: "externalSiteId", Column: "t.external_id"},
	}, sharedFields...),
	Orders: assetOrders,
}

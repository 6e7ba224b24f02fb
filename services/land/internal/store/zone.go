package store

import (
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
	"hup.example/services/kit/text"
	"hup.example/services/land/internal/domain"
)

// taken is the reason for a second record with the id of the source.
const taken = "EXTERNAL_ID_TAKEN"

// Zones is the table of activity zones.
var Zones = kit.Table[*domain.Zone, *landv1.Zone]{
	Name: "zone", Kind: "zone", Taken: taken,
	Columns: []kit.Column[*domain.Zone]{
		{Name: "external_id", Value: func(z *domain.Zone) any { return orNull(z.State.GetExternalSiteId()) }},
		{Name: "name_key", Value: func(z *domain.Zone) any { return text.Fold(z.State.GetName()) }},
		{Name: "state", Value: func(z *domain.Zone) any { return z.State.GetState().String() }},
		{Name: "kind", Value: func(z *domain.Zone) any { return z.State.GetKind().String() }},
		{Name: "commune_code", Value: func(z *domain.Zone) any { return z.State.GetCommuneCode() }},
		{Name: "epci_siren", Value: func(z *domain.Zone) any { return z.State.GetEpciSiren() }},
		{Name: "gross_area_m2", Value: func(z *domain.Zone) any { return int64(z.State.GetGrossAreaM2()) }},
		{Name: "body_id", Value: func(z *domain.Zone) any { return z.State.GetBodyId() }},
		{Name: "demonstration", Value: func(z *domain.Zone) any { return z.State.GetDemonstration() }},
		{Name: "created_us", Value: func(z *domain.Zone) any { return clock.Micros(z.State.GetCreatedTime().AsTime()) }},
		{Name: "updated_us", Value: func(z *domain.Zone) any { return clock.Micros(z.State.GetUpdatedTime().AsTime()) }},
	},
	Encode: func(z *domain.Zone) *landv1.Zone { return z.State },
	Decode: func(m *landv1.Zone) *domain.Zone { return &domain.Zone{State: m} },
	Project: func(tx *kit.Tx, z *domain.Zone) error {
		at, known := z.Position()
		if err := projectPlace(tx, "zone", z.ID, at, known); err != nil {
			return err
		}
		return tx.Index("zone", z.ID, z.State.GetName(), z.State.GetCommune())
	},
}.Open()

// ZoneList is how activity zones are listed.
var ZoneList = &page.List{
	Name: "zones", Kind: "zone", From: "zone t",
	Fields: append([]page.Field{
		{Name: "state", Column: "t.state", Kind: page.Enum},
		{Name: "kind", Column: "t.kind", Kind: page.Enum},
		{Name: "communeCode", Column: "t.commune_code"},
		{Name: "epciSiren", Column: "t.epci_siren"},
		{Name: "externalSiteId", Column: "t.external_id"},
	}, sharedFields...),
	Orders: []page.Order{
		{Name: "name", Column: "t.name_key"},
		{Name: "grossAreaM2", Column: "t.gross_area_m2", Kind: page.Number},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	},
}

// sharedFields are the filters that all lists of the register know.
var sharedFields = []page.Field{
	{Name: "bodyId", Column: "t.body_id", Word: page.Mine},
	{Name: "demonstration", Column: "t.demonstration", Kind: page.Bool},
	{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
	{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	{Name: "text", Kind: page.Search},
}

// assetOrders are the orders of the lists of assets.
var assetOrders = []page.Order{
	{Name: "name", Column: "t.name_key"},
	{Name: "areaM2", Column: "t.area_m2", Kind: page.Number},
	{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
}

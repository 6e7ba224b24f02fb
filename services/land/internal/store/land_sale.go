package store

import (
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

// LandSales is the table of sales.
var LandSales = kit.Table[*domain.LandSale, *landv1.LandSale]{
	Name: "land_sale", Kind: "land_sale", Taken: "SALE_OPEN",
	Columns: append([]kit.Column[*domain.LandSale]{
		{Name: "status", Value: func(s *domain.LandSale) any { return s.State.GetStatus().String() }},
		{Name: "is_open", Value: func(s *domain.LandSale) any { return s.Open() }},
		{Name: "asset_id", Value: func(s *domain.LandSale) any { return s.State.GetAssetId() }},
		{Name: "land_request_id", Value: func(s *domain.LandSale) any { return s.State.GetLandRequestId() }},
		{Name: "zone_id", Value: func(s *domain.LandSale) any { return s.State.GetZoneId() }},
		{Name: "deliberation_on", Value: func(s *domain.LandSale) any { return s.State.GetDeliberationDate() }},
		{Name: "deed_on", Value: func(s *domain.LandSale) any { return s.State.GetDeedDate() }},
		{Name: "created_us", Value: func(s *domain.LandSale) any { return clock.Micros(s.State.GetCreatedTime().AsTime()) }},
		{Name: "updated_us", Value: func(s *domain.LandSale) any { return clock.Micros(s.State.GetUpdatedTime().AsTime()) }},
	}, partyColumns[*domain.LandSale]()...),
	Encode: func(s *domain.LandSale) *landv1.LandSale { return s.State },
	Decode: func(m *landv1.LandSale) *domain.LandSale { return &domain.LandSale{State: m} },
}.Open()

// LandSaleList is how sales are listed.
var LandSaleList = &page.List{
	Name: "land_sales", Kind: "land_sale", From: "land_sale t",
	Fields: companyFields([]page.Field{
		{Name: "status", Column: "t.status", Kind: page.Enum},
		{Name: "assetId", Column: "t.asset_id"},
		{Name: "landRequestId", Column: "t.land_request_id"},
		{Name: "bodyId", Column: "t.keeper_body_id", Word: page.Mine},
		{Name: "zoneId", Column: "t.zone_id"},
		{Name: "open", Column: "t.is_open", Kind: page.Bool},
		{Name: "deliberationDate", Column: "t.deliberation_on"},
		{Name: "deedDate", Column: "t.deed_on"},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	}...),
	Orders: []page.Order{
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
		{Name: "deliberationDate", Column: "t.deliberation_on"},
		{Name: "deedDate", Column: "t.deed_on"},
	},
	Descending: true,
}

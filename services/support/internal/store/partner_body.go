package store

import (
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/page"
	"hup.example/services/kit/reference"
	kit "hup.example/services/kit/store"
	"hup.example/services/kit/text"
	"hup.example/services/support/internal/domain"
)

// PartnerBodies is the table of bodies.
var PartnerBodies = kit.Table[*domain.PartnerBody, *supportv1.PartnerBody]{
	Name: "partner_body", Kind: "partner_body", Taken: "ALREADY_EXISTS",
	Columns: []kit.Column[*domain.PartnerBody]{
		{Name: "status", Value: func(b *domain.PartnerBody) any { return b.State.GetStatus().String() }},
		{Name: "kind", Value: func(b *domain.PartnerBody) any { return b.State.GetKind().String() }},
		{Name: "hosted_by", Value: func(b *domain.PartnerBody) any { return b.State.GetHostedByBodyId() }},
		{Name: "name_key", Value: func(b *domain.PartnerBody) any { return text.Fold(b.State.GetName()) }},
		{Name: "updated_us", Value: func(b *domain.PartnerBody) any { return clock.Micros(b.State.GetUpdatedTime().AsTime()) }},
	},
	Encode:  func(b *domain.PartnerBody) *supportv1.PartnerBody { return b.State },
	Decode:  func(m *supportv1.PartnerBody) *domain.PartnerBody { return &domain.PartnerBody{State: m} },
	Project: projectBody,
}.Open()

// PartnerBodyList is how bodies are listed.
var PartnerBodyList = &page.List{
	Name: "partner_bodies", Kind: "partner_body", From: "partner_body t",
	Fields: []page.Field{
		{Name: "text", Kind: page.Search},
		{Name: "status", Column: "t.status", Kind: page.Enum},
		{Name: "kind", Column: "t.kind", Kind: page.Enum},
		{Name: "hostedByBodyId", Column: "t.hosted_by", Word: page.Mine},
		{Name: "subjectCode",
			Where: "t.id IN (SELECT body_id FROM service_offer_subject WHERE territory = t.territory AND subject_code = ?)"},
		{Name: "communeCode",
			Where: "t.id IN (SELECT body_id FROM partner_body_zone WHERE territory = t.territory AND commune_code = ?)"},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	},
	Orders: []page.Order{
		{Name: "name", Column: "t.name_key"},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	},
}

var bodyZones = kit.Children{Table: "partner_body_zone", Owner: "body_id", Columns: []string{"commune_code"}}.Open()

// projectBody keeps where the body works, commune by commune.
func projectBody(tx *kit.Tx, b *domain.PartnerBody) error {
	var communes [][]any
	for _, code := range b.State.GetCommuneCodes() {
		communes = append(communes, []any{code})
	}
	for _, epci := range b.State.GetEpciCodes() {
		for _, commune := range reference.Communes().OfEPCI(epci) {
			communes = append(communes, []any{commune.Code})
		}
	}
	if err := bodyZones.Set(tx, b.ID, communes); err != nil {
		return err
	}
	if err := stampCatalogue(tx); err != nil {
		return err
	}
	return tx.Index("partner_body", b.ID, b.ID, b.State.GetName(), b.State.GetShortName())
}

package store

import (
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// ServiceOffers is the table of offers.
var ServiceOffers = kit.Table[*domain.ServiceOffer, *supportv1.ServiceOffer]{
	Name: "service_offer", Kind: "service_offer", Taken: "ALREADY_EXISTS",
	Columns: []kit.Column[*domain.ServiceOffer]{
		{Name: "body_id", Value: func(o *domain.ServiceOffer) any { return o.State.GetPartnerBodyId() }},
		{Name: "status", Value: func(o *domain.ServiceOffer) any { return o.State.GetStatus().String() }},
		{Name: "created_us", Value: func(o *domain.ServiceOffer) any { return clock.Micros(o.State.GetCreatedTime().AsTime()) }},
		{Name: "updated_us", Value: func(o *domain.ServiceOffer) any { return clock.Micros(o.State.GetUpdatedTime().AsTime()) }},
	},
	Encode:  func(o *domain.ServiceOffer) *supportv1.ServiceOffer { return o.State },
	Decode:  func(m *supportv1.ServiceOffer) *domain.ServiceOffer { return &domain.ServiceOffer{State: m} },
	Project: projectOffer,
}.Open()

// ServiceOfferList is how the offers of a body are listed.
var ServiceOfferList = &page.List{
	Name: "service_offers", Kind: "service_offer", From: "service_offer t",
	Fields: []page.Field{
		{Name: "text", Kind: page.Search},
		{Name: "status", Column: "t.status", Kind: page.Enum},
		{Name: "subjectCode",
			Where: "t.id IN (SELECT offer_id FROM service_offer_subject WHERE territory = t.territory AND subject_code = ?)"},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	},
	Orders:     []page.Order{{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time}},
	Descending: true,
}

// OffersOf is the condition that keeps a list to the offers of a body.
func OffersOf(bodyID string) page.Cond { return page.Cond{SQL: "t.body_id = ?", Args: []any{bodyID}} }

var offerSubjects = kit.Children{Table: "service_offer_subject", Owner: "offer_id", Columns: []string{"subject_code", "body_id"}}.Open()

// projectOffer keeps the subjects of an active offer: what a stopped one covered is nobody's any more.
func projectOffer(tx *kit.Tx, o *domain.ServiceOffer) error {
	var subjects [][]any
	if o.State.GetStatus() == supportv1.ServiceOfferStatus_SERVICE_OFFER_STATUS_ACTIVE {
		for _, code := range o.State.GetSubjectCodes() {
			subjects = append(subjects, []any{code, o.State.GetPartnerBodyId()})
		}
	}
	if err := offerSubjects.Set(tx, o.ID, subjects); err != nil {
		return err
	}
	if err := stampCatalogue(tx); err != nil {
		return err
	}
	return tx.Index("service_offer", o.ID, o.State.GetName(), o.State.GetDescription())
}

package store

import (
	"google.golang.org/protobuf/proto"

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
	return tx.Index("service_offer", o.ID, o.State.GetName(), o.State.GetDescription())
}

// Offer is an active offer with its body.
type Offer struct {
	Offer *supportv1.ServiceOffer
	Body  *supportv1.PartnerBody
}

const selectOffers = `SELECT DISTINCT o.id, o.record, b.record FROM service_offer_subject s
 JOIN service_offer o ON o.territory = s.territory AND o.id = s.offer_id
 JOIN partner_body b ON b.territory = s.territory AND b.id = s.body_id
 WHERE s.territory = $1 AND s.subject_code = $2 AND b.status = 'PARTNER_BODY_STATUS_ACTIVE' ORDER BY o.id`

// OffersFor are the active offers of active bodies that cover one of the subjects, each once.
func OffersFor(from kit.Source, subjectCodes []string) ([]Offer, error) {
	seen := map[string]bool{}
	var found []Offer
	for _, code := range subjectCodes {
		offers, err := offersFor(viewOf(from), code)
		if err != nil {
			return nil, err
		}
		for _, o := range offers {
			if !seen[o.Offer.GetServiceOfferId()] {
				seen[o.Offer.GetServiceOfferId()] = true
				found = append(found, o)
			}
		}
	}
	return found, nil
}

func offersFor(v *kit.View, subjectCode string) (found []Offer, err error) {
	rows, err := v.Query(v.Ctx, selectOffers, v.Actor.Territory, subjectCode)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var id string
		var offer, body []byte
		if err := rows.Scan(&id, &offer, &body); err != nil {
			return nil, err
		}
		o := Offer{Offer: &supportv1.ServiceOffer{}, Body: &supportv1.PartnerBody{}}
		if err := proto.Unmarshal(offer, o.Offer); err != nil {
			return nil, err
		}
		if err := proto.Unmarshal(body, o.Body); err != nil {
			return nil, err
		}
		found = append(found, o)
	}
	return found, rows.Err()
}

package domain

import (
	"fmt"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
)

// ServiceOffer is what a body does for companies: subjects, zones, conditions and a promise.
type ServiceOffer struct {
	aggregate.Root
	// State is what is known of the offer.
	State *supportv1.ServiceOffer
}

// OfferChanged is the fact that an offer was added, without fields, or changed.
type OfferChanged struct {
	Offer  *supportv1.ServiceOffer
	Fields []string
}

// NewServiceOffer adds an offer of a body.
func NewServiceOffer(territory, bodyID string, said *supportv1.ServiceOffer, now time.Time) (*ServiceOffer, error) {
	o := &ServiceOffer{Root: aggregate.Root{Territory: territory, ID: id.New("sof")}, State: said}
	said.ServiceOfferId, said.PartnerBodyId = o.ID, bodyID
	said.CreatedTime, said.AllowedActions = timestamppb.New(now), nil
	return o, o.Updated(nil, now)
}

// Updated states that the fields, named as in the JSON, have new values.
func (o *ServiceOffer) Updated(fields []string, now time.Time) error {
	if len(o.State.GetSubjectCodes()) == 0 {
		return errs.Invalid("INVALID_FIELDS", errs.Field{Path: "serviceOffer.subjectCodes", Reason: "required"})
	}
	if o.State.GetStatus() == supportv1.ServiceOfferStatus_SERVICE_OFFER_STATUS_UNSPECIFIED {
		o.State.Status = supportv1.ServiceOfferStatus_SERVICE_OFFER_STATUS_ACTIVE
	}
	o.State.UpdatedTime = timestamppb.New(now)
	o.Record(OfferChanged{Offer: o.State, Fields: fields})
	return nil
}

// CheckOffer refuses an offer of a list that is about nothing.
func CheckOffer(o *supportv1.ServiceOffer, at int) error {
	if len(o.GetSubjectCodes()) == 0 {
		return errs.Invalid("INVALID_FIELDS", errs.Field{Path: fmt.Sprintf("serviceOffers[%d].subjectCodes", at), Reason: "required"})
	}
	return nil
}

// OfferFields are the fields of an offer that may be changed.
var OfferFields = []string{
	"status", "name", "description", "subject_codes", "commune_codes", "epci_codes", "conditions", "promise_business_days",
	"person_ids", "capacity_per_person",
}

// OffersFor says whether the actor may say what the body offers.
func OffersFor(a actor.Actor, bodyID string) bool {
	if a.Kind == actor.System || a.Has(actor.HupCoordinator) {
		return true
	}
	return a.BodyID == bodyID && (a.Kind == actor.Client || a.Has(actor.BodyManager))
}

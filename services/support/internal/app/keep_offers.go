package app

import (
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/patch"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// KeepOffers adds and changes what bodies offer.
type KeepOffers struct{}

// Add adds an offer of a body; sent again with its own request id, it answers the one that was added.
func (k KeepOffers) Add(tx *kit.Tx, bodyID string, said *supportv1.ServiceOffer) (*domain.ServiceOffer, error) {
	if _, err := store.PartnerBodies.Get(tx, bodyID); err != nil {
		return nil, err
	}
	if !domain.OffersFor(tx.Actor, bodyID) {
		return nil, errs.Denied("NOT_ALLOWED")
	}
	known, err := tx.Once(said.GetClientRequestId())
	if err != nil {
		return nil, err
	}
	if known != "" {
		return store.ServiceOffers.Get(tx, known)
	}
	o, err := domain.NewServiceOffer(tx.Actor.Territory, bodyID, said, tx.Now)
	if err != nil {
		return nil, err
	}
	if err := k.put(tx, o); err != nil {
		return nil, err
	}
	return o, tx.Made(said.GetClientRequestId(), o.ID)
}

// Change changes an offer of a body.
func (k KeepOffers) Change(tx *kit.Tx, said *supportv1.ServiceOffer, mask *fieldmaskpb.FieldMask) (*domain.ServiceOffer, error) {
	o, err := store.ServiceOffers.Target(tx, said.GetServiceOfferId())
	if err == nil && said.GetPartnerBodyId() != "" && said.GetPartnerBodyId() != o.State.GetPartnerBodyId() {
		err = errs.NotFound("service_offer")
	}
	if err == nil && !domain.OffersFor(tx.Actor, o.State.GetPartnerBodyId()) {
		err = errs.Denied("NOT_ALLOWED")
	}
	if err != nil {
		return nil, err
	}
	said.PartnerBodyId = "" // of the address, not of the body
	fields, err := patch.Apply(o.State, said, mask, "service_offer_id", domain.OfferFields...)
	if err != nil || len(fields) == 0 {
		return o, err
	}
	if err := o.Updated(fields, tx.Now); err != nil {
		return nil, err
	}
	return o, k.put(tx, o)
}

// put refuses an offer for a subject that the territory does not have.
func (KeepOffers) put(tx *kit.Tx, o *domain.ServiceOffer) error {
	for _, code := range o.State.GetSubjectCodes() {
		if _, err := (Records{}).Subject(tx, code); err != nil {
			return err
		}
	}
	if err := store.ServiceOffers.Put(tx, o); err != nil {
		return err
	}
	return coverageChanged(tx)
}

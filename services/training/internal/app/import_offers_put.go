package app

import (
	"slices"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/patch"
	"hup.example/services/kit/store"
	"hup.example/services/training/internal/domain"
)

// takeOver changes what the row says otherwise. What we know of a certification and the row does not say is kept.
func (u ImportOffers) takeOver(tx *store.Tx, o *domain.TrainingOffer, r offerRow) (fields []string, err error) {
	said := proto.Clone(r.offer).(*trainingv1.TrainingOffer)
	if said.TrainingBodyId, err = u.bodyOf(tx, r.body); err != nil {
		return nil, err
	}
	if c := o.State.GetCertification(); c.GetRncpCode() == said.GetCertification().GetRncpCode() {
		kept := proto.Clone(c).(*trainingv1.Certification)
		kept.DiplomaCode = said.GetCertification().GetDiplomaCode()
		said.Certification = kept
	}
	return patch.Apply(o.State, said, &fieldmaskpb.FieldMask{Paths: take}, "training_offer_id", take...)
}

// add takes a new offer over: published where the source says so, unless its certification is over.
func (u ImportOffers) add(tx *store.Tx, r offerRow) error {
	said := proto.Clone(r.offer).(*trainingv1.TrainingOffer)
	var err error
	if said.TrainingBodyId, err = u.bodyOf(tx, r.body); err != nil {
		return err
	}
	said.Places = []*trainingv1.TrainingPlace{r.place}
	o, err := domain.DraftOffer(tx.Actor.Territory, said, tx.Now)
	if err != nil {
		return err
	}
	if !r.publish {
		return u.Offers.Put(tx, o)
	}
	if err := o.Submit(tx.Actor, "", tx.Now); err != nil {
		return err
	}
	if !o.CertificationOver(tx.Now) {
		if err := o.Publish(tx.Actor, "", tx.Now); err != nil {
			return err
		}
	}
	return u.Offers.Put(tx, o)
}

// bodyOf is the training body with the SIRET; one that no list has named yet is added by the name the row gives.
func (u ImportOffers) bodyOf(tx *store.Tx, said *trainingv1.TrainingBody) (string, error) {
	id, err := u.OfSiret(tx, said.GetSiret())
	if err != nil || id != "" {
		return id, err
	}
	b, err := domain.AddBody(tx.Actor.Territory, proto.Clone(said).(*trainingv1.TrainingBody), tx.Now)
	if err != nil {
		return "", err
	}
	return b.ID, u.Bodies.Put(tx, b)
}

func refusedField(path, message string) error { return errs.InvalidField(path, "REFUSED", message) }

// diploma keeps a code that has the shape of the contract; the source also holds others of its own.
func diploma(code string) string {
	if len(code) != len("40025412") || slices.ContainsFunc([]byte(code), func(c byte) bool { return (c < '0' || c > '9') && (c < 'A' || c > 'Z') }) {
		return ""
	}
	return code
}

// postcode keeps five digits.
func postcode(code string) string {
	if len(code) != 5 || slices.ContainsFunc([]byte(code), func(c byte) bool { return c < '0' || c > '9' }) {
		return ""
	}
	return code
}

package store

import (
	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/page"
	"hup.example/services/kit/schedule"
	kit "hup.example/services/kit/store"
	"hup.example/services/kit/text"
	"hup.example/services/training/internal/domain"
)

// CertificationTimer is the kind of the timer that suspends an offer when its certification is over.
const CertificationTimer = "training_offer_certification"

// TrainingOffers is the table of training offers.
var TrainingOffers = kit.Table[*domain.TrainingOffer, *trainingv1.TrainingOffer]{
	Name: "training_offer", Kind: "training_offer", Taken: "EXTERNAL_ID_TAKEN",
	Columns: []kit.Column[*domain.TrainingOffer]{
		{Name: "status", Value: func(o *domain.TrainingOffer) any { return o.State.GetStatus().String() }},
		{Name: "training_body_id", Value: func(o *domain.TrainingOffer) any { return o.State.GetTrainingBodyId() }},
		{Name: "external_offer_id", Value: func(o *domain.TrainingOffer) any { return orNull(o.State.GetExternalOfferId()) }},
		{Name: "nsf_code", Value: func(o *domain.TrainingOffer) any { return o.State.GetDomain().GetNsfCode() }},
		{Name: "rncp_code", Value: func(o *domain.TrainingOffer) any { return o.State.GetCertification().GetRncpCode() }},
		{Name: "rs_code", Value: func(o *domain.TrainingOffer) any { return o.State.GetCertification().GetRsCode() }},
		{Name: "entry_level", Value: func(o *domain.TrainingOffer) any { return int64(o.State.GetEntryLevel()) }},
		{Name: "exit_level", Value: func(o *domain.TrainingOffer) any { return int64(o.State.GetExitLevel()) }},
		{Name: "modality", Value: func(o *domain.TrainingOffer) any { return o.State.GetModality().String() }},
		{Name: "body_id", Value: func(o *domain.TrainingOffer) any { return o.State.GetBodyId() }},
		{Name: "title_key", Value: func(o *domain.TrainingOffer) any { return text.Fold(o.State.GetTitle()) }},
		{Name: "created_us", Value: func(o *domain.TrainingOffer) any { return micros(o.State.GetCreatedTime()) }},
		{Name: "updated_us", Value: func(o *domain.TrainingOffer) any { return micros(o.State.GetUpdatedTime()) }},
	},
	Encode:  func(o *domain.TrainingOffer) *trainingv1.TrainingOffer { return o.State },
	Decode:  func(m *trainingv1.TrainingOffer) *domain.TrainingOffer { return &domain.TrainingOffer{State: m} },
	Project: projectOffer,
}.Open()

// TrainingOfferList is how training offers are listed.
var TrainingOfferList = &page.List{
	Name: "training_offers", Kind: "training_offer", From: "training_offer t",
	Fields: []page.Field{
		{Name: "status", Column: "t.status", Kind: page.Enum},
		{Name: "trainingBodyId", Column: "t.training_body_id"},
		{Name: "formacode", Where: tagged(tagFormacode)},
		{Name: "nsfCode", Column: "t.nsf_code"},
		{Name: "romeCode", Where: tagged(tagRome)},
		{Name: "rncpCode", Column: "t.rncp_code"},
		{Name: "rsCode", Column: "t.rs_code"},
		{Name: "entryLevel", Column: "t.entry_level", Kind: page.Number},
		{Name: "exitLevel", Column: "t.exit_level", Kind: page.Number},
		{Name: "modality", Column: "t.modality", Kind: page.Enum},
		{Name: "communeCode", Where: tagged(tagCommune)},
		{Name: "bodyId", Column: "t.body_id", Word: page.Mine},
		{Name: "externalOfferId", Column: "t.external_offer_id"},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
		{Name: "text", Kind: page.Search},
	},
	Orders: []page.Order{
		{Name: "title", Column: "t.title_key"},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	},
}

// ListedOffers is what those see who work for no body: the published offers.
var ListedOffers = page.Cond{SQL: "t.status = 'TRAINING_OFFER_STATUS_PUBLISHED'"}

func projectOffer(tx *kit.Tx, o *domain.TrainingOffer) error {
	s := o.State
	if at, due := o.CertificationEnds(); due {
		if err := schedule.Set(tx, CertificationTimer, o.ID, at); err != nil {
			return err
		}
	} else if err := schedule.Clear(tx, CertificationTimer, o.ID); err != nil {
		return err
	}
	err := tag(tx, o.ID, map[string][]string{
		tagRome: s.GetDomain().GetRomeCodes(), tagFormacode: s.GetDomain().GetFormacodes(), tagCommune: communes(s.GetPlaces()),
	})
	if err != nil {
		return err
	}
	return tx.Index("training_offer", o.ID, s.GetTitle(), s.GetCertification().GetTitle(), s.GetCertification().GetRncpCode())
}

const (
	selectOfferOfSource = `SELECT id FROM training_offer WHERE territory = $1 AND external_offer_id = $2`

	selectPending = `SELECT id FROM training_session WHERE territory = $1 AND training_offer_id = $2 AND pending ORDER BY start_on, id`
)

// OfferOfSource is the offer with the id of a source, empty for none.
func OfferOfSource(tx *kit.Tx, externalID string) (string, error) {
	return first(&tx.View, selectOfferOfSource, tx.Actor.Territory, externalID)
}

// PendingSessions are the sessions of an offer that are to come or running.
func PendingSessions(tx *kit.Tx, offerID string) ([]string, error) {
	return ids(&tx.View, selectPending, tx.Actor.Territory, offerID)
}

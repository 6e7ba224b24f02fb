package store

import (
	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
	"hup.example/services/kit/text"
	"hup.example/services/training/internal/domain"
)

// TrainingBodies is the table of training bodies.
var TrainingBodies = kit.Table[*domain.TrainingBody, *trainingv1.TrainingBody]{
	Name: "training_body", Kind: "training_body", Taken: "SIRET_TAKEN",
	Columns: []kit.Column[*domain.TrainingBody]{
		{Name: "status", Value: func(b *domain.TrainingBody) any { return b.State.GetStatus().String() }},
		{Name: "siret", Value: func(b *domain.TrainingBody) any { return orNull(b.State.GetSiret()) }},
		{Name: "siren", Value: func(b *domain.TrainingBody) any { return b.State.GetSiren() }},
		{Name: "nda", Value: func(b *domain.TrainingBody) any { return b.State.GetNda() }},
		{Name: "uai", Value: func(b *domain.TrainingBody) any { return b.State.GetUai() }},
		{Name: "commune_code", Value: func(b *domain.TrainingBody) any { return b.State.GetCommuneCode() }},
		{Name: "departement_code", Value: func(b *domain.TrainingBody) any { return b.State.GetDepartementCode() }},
		{Name: "qualiopi_certified", Value: func(b *domain.TrainingBody) any { return b.State.GetQualiopiCertified() }},
		{Name: "body_id", Value: func(b *domain.TrainingBody) any { return b.State.GetBodyId() }},
		{Name: "name_key", Value: func(b *domain.TrainingBody) any { return text.Fold(b.State.GetName()) }},
		{Name: "created_us", Value: func(b *domain.TrainingBody) any { return micros(b.State.GetCreatedTime()) }},
		{Name: "updated_us", Value: func(b *domain.TrainingBody) any { return micros(b.State.GetUpdatedTime()) }},
	},
	Encode:  func(b *domain.TrainingBody) *trainingv1.TrainingBody { return b.State },
	Decode:  func(m *trainingv1.TrainingBody) *domain.TrainingBody { return &domain.TrainingBody{State: m} },
	Project: projectBody,
}.Open()

// TrainingBodyList is how training bodies are listed.
var TrainingBodyList = &page.List{
	Name: "training_bodies", Kind: "training_body", From: "training_body t",
	Fields: []page.Field{
		{Name: "status", Column: "t.status", Kind: page.Enum},
		{Name: "siret", Column: "t.siret"},
		{Name: "siren", Column: "t.siren"},
		{Name: "nda", Column: "t.nda"},
		{Name: "uai", Column: "t.uai"},
		{Name: "communeCode", Column: "t.commune_code"},
		{Name: "departementCode", Column: "t.departement_code"},
		{Name: "qualiopiCertified", Column: "t.qualiopi_certified", Kind: page.Bool},
		{Name: "bodyId", Column: "t.body_id", Word: page.Mine},
		{Name: "externalReference", Where: tagged(tagReference)},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
		{Name: "text", Kind: page.Search},
	},
	Orders: []page.Order{
		{Name: "name", Column: "t.name_key"},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	},
}

func projectBody(tx *kit.Tx, b *domain.TrainingBody) error {
	s := b.State
	if err := tag(tx, b.ID, map[string][]string{tagReference: references(s.GetExternalReferences())}); err != nil {
		return err
	}
	return tx.Index("training_body", b.ID, s.GetName(), s.GetTradeName(), s.GetCommune(), s.GetSiret())
}

const selectBodyOfSiret = `SELECT id FROM training_body WHERE territory = $1 AND siret = $2`

// BodyOfSiret is the training body with a SIRET, empty for none.
func BodyOfSiret(tx *kit.Tx, siret string) (string, error) {
	return first(&tx.View, selectBodyOfSiret, tx.Actor.Territory, siret)
}

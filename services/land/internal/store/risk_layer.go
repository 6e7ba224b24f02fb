package store

import (
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
	"hup.example/services/kit/text"
	"hup.example/services/land/internal/domain"
)

// RiskLayers is the table of risk layers.
var RiskLayers = kit.Table[*domain.RiskLayer, *landv1.RiskLayer]{
	Name: "risk_layer", Kind: "risk_layer", Taken: taken,
	Columns: []kit.Column[*domain.RiskLayer]{
		{Name: "external_id", Value: func(l *domain.RiskLayer) any { return l.State.GetExternalLayerId() }},
		{Name: "layer_version", Value: func(l *domain.RiskLayer) any { return int64(l.State.GetLayerVersion()) }},
		{Name: "name_key", Value: func(l *domain.RiskLayer) any { return text.Fold(l.State.GetName()) }},
		{Name: "status", Value: func(l *domain.RiskLayer) any { return l.State.GetStatus().String() }},
		{Name: "kind", Value: func(l *domain.RiskLayer) any { return l.State.GetKind().String() }},
		{Name: "source_on", Value: func(l *domain.RiskLayer) any { return l.State.GetSourceDate() }},
		{Name: "body_id", Value: func(l *domain.RiskLayer) any { return l.State.GetBodyId() }},
		{Name: "demonstration", Value: func(l *domain.RiskLayer) any { return l.State.GetDemonstration() }},
		{Name: "created_us", Value: func(l *domain.RiskLayer) any { return clock.Micros(l.State.GetCreatedTime().AsTime()) }},
		{Name: "updated_us", Value: func(l *domain.RiskLayer) any { return clock.Micros(l.State.GetUpdatedTime().AsTime()) }},
	},
	Encode: func(l *domain.RiskLayer) *landv1.RiskLayer { return l.State },
	Decode: func(m *landv1.RiskLayer) *domain.RiskLayer { return &domain.RiskLayer{State: m} },
}.Open()

// RiskLayerList is how risk layers are listed.
var RiskLayerList = &page.List{
	Name: "risk_layers", Kind: "risk_layer", From: "risk_layer t",
	Fields: []page.Field{
		{Name: "status", Column: "t.status", Kind: page.Enum},
		{Name: "kind", Column: "t.kind", Kind: page.Enum},
		{Name: "externalLayerId", Column: "t.external_id"},
		{Name: "sourceDate", Column: "t.source_on"},
		{Name: "demonstration", Column: "t.demonstration", Kind: page.Bool},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	},
	Orders: []page.Order{
		{Name: "name", Column: "t.name_key"},
		{Name: "sourceDate", Column: "t.source_on"},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
	},
}

const selectNewest = `SELECT id FROM risk_layer WHERE territory = $1 AND external_id = $2 ORDER BY layer_version DESC LIMIT 1`

// NewestLayer is the newest version of a layer, nil when there is none.
func NewestLayer(tx *kit.Tx, externalID string) (*domain.RiskLayer, error) {
	found, err := ids(&tx.View, selectNewest, tx.Actor.Territory, externalID)
	if err != nil || externalID == "" || len(found) == 0 {
		return nil, err
	}
	return RiskLayers.Get(tx, found[0])
}

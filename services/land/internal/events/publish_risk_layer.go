package events

import (
	landeventv1 "hup.example/proto/gen/go/hup/land/event/v1"
	"hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

func layerFact(fact any) (store.Entry, bool) {
	switch f := fact.(type) {
	case domain.LayerChanged:
		return store.Entry{Message: &landeventv1.RiskLayerChanged{
			RiskLayerId: f.Layer.GetRiskLayerId(), Kind: f.Layer.GetKind().String(), LayerVersion: f.Layer.GetLayerVersion(),
			SourceDate: f.Layer.GetSourceDate(), ShapeCount: f.Layer.GetShapeCount(),
		}}, true
	case domain.LayerMoved:
		return store.Entry{Message: &landeventv1.RiskLayerStatusChanged{
			RiskLayerId: f.Layer.GetRiskLayerId(), OldStatus: statusName(f.Old), NewStatus: f.Layer.GetStatus().String(),
			Terminal: domain.RiskLayerMachine.Terminal(f.Layer.GetStatus()),
		}}, true
	}
	return store.Entry{}, false
}

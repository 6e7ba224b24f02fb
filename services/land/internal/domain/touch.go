package domain

import (
	landv1 "hup.example/proto/gen/go/hup/land/v1"
)

// Touch is one shape that an asset touches.
type Touch struct {
	AssetID, LayerID string
	ShapeNo          int64
	Kind             landv1.RiskLayerKind
	Flood            landv1.FloodRisk
	Plu              landv1.PluZone
	ShareBP          int32
	AreaM2           int64
	DistanceM        int32
}

// AtRisk is the asset as the layers show it: what matching's hard criteria look at. What somebody wrote down is believed unless a
// layer is graver.
func (s Asset) AtRisk(touches []Touch) Asset {
	largest := int32(-1)
	for _, t := range touches {
		s.FloodRisk = max(s.FloodRisk, t.Flood)
		if t.Kind == landv1.RiskLayerKind_RISK_LAYER_KIND_TOWN_PLAN && t.ShareBP > largest && (s.PluZone == 0 || largest >= 0) && t.Plu != 0 {
			s.PluZone, largest = t.Plu, t.ShareBP
		}
		if t.Kind == landv1.RiskLayerKind_RISK_LAYER_KIND_POLLUTED_SITE && s.Pollution == 0 {
			s.Pollution = landv1.SoilPollution_SOIL_POLLUTION_SUPPOSED
		}
	}
	return s
}

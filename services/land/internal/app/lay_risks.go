package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	kit "hup.example/services/kit/store"
	"hup.example/services/kit/text"
	"hup.example/services/land/internal/domain"
	"hup.example/services/land/internal/geo"
	"hup.example/services/land/internal/store"
)

// LayRisks makes a layer with its shapes, or the next version of one.
type LayRisks struct{ Touch TouchAssets }

// Feature is one shape as its source gives it.
type Feature struct {
	Properties map[string]string
	Geometry   string
}

// defaultReachM is how far around a point a shape acts when nothing is said.
const defaultReachM = 50

// Shapes reads features of a layer that follow so many others. Those without a geometry are counted; those that are wrong are told by
// their number, from 1.
func Shapes(said *landv1.RiskLayer, after int, features []Feature) (shapes []LaidShape, empty int, bad map[int]string) {
	bad = map[int]string{}
	reach := int64(said.GetPointReachM())
	if reach == 0 {
		reach = defaultReachM
	}
	for i, f := range features {
		no := after + i + 1
		if f.Geometry == "" {
			empty++
			continue
		}
		form, _, err := geo.Read(f.Geometry, true)
		if err != nil {
			bad[no] = err.Error()
			continue
		}
		shapes = append(shapes, LaidShape{Form: form, Shape: store.Shape{
			No: int64(no), Key: first(f.Properties, "id", "_id", "gid", "code"), Label: first(f.Properties, "label", "nom", "libelle", "libelong", "Nom_site", "name"),
			Kind: said.GetKind(), Flood: floodOf(said, f.Properties), Plu: pluOf(said, f.Properties), ReachM: reach, Geometry: form.GeoJSON(),
		}})
	}
	return shapes, empty, bad
}

func first(properties map[string]string, names ...string) string {
	for _, name := range names {
		if properties[name] != "" {
			return short(properties[name])
		}
	}
	return ""
}

func short(s string) string {
	if r := []rune(s); len(r) > 200 {
		return string(r[:200])
	}
	return s
}

// floodOf is what a zone of a flood plan says. A zone without a level is one where building is restricted.
func floodOf(said *landv1.RiskLayer, properties map[string]string) landv1.FloodRisk {
	if said.GetKind() != landv1.RiskLayerKind_RISK_LAYER_KIND_FLOOD {
		return 0
	}
	level := text.Fold(first(properties, "niveau", "alea", "level"))
	if strings.Contains(level, "fort") || level == "high" || level == "rouge" {
		return landv1.FloodRisk_FLOOD_RISK_HIGH
	}
	return landv1.FloodRisk_FLOOD_RISK_LOW
}

func pluOf(said *landv1.RiskLayer, properties map[string]string) landv1.PluZone {
	if said.GetKind() != landv1.RiskLayerKind_RISK_LAYER_KIND_TOWN_PLAN {
		return 0
	}
	return landv1.PluZone(landv1.PluZone_value["PLU_ZONE_"+strings.ToUpper(first(properties, "zone", "typezone"))])
}

// Do makes the layer at once. What is wrong with its shapes was told.
func (l LayRisks) Do(tx *kit.Tx, said *landv1.RiskLayer, shapes []LaidShape, skipped int) (*domain.RiskLayer, error) {
	requestID := said.GetClientRequestId()
	known, err := tx.Once(requestID)
	if err != nil {
		return nil, err
	}
	if known != "" {
		return store.RiskLayers.Get(tx, known)
	}
	laying, err := l.Start(tx, said)
	if err != nil {
		return nil, err
	}
	if err := l.Add(tx, laying, Part{First: 1, Last: len(shapes) + skipped, Shapes: shapes}); err != nil {
		return nil, err
	}
	layer, err := l.use(tx, laying, len(shapes), skipped)
	if err != nil {
		return nil, err
	}
	return layer, tx.Made(requestID, layer.ID)
}

// Retire takes a layer out of use.
func (l LayRisks) Retire(tx *kit.Tx, layer *domain.RiskLayer) error {
	if err := layer.Retire(tx.Actor, tx.Now); err != nil {
		return err
	}
	return l.unlay(tx, layer)
}

func (l LayRisks) unlay(tx *kit.Tx, layer *domain.RiskLayer) error {
	if err := store.UnlayShapes(tx, layer.ID, false); err != nil {
		return err
	}
	return store.RiskLayers.Put(tx, layer)
}

// FeaturesOf reads the features of a collection that a call carries.
func FeaturesOf(collection string) (features []Feature, err error) {
	var read struct {
		Features []struct {
			Properties map[string]any  `json:"properties"`
			Geometry   json.RawMessage `json:"geometry"`
		} `json:"features"`
	}
	if err := json.Unmarshal([]byte(collection), &read); err != nil || read.Features == nil {
		return nil, errors.New("no FeatureCollection")
	}
	for _, f := range read.Features {
		one := Feature{Properties: map[string]string{}}
		for name, value := range f.Properties {
			if value != nil {
				one.Properties[name] = fmt.Sprint(value)
			}
		}
		if len(f.Geometry) > 0 && string(f.Geometry) != "null" {
			one.Geometry = string(f.Geometry)
		}
		features = append(features, one)
	}
	return features, nil
}

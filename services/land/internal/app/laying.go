package app

import (
	"cmp"
	"errors"

	"google.golang.org/protobuf/proto"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
	"hup.example/services/land/internal/store"
)

// Laying is a layer under way: its shapes come in parts, each in a unit of work of its own, and it is in use when it is whole. Until
// then the version of before is.
type Laying struct {
	said    *landv1.RiskLayer
	layerID string
}

// NewLaying is the next version of a layer.
func NewLaying(said *landv1.RiskLayer) Laying { return Laying{said, domain.NewLayerID()} }

// key is what there is one file at a time of.
func (l Laying) key() string { return cmp.Or(l.said.GetExternalLayerId(), l.layerID) }

// errOvertaken says that two files of one layer were read at once: the later one stands.
var errOvertaken = errors.New("un autre fichier de cette couche a été lu entre-temps : celui-ci est abandonné")

// Start begins anew: what a file of the layer left unfinished goes.
func (LayRisks) Start(tx *kit.Tx, laying Laying) error {
	return store.StartLaying(tx, laying.key(), laying.layerID)
}

// Add lays some of the shapes.
func (l LayRisks) Add(tx *kit.Tx, laying Laying, shapes []LaidShape) error {
	if err := ours(tx, laying); err != nil {
		return err
	}
	for i := range shapes {
		shapes[i].LayerID, shapes[i].Laying = laying.layerID, true
	}
	return l.Touch.Layer(tx, shapes)
}

// Stop drops what was laid.
func (LayRisks) Stop(tx *kit.Tx, laying Laying) error { return store.StopLaying(tx, laying.layerID) }

// Finish puts the layer to use, unless the version in use has the same shapes: the same file again makes no other version.
func (l LayRisks) Finish(tx *kit.Tx, laying Laying, shapes, skipped int) (same bool, err error) {
	if err := ours(tx, laying); err != nil {
		return false, err
	}
	before, err := store.NewestLayer(tx, laying.said.GetExternalLayerId())
	if err != nil {
		return false, err
	}
	if inUse(before) && int(before.State.GetShapeCount()) == shapes && before.State.GetSourceDate() == laying.said.GetSourceDate() {
		shared, err := store.SameShapes(tx, laying.layerID, before.ID)
		if err != nil {
			return false, err
		}
		if shared == shapes {
			return true, l.Stop(tx, laying)
		}
	}
	_, err = l.use(tx, laying, shapes, skipped)
	return false, err
}

func ours(tx *kit.Tx, laying Laying) error {
	is, err := store.Laying(tx, laying.key(), laying.layerID)
	if err == nil && !is {
		err = errOvertaken
	}
	return err
}

func inUse(layer *domain.RiskLayer) bool {
	return layer != nil && layer.State.GetStatus() == landv1.RiskLayerStatus_RISK_LAYER_STATUS_CURRENT
}

// use makes what was laid the version in use.
func (l LayRisks) use(tx *kit.Tx, laying Laying, shapes, skipped int) (*domain.RiskLayer, error) {
	said := proto.Clone(laying.said).(*landv1.RiskLayer)
	before, err := store.NewestLayer(tx, said.GetExternalLayerId())
	if err != nil {
		return nil, err
	}
	if inUse(before) {
		if err := before.Replace(tx.Actor, tx.Now); err != nil {
			return nil, err
		}
		if err := l.unlay(tx, before); err != nil {
			return nil, err
		}
	}
	said.ShapeCount, said.SkippedShapeCount = int32(shapes), int32(skipped) //nolint:gosec // bounded by the file
	layer := domain.NewRiskLayer(tx.Actor, laying.layerID, said, before, tx.Now)
	if err := store.RiskLayers.Put(tx, layer); err != nil {
		return nil, err
	}
	return layer, store.LaidWhole(tx, layer.ID)
}

package app

import (
	"bytes"
	"cmp"
	"errors"

	"google.golang.org/protobuf/proto"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/id"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
	"hup.example/services/land/internal/store"
)

// Laying is a layer under way: its shapes come in parts, each in a unit of work of its own, and it is in use when it is whole. Until
// then the version of before is.
type Laying struct {
	said         *landv1.RiskLayer
	layerID, run string
}

// Part is features of a file that follow each other.
type Part struct {
	// First and Last are the numbers of its features, from 1.
	First, Last int
	Shapes      []LaidShape
	// Digest is of the file up to the end of the part; nil when nobody goes on with it.
	Digest []byte
}

// errOvertaken says that two files of one layer were read at once: the later one stands.
var errOvertaken = errors.New("un autre fichier de cette couche a été lu entre-temps : celui-ci est abandonné")

// Start begins the next version of a layer, or goes on with the one whose file was cut short.
func (LayRisks) Start(tx *kit.Tx, said *landv1.RiskLayer) (Laying, error) {
	laying := Laying{said, domain.NewLayerID(), id.New("run")}
	layerID, err := store.StartLaying(tx, cmp.Or(said.GetExternalLayerId(), laying.layerID), laying.layerID, laying.run)
	laying.layerID = layerID
	return laying, err
}

// Add lays a part. One that is laid already, by a file that was the same so far, is left as it is; from one that differs on nothing is.
func (l LayRisks) Add(tx *kit.Tx, laying Laying, part Part) error {
	if err := ours(tx, laying); err != nil {
		return err
	}
	last, digest, err := store.LaidFrom(tx, laying.layerID, int64(part.First))
	if err != nil {
		return err
	}
	if last == int64(part.Last) && part.Digest != nil && bytes.Equal(digest, part.Digest) {
		return nil
	}
	if last > 0 {
		if err := store.DropFrom(tx, laying.layerID, int64(part.First)); err != nil {
			return err
		}
	}
	for i := range part.Shapes {
		part.Shapes[i].LayerID = laying.layerID
	}
	if err := l.Touch.Layer(tx, part.Shapes); err != nil || part.Digest == nil {
		return err
	}
	return store.LaidPart(tx, laying.layerID, int64(part.Last), part.Digest)
}

// Stop drops what was laid, unless another file of the layer goes on with it.
func (LayRisks) Stop(tx *kit.Tx, laying Laying) error {
	err := ours(tx, laying)
	if errors.Is(err, errOvertaken) {
		return nil
	}
	if err != nil {
		return err
	}
	return store.StopLaying(tx, laying.layerID)
}

// Finish puts the layer to use, unless the version in use is of the same file: the same file again makes no other version. The last part
// tells where the file ends.
func (l LayRisks) Finish(tx *kit.Tx, laying Laying, end Part, shapes, skipped int) (same bool, err error) {
	if err := ours(tx, laying); err != nil {
		return false, err
	}
	if err := store.DropFrom(tx, laying.layerID, int64(end.Last)+1); err != nil { // of a longer file that was cut short
		return false, err
	}
	before, err := store.NewestLayer(tx, laying.said.GetExternalLayerId())
	if err != nil {
		return false, err
	}
	if inUse(before) && before.State.GetSourceDate() == laying.said.GetSourceDate() {
		digest, err := store.LaidDigest(tx, before.ID)
		if err != nil {
			return false, err
		}
		if bytes.Equal(digest, end.Digest) {
			return true, l.Stop(tx, laying)
		}
	}
	_, err = l.use(tx, laying, shapes, skipped)
	return false, err
}

func ours(tx *kit.Tx, laying Laying) error {
	is, err := store.LockLaying(tx, laying.layerID, laying.run)
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

package domain

import (
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
	"hup.example/services/kit/machine"
)

// RiskLayer is one version of a layer of shapes. All of it is public.
type RiskLayer struct {
	aggregate.Root
	// State is what is known of the layer, without its shapes.
	State *landv1.RiskLayer
}

// The facts a layer states.
type (
	// LayerChanged: a layer was made or changed.
	LayerChanged struct{ Layer *landv1.RiskLayer }
	// LayerMoved: the status of a layer changed; Old is unspecified for a new one.
	LayerMoved struct {
		Layer *landv1.RiskLayer
		Old   landv1.RiskLayerStatus
	}
)

const (
	layerCurrent  = landv1.RiskLayerStatus_RISK_LAYER_STATUS_CURRENT
	layerReplaced = landv1.RiskLayerStatus_RISK_LAYER_STATUS_REPLACED
	layerRetired  = landv1.RiskLayerStatus_RISK_LAYER_STATUS_RETIRED
)

// RiskLayerMachine is the state machine of a layer.
var RiskLayerMachine = machine.Machine[landv1.RiskLayerStatus]{
	{Action: "retire", From: []landv1.RiskLayerStatus{layerCurrent}, To: layerRetired, By: staff},
	{Action: "replace", From: []landv1.RiskLayerStatus{layerCurrent}, To: layerReplaced},
}

// NewLayerID is an id for a version of a layer: its shapes have it before it is there.
func NewLayerID() string { return id.New("rsk") }

// NewRiskLayer makes the next version of a layer; before is the version so far, nil for a first one.
func NewRiskLayer(a actor.Actor, layerID string, said *landv1.RiskLayer, before *RiskLayer, now time.Time) *RiskLayer {
	l := &RiskLayer{Root: aggregate.Root{Territory: a.Territory, ID: layerID}, State: said}
	said.RiskLayerId, said.Status, said.LayerVersion = l.ID, layerCurrent, 1
	if said.GetExternalLayerId() == "" {
		said.ExternalLayerId = l.ID
	}
	if before != nil {
		said.LayerVersion = before.State.GetLayerVersion() + 1
	}
	said.ShapesGeojson = ""
	said.BodyId = keeper(said.GetBodyId(), a)
	said.CreatedTime, said.UpdatedTime = timestamppb.New(now), timestamppb.New(now)
	l.Record(LayerChanged{said})
	l.Record(LayerMoved{Layer: said})
	return l
}

// Change replaces what is said of the layer; what it shows and how far its points act stay with its shapes.
func (l *RiskLayer) Change(_ actor.Actor, to *landv1.RiskLayer, now time.Time) error {
	if to.GetKind() != l.State.GetKind() || to.GetPointReachM() != l.State.GetPointReachM() || to.GetExternalLayerId() != l.State.GetExternalLayerId() {
		return errs.Invalid("INVALID_FIELDS", errs.Field{Path: "kind", Reason: "LAYER_FIXED"})
	}
	to.ShapesGeojson = ""
	if len(changedFields(l.State, to)) == 0 {
		return nil
	}
	to.UpdatedTime = timestamppb.New(now)
	l.State = to
	l.Record(LayerChanged{to})
	return nil
}

// Retire takes the layer out of use.
func (l *RiskLayer) Retire(a actor.Actor, now time.Time) error {
	return l.move(a, "retire", layerRetired, now)
}

// Replace says that the next version is there.
func (l *RiskLayer) Replace(a actor.Actor, now time.Time) error {
	return l.move(actor.Of(a.Territory, "land"), "replace", layerReplaced, now)
}

func (l *RiskLayer) move(a actor.Actor, action string, to landv1.RiskLayerStatus, now time.Time) error {
	old := l.State.GetStatus()
	if err := RiskLayerMachine.Check(old, action, a); err != nil {
		return err
	}
	l.State.Status, l.State.UpdatedTime = to, timestamppb.New(now)
	l.Record(LayerMoved{l.State, old})
	return nil
}

// Visible says whether the actor may know of the layer: everybody may.
func (l *RiskLayer) Visible(actor.Actor) bool { return true }

// Message is the state of the layer.
func (l *RiskLayer) Message() *landv1.RiskLayer { return l.State }

// For says what the actor may do with the layer.
func (l *RiskLayer) For(a actor.Actor, seen *landv1.RiskLayer) {
	if seen.AllowedActions = actions(a); len(seen.AllowedActions) > 0 && l.State.GetStatus() == layerCurrent {
		seen.AllowedActions = append(seen.AllowedActions, "retire")
	}
}

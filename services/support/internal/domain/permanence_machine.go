package domain

import (
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/machine"
)

// The statuses of a permanence, as short names.
const (
	permanenceOpen  = supportv1.PermanenceStatus_PERMANENCE_STATUS_OPEN
	permanenceEnded = supportv1.PermanenceStatus_PERMANENCE_STATUS_ENDED
)

// PermanenceMachine is the state machine of a permanence; whose it is decides Permanence.keptBy.
var PermanenceMachine = machine.Machine[supportv1.PermanenceStatus]{
	{Action: "update", From: []supportv1.PermanenceStatus{permanenceOpen}, To: permanenceOpen, By: experts},
	{Action: "cancelSlots", From: []supportv1.PermanenceStatus{permanenceOpen}, To: permanenceOpen, By: experts},
	{Action: "moveSlots", From: []supportv1.PermanenceStatus{permanenceOpen}, To: permanenceOpen, By: experts},
	{Action: "end", From: []supportv1.PermanenceStatus{permanenceOpen}, To: permanenceEnded, By: experts},
}

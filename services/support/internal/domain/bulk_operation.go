package domain

import (
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/id"
	"hup.example/services/kit/machine"
)

// BulkOperation is one thing done to many cases. What became of each is in its lines, which are counted when it is read.
type BulkOperation struct {
	aggregate.Root
	// State is what was asked, and where it stands.
	State *supportv1.BulkOperation
}

// BulkMoved: an operation began or ended.
type BulkMoved struct {
	Operation *supportv1.BulkOperation
	From      supportv1.BulkStatus
}

// The statuses of an operation, as short names.
const (
	bulkRunning   = supportv1.BulkStatus_BULK_STATUS_RUNNING
	bulkCompleted = supportv1.BulkStatus_BULK_STATUS_COMPLETED
	bulkCancelled = supportv1.BulkStatus_BULK_STATUS_CANCELLED
)

// BulkMachine is the state machine of an operation; the platform completes it.
var BulkMachine = machine.Machine[supportv1.BulkStatus]{
	{Action: "cancel", From: []supportv1.BulkStatus{bulkRunning}, To: bulkCancelled, By: advisors},
	{Action: "complete", From: []supportv1.BulkStatus{bulkRunning}, To: bulkCompleted},
}

// NewBulkOperation starts an operation on so many cases.
func NewBulkOperation(territory string, a actor.Actor, said *supportv1.BulkOperation, total int, now time.Time) *BulkOperation {
	o := &BulkOperation{Root: aggregate.Root{Territory: territory, ID: id.New("blk")}, State: proto.CloneOf(said)}
	o.State.BulkOperationId, o.State.Ids, o.State.Status = o.ID, nil, bulkRunning // the ids are its lines
	o.State.TotalCount, o.State.CreatedTime = int32(total), timestamppb.New(now)
	o.State.CreatedByPersonId, o.State.CreatedByBodyId = personOf(a), a.BodyID
	o.Record(BulkMoved{Operation: o.State})
	return o
}

// Cancel stops an operation.
func (o *BulkOperation) Cancel(a actor.Actor, now time.Time) error {
	return o.end(a, "cancel", bulkCancelled, now)
}

// Complete ends an operation whose lines are all done or refused.
func (o *BulkOperation) Complete(a actor.Actor, now time.Time) error {
	return o.end(a, "complete", bulkCompleted, now)
}

func (o *BulkOperation) end(a actor.Actor, action string, to supportv1.BulkStatus, now time.Time) error {
	from := o.State.GetStatus()
	if err := BulkMachine.Check(from, action, a); err != nil {
		return err
	}
	o.State.Status, o.State.FinishedTime = to, timestamppb.New(now)
	o.Record(BulkMoved{Operation: o.State, From: from})
	return nil
}

// Sees says whether the actor may see the operation: its body, and the coordination.
func (o *BulkOperation) Sees(a actor.Actor) bool {
	return a.Territory == o.Territory && (a.Has(actor.HupCoordinator) || a.Works() && a.BodyID != "" && a.BodyID == o.State.GetCreatedByBodyId())
}

package events

import (
	supporteventv1 "hup.example/proto/gen/go/hup/support/event/v1"
	"hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

func bulkMoved(f domain.BulkMoved) store.Entry {
	o := f.Operation
	return store.Entry{Message: &supporteventv1.BulkOperationStatusChanged{
		BulkOperationId: o.GetBulkOperationId(), OldStatus: code(f.From), NewStatus: o.GetStatus().String(), Terminal: domain.BulkMachine.Terminal(o.GetStatus()),
		Action: o.GetAction().String(), TotalCount: o.GetTotalCount(), DryRun: o.GetDryRun(),
	}}
}

package app

import (
	commoneventv1 "hup.example/proto/gen/go/hup/common/event/v1"
	eventv1 "hup.example/proto/gen/go/hup/event/v1"
	kit "hup.example/services/kit/store"
	"hup.example/services/notify/internal/store"
)

// TakeNotice writes down that somebody is to be told something, once a key; Wake tells who sends.
type TakeNotice struct{ Wake func() }

// Do takes one request.
func (u TakeNotice) Do(tx *kit.Tx, e *eventv1.Event, asked *commoneventv1.NotificationRequested) error {
	tx.AfterCommit(u.Wake)
	return store.AddRequest(tx, store.Request{
		Territory: e.GetTerritory(), Source: e.GetSource(), Context: asked.GetParams()["caseId"], Asked: asked, Due: tx.Now, Created: e.GetTime().AsTime(),
	})
}

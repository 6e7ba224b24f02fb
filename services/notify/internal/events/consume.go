package events

import (
	"context"
	"fmt"
	"strings"

	commoneventv1 "hup.example/proto/gen/go/hup/common/event/v1"
	eventv1 "hup.example/proto/gen/go/hup/event/v1"
	identityeventv1 "hup.example/proto/gen/go/hup/identity/event/v1"
	supporteventv1 "hup.example/proto/gen/go/hup/support/event/v1"
	"hup.example/services/kit/inbox"
	"hup.example/services/kit/journal"
	"hup.example/services/kit/store"
	"hup.example/services/notify/internal/app"
	"hup.example/services/notify/internal/domain"

	// The messages of all that the feed holds: what is not linked cannot be read.
	_ "hup.example/proto/gen/go/hup/land/event/v1"
	_ "hup.example/proto/gen/go/hup/recruitment/event/v1"
	_ "hup.example/proto/gen/go/hup/training/event/v1"
)

// Consumes are the handlers of all sources: each event goes to the feed, whatever its type, but for the messages to people,
// which are taken to be sent.
func Consumes(notice app.TakeNotice) map[string]map[string]inbox.Handler {
	all := map[string]map[string]inbox.Handler{}
	for _, source := range domain.Sources {
		all[source] = map[string]inbox.Handler{inbox.Every: takes{notice: notice}.take}
	}
	return all
}

type takes struct {
	add    app.AppendEvent
	notice app.TakeNotice
}

// take applies an event. A type that this program does not know is parked: a newer program replays it.
func (u takes) take(_ context.Context, e *eventv1.Event) (inbox.Apply, error) {
	asked := strings.HasSuffix(e.GetType(), ".notification_requested.v1")
	if domain.Inner(e.GetType()) && !asked {
		return nil, nil
	}
	m, err := journal.Decode(e.GetType(), e.GetData().GetValue())
	if err != nil {
		return nil, err
	}
	if !e.GetData().MessageIs(m) {
		return nil, fmt.Errorf("an event %s holds %s", e.GetType(), e.GetData().GetTypeUrl())
	}
	return func(tx *store.Tx) error {
		switch fact := m.(type) {
		case *commoneventv1.NotificationRequested:
			return u.notice.Do(tx, e, fact)
		case *supporteventv1.CaseAccessChanged:
			return u.add.ChangeAccess(tx, e, m, fact.GetVersion(), fact.GetReaderBodyIds())
		}
		if err := u.add.Do(tx, e, m); err != nil {
			return err
		}
		if client := endedClient(m); client != "" {
			return app.EndClient(tx, client)
		}
		return nil
	}, nil
}

// endedClient is the client that a fact ends, if it ends one.
func endedClient(m any) string {
	switch f := m.(type) {
	case *identityeventv1.ClientRevoked:
		return f.GetClientId()
	case *identityeventv1.ClientStatusChanged:
		if f.GetTerminal() {
			return f.GetClientId()
		}
	}
	return ""
}

package events

import (
	"context"
	"fmt"

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

// Consumes are the handlers of all sources: each event goes to the feed, whatever its type.
func Consumes() map[string]map[string]inbox.Handler {
	all := map[string]map[string]inbox.Handler{}
	for _, source := range domain.Sources {
		all[source] = map[string]inbox.Handler{inbox.Every: take}
	}
	return all
}

// take puts an event into the feed. A type that this program does not know is parked: a newer program replays it.
func take(_ context.Context, e *eventv1.Event) (inbox.Apply, error) {
	if domain.Inner(e.GetType()) {
		return nil, nil
	}
	m, err := journal.Decode(e.GetType(), e.GetData().GetValue())
	if err != nil {
		return nil, err
	}
	if !e.GetData().MessageIs(m) {
		return nil, fmt.Errorf("an event %s holds %s", e.GetType(), e.GetData().GetTypeUrl())
	}
	add := app.AppendEvent{}
	return func(tx *store.Tx) error {
		if changed, ok := m.(*supporteventv1.CaseAccessChanged); ok {
			return add.ChangeAccess(tx, e, m, changed.GetVersion(), changed.GetReaderBodyIds())
		}
		if err := add.Do(tx, e, m); err != nil {
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
